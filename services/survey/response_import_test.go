package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// importing opens a survey of the units that takes imports.
func (h *house) importing(owner string, audience ...string) *surveyv1.Survey {
	h.Helper()
	asks := draft(h.published(), owner, audience...)
	asks.Intake = surveyv1.Intake_INTAKE_IMPORT
	made, err := h.create("culture", asks)
	require.NoError(h, err)
	made, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
	require.NoError(h, err)
	return made
}

func row(person string, answers ...*surveyv1.Answer) *surveyv1.ResponseRow {
	return &surveyv1.ResponseRow{Person: "people/" + person, Answers: answers}
}

func (h *house) batch(token, survey string, rows ...*surveyv1.ResponseRow) (*surveyv1.ImportResponsesResponse, error) {
	return h.imports.BatchImportResponses(h.As(token), &surveyv1.BatchImportResponsesRequest{Name: survey, Rows: rows})
}

// stream sends the options, and each part as a message.
func (h *house) stream(token string, options *surveyv1.ImportResponsesOptions, parts ...[]*surveyv1.ResponseRow) (*surveyv1.ImportResponsesResponse, error) {
	h.Helper()
	stream, err := h.imports.ImportResponses(h.As(token))
	require.NoError(h, err)
	// A refusal may come before all is sent; it is what CloseAndRecv then says.
	_ = stream.Send(&surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Options{Options: options}})
	for _, rows := range parts {
		_ = stream.Send(&surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Rows{Rows: &surveyv1.ResponseRows{Rows: rows}}})
	}
	return stream.CloseAndRecv()
}

func TestAnswersFromElsewhere(t *testing.T) {
	inHouse(t, func(h *house) {
		name := h.importing(depA, teamA).GetName()
		rows := []*surveyv1.ResponseRow{
			row(person(0), answer("belonging", 4), answer("enps", 10)),
			row(person(1), answer("belonging", 6)),
			row(person(2), answer("enps", 3)),
			row(person(3), answer("belonging", 1), answer("mood", 1)),
			row(person(4), answer("belonging", 1), answer("belonging", 1)),
			row(person(12), answer("belonging", 1)),
			row(id(9, 9), answer("belonging", 1)),
			{Person: "somebody"},
			row(person(0), answer("belonging", 1)),
			row(person(5), answer("belonging", 1)),
		}
		want := &surveyv1.ImportResponsesResponse{Rows: 10, Imported: 2, Refused: 8, Refusals: []*surveyv1.RefusedResponse{
			{Row: 2, Reason: "ANSWER_INVALID", Item: "belonging", Problem: "OUTSIDE_SCALE"},
			{Row: 3, Reason: "ANSWER_INVALID", Item: "belonging", Problem: "MISSING"},
			{Row: 4, Reason: "ANSWER_INVALID", Item: "mood", Problem: "UNKNOWN_ITEM"},
			{Row: 5, Reason: "ANSWER_INVALID", Item: "belonging", Problem: "TWICE"},
			{Row: 6, Reason: "NOT_ASKED"}, {Row: 7, Reason: "NOT_ASKED"}, {Row: 8, Reason: "NOT_ASKED"},
			{Row: 9, Reason: "ROW_TWICE"},
		}}
		for range 2 {
			got, err := h.batch("culture-a", name, rows...)
			require.NoError(h, err)
			require.Empty(h, cmp.Diff(want, got, protocmp.Transform()), "whether something stood there before is not told")
		}
		got, err := h.stream("system", &surveyv1.ImportResponsesOptions{Name: name}, rows[:4], rows[4:])
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(want, got, protocmp.Transform()))
		more, err := h.stream("admin", &surveyv1.ImportResponsesOptions{Name: name}, []*surveyv1.ResponseRow{
			row(person(6), answer("belonging", 2)), row(person(7), answer("belonging", 2)), row(person(8), answer("belonging", 2)),
		})
		require.NoError(h, err)
		require.Equal(h, int64(3), more.GetImported())

		for _, token := range []string{token(0), astray(0)} {
			_, err = h.responses.GetMyResponse(h.As(token), &surveyv1.GetMyResponseRequest{Survey: name})
			h.Refused("NOT_FOUND", err)
			assigned, err := h.responses.ListAssignedSurveys(h.As(token), &surveyv1.ListAssignedSurveysRequest{})
			require.NoError(h, err)
			require.Empty(h, assigned.GetSurveys())
		}
		h.Refused("SURVEY_NOT_OPEN", h.submit(0, name, answer("belonging", 1)))
		h.close(name)
		counted, err := h.participation("culture", name)
		require.NoError(h, err)
		require.Equal(h, int64(5), counted.GetResponses())
	})
}

func TestWhereNothingIsImported(t *testing.T) {
	inHouse(t, func(h *house) {
		one := row(person(0), answer("belonging", 4))
		refused := func(reason, token, survey string) {
			h.Helper()
			_, err := h.batch(token, survey, one)
			h.Refused(reason, err)
			_, err = h.stream(token, &surveyv1.ImportResponsesOptions{Name: survey}, []*surveyv1.ResponseRow{one})
			h.Refused(reason, err)
		}
		own := h.opened(root, teamA).GetName()
		require.NoError(h, h.submit(0, own, answer("belonging", 4)))
		refused("SURVEY_NOT_FOR_IMPORT", "culture", own)
		name := h.importing(depA, teamA).GetName()
		refused("NOT_FOUND", "culture-b", name)
		refused("NOT_FOUND", "acme", name)
		refused("NOT_FOUND", "culture", "surveys/"+id(9, 9))
		for _, token := range []string{"council", "analyst-b", token(0)} {
			refused("PERMISSION_DENIED", token, name)
		}
		asks := draft(h.published(), root, teamA)
		asks.Intake = surveyv1.Intake_INTAKE_IMPORT
		made, err := h.create("culture", asks)
		require.NoError(h, err)
		refused("SURVEY_NOT_OPEN", "culture", made.GetName())
		made.Intake = surveyv1.Intake_INTAKE_PEOPLE
		_, err = h.surveys.UpdateSurvey(h.As("culture"), &surveyv1.UpdateSurveyRequest{Survey: made, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"intake"}}})
		h.Refused("INTAKE_FIXED", err)
		h.close(name)
		refused("SURVEY_NOT_OPEN", "culture", name)

		stream, err := h.imports.ImportResponses(h.As("culture"))
		require.NoError(h, err)
		require.NoError(h, stream.Send(&surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Rows{Rows: &surveyv1.ResponseRows{Rows: []*surveyv1.ResponseRow{one}}}}))
		_, err = stream.CloseAndRecv()
		h.Refused("INVALID_FIELD", err)
	})
}

// What fails within a stream is told at once, to a sender who has not sent all yet.
func TestAnImportThatFailsOnItsWay(t *testing.T) {
	inHouse(t, func(h *house) {
		name := h.importing(root, teamA).GetName()
		options := &surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Options{Options: &surveyv1.ImportResponsesOptions{Name: name}}}
		rows := &surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Rows{Rows: &surveyv1.ResponseRows{
			Rows: []*surveyv1.ResponseRow{row(person(0), answer("belonging", 4))},
		}}}
		told := func(reason string, last *surveyv1.ImportResponsesRequest, before func()) {
			h.Helper()
			stream, err := h.imports.ImportResponses(h.As("culture"))
			require.NoError(h, err)
			require.NoError(h, stream.Send(options))
			require.NoError(h, stream.Send(rows))
			before()
			_ = stream.Send(last) // the refusal may be on its way already
			h.Refused(reason, stream.RecvMsg(&surveyv1.ImportResponsesResponse{}))
		}
		told("INVALID_FIELD", options, func() {})
		told("SURVEY_NOT_OPEN", rows, func() { h.close(name) })
	})
}

func TestAnImportSentAgain(t *testing.T) {
	inHouse(t, func(h *house) {
		name := h.importing(root, teamA).GetName()
		rows := []*surveyv1.ResponseRow{row(person(0), answer("belonging", 4)), row(person(12), answer("belonging", 4))}
		other := []*surveyv1.ResponseRow{row(person(0), answer("belonging", 5)), row(person(12), answer("belonging", 4))}
		batch := &surveyv1.BatchImportResponsesRequest{Name: name, Rows: rows, RequestId: uuid.NewString()}
		first, err := h.imports.BatchImportResponses(h.As("culture"), batch)
		require.NoError(h, err)
		options := &surveyv1.ImportResponsesOptions{Name: name, RequestId: uuid.NewString()}
		streamed, err := h.stream("culture", options, rows)
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(first, streamed, protocmp.Transform()))

		changed := proto.CloneOf(batch)
		changed.Rows = other
		_, err = h.imports.BatchImportResponses(h.As("culture"), changed)
		h.Refused("REQUEST_ID_REUSED", err)
		_, err = h.stream("culture", options, other)
		h.Refused("REQUEST_ID_REUSED", err)

		h.close(name)
		again, err := h.imports.BatchImportResponses(h.As("culture"), batch)
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(first, again, protocmp.Transform()))
		again, err = h.stream("culture", options, rows[:1], rows[1:])
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(first, again, protocmp.Transform()), "however the rows are cut into messages")
		_, err = h.stream("culture", &surveyv1.ImportResponsesOptions{Name: name, RequestId: uuid.NewString()}, rows)
		h.Refused("SURVEY_NOT_OPEN", err)
	})
}

package survey_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestAnswering(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		mine := func(n int) (*surveyv1.Response, error) {
			return h.responses.GetMyResponse(h.As(token(n)), &surveyv1.GetMyResponseRequest{Survey: survey})
		}
		_, err := mine(0)
		h.Refused("NOT_FOUND", err)
		require.NoError(h, h.submit(0, survey, answer("enps", 0), answer("belonging", 5)))
		got, err := mine(0)
		require.NoError(h, err)
		want := &surveyv1.Response{Survey: survey, Answers: []*surveyv1.Answer{answer("belonging", 5), answer("enps", 0)}}
		require.Empty(h, cmp.Diff(want, got, protocmp.Transform()))

		require.NoError(h, h.submit(0, survey, answer("belonging", 1)), "the second answer takes the place of the first, blanks too")
		got, err = mine(0)
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(&surveyv1.Response{Survey: survey, Answers: []*surveyv1.Answer{answer("belonging", 1)}}, got, protocmp.Transform()))
		_, err = mine(1)
		h.Refused("NOT_FOUND", err)
		_, err = h.responses.GetMyResponse(h.As("culture"), &surveyv1.GetMyResponseRequest{Survey: survey})
		h.Refused("PERMISSION_DENIED", err)

		h.close(survey)
		_, err = mine(0)
		h.Refused("NOT_FOUND", err)
	})
}

func TestAnswersThatAreRefused(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		draft, err := h.create("culture", draft(h.published(), root, teamA))
		require.NoError(h, err)
		tests := []struct {
			problem, item string
			answers       []*surveyv1.Answer
		}{
			{"MISSING", "belonging", nil},
			{"MISSING", "belonging", []*surveyv1.Answer{answer("enps", 3)}},
			{"UNKNOWN_ITEM", "Belonging", []*surveyv1.Answer{answer("Belonging", 3)}},
			{"UNKNOWN_ITEM", "", []*surveyv1.Answer{answer("", 3)}},
			{"TWICE", "belonging", []*surveyv1.Answer{answer("belonging", 3), answer("belonging", 3)}},
			{"WRONG_KIND", "belonging", []*surveyv1.Answer{{Item: "belonging"}}},
			{"OUTSIDE_SCALE", "belonging", []*surveyv1.Answer{answer("belonging", 0)}},
			{"OUTSIDE_SCALE", "belonging", []*surveyv1.Answer{answer("belonging", 6)}},
			{"OUTSIDE_SCALE", "enps", []*surveyv1.Answer{answer("belonging", 1), answer("enps", -1)}},
			{"OUTSIDE_SCALE", "enps", []*surveyv1.Answer{answer("belonging", 1), answer("enps", 2147483647)}},
			{"OUTSIDE_SCALE", "enps", []*surveyv1.Answer{answer("belonging", 1), answer("enps", -2147483648)}},
		}
		for _, test := range tests {
			err := h.submit(0, survey, test.answers...)
			h.Refused("ANSWER_INVALID", err)
			said := map[string]string{}
			for _, detail := range status.Convert(err).Details() {
				if info, ok := detail.(*errdetails.ErrorInfo); ok {
					said = info.GetMetadata()
				}
			}
			require.Equal(h, map[string]string{"item": test.item, "problem": test.problem}, said)
			h.Refused("NOT_FOUND", h.submit(12, survey, test.answers...))
		}
		right := answer("belonging", 3)
		for name, err := range map[string]error{
			"not asked":      h.submit(12, survey, right),
			"a draft":        h.submit(0, draft.GetName(), right),
			"no such survey": h.submit(0, "surveys/"+uuid.NewString(), right),
		} {
			h.Refused("NOT_FOUND", err)
			other := h.submit(13, "surveys/"+uuid.NewString(), right)
			require.Empty(h, cmp.Diff(status.Convert(other).Proto(), status.Convert(err).Proto(), protocmp.Transform()), "%s looks like what is not there", name)
		}
		_, err = h.responses.SubmitResponse(h.As("culture"), &surveyv1.SubmitResponseRequest{Survey: survey, Answers: []*surveyv1.Answer{right}})
		h.Refused("PERMISSION_DENIED", err)
		_, err = h.responses.GetMyResponse(h.As(token(0)), &surveyv1.GetMyResponseRequest{Survey: survey})
		h.Refused("NOT_FOUND", err)
	})
}

func TestALateRepetitionDoesNotUndoANewerAnswer(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		first := &surveyv1.SubmitResponseRequest{Survey: survey, Answers: []*surveyv1.Answer{answer("belonging", 1)}, RequestId: uuid.NewString()}
		_, err := h.responses.SubmitResponse(h.As(token(0)), first)
		require.NoError(h, err)
		require.NoError(h, h.submit(0, survey, answer("belonging", 5)))
		_, err = h.responses.SubmitResponse(h.As(token(0)), first)
		require.NoError(h, err)
		got, err := h.responses.GetMyResponse(h.As(token(0)), &surveyv1.GetMyResponseRequest{Survey: survey})
		require.NoError(h, err)
		require.Empty(h, cmp.Diff([]*surveyv1.Answer{answer("belonging", 5)}, got.GetAnswers(), protocmp.Transform()))
	})
}

func TestAssignedSurveys(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		open := func(hours int, units ...string) string {
			survey := draft(instrument, root, units...)
			if hours > 0 {
				survey.CloseTime = timestamppb.New(h.Clock.Now().Add(time.Duration(hours) * time.Hour))
			}
			made, err := h.create("culture", survey)
			require.NoError(h, err)
			_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
			require.NoError(h, err)
			return made.GetName()
		}
		assigned := func(n int) (names []string, response *surveyv1.ListAssignedSurveysResponse) {
			response, err := h.responses.ListAssignedSurveys(h.As(token(n)), &surveyv1.ListAssignedSurveysRequest{})
			require.NoError(h, err)
			for _, one := range response.GetSurveys() {
				names = append(names, one.GetSurvey())
			}
			return names, response
		}
		never, late, soon, other := open(0, teamA), open(9, teamA), open(2, root), open(1, depB)
		names, response := assigned(0)
		require.Equal(h, []string{soon, late, never}, names, "those that close first first")
		require.Empty(h, cmp.Diff(instrument, response.GetSurveys()[0].GetInstrument(), protocmp.Transform()))
		names, _ = assigned(12)
		require.Equal(h, []string{other, soon}, names)

		require.NoError(h, h.submit(0, soon, answer("belonging", 2)))
		_, response = assigned(0)
		require.True(h, response.GetSurveys()[0].GetAnswered())
		require.False(h, response.GetSurveys()[1].GetAnswered())
		h.close(late)
		h.Clock.Advance(2 * time.Hour)
		names, _ = assigned(0)
		require.Equal(h, []string{never}, names, "what has closed, and what is about to")
		h.Refused("SURVEY_NOT_OPEN", h.submit(0, soon, answer("belonging", 2)))
	})
}

func TestExportPersonData(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		require.NoError(h, h.submit(0, survey, answer("belonging", 2)))
		privacy := surveyv1.NewPrivacyServiceClient(h.Conn)
		asked := func(caller string, n int, wayIn string) string {
			response, err := privacy.ExportPersonData(h.As(caller), &typev1.ExportPersonDataRequest{Person: "people/" + person(n), WayIn: wayIn})
			require.NoError(h, err)
			require.Equal(h, "survey", response.GetService())
			return response.GetJson()
		}
		export := func(n int) string { return asked("directory", n, "first of "+person(n)) }
		bare := func(survey, name, place string) string {
			return `{"surveys":[{"survey":"` + survey + `",` + name + `,` + place + `}]}`
		}
		place := `"place":{"unit":"units/` + teamA + `","employer":"acme","shift":"night","channel":"chat","position":"agent"}`
		name := `"displayName":{"en":"November","zh-CN":"脉搏调研"}`
		require.JSONEq(h, `{"surveys":[{"survey":"`+survey+`",`+name+`,`+place+`,"answers":{"belonging":2}}]}`, export(0))
		require.JSONEq(h, bare(survey, name, place), export(2))
		require.JSONEq(h, `{"surveys":[]}`, export(12))
		// Nobody else learns what was answered, nor who did: not an admin who asks the directory, nor who came in as the person by another
		// way.
		for _, n := range []int{0, 2} {
			require.JSONEq(h, bare(survey, name, place), asked("directory", n, ""))
			require.JSONEq(h, bare(survey, name, place), asked("directory", n, "second of "+person(n)))
			require.JSONEq(h, bare(survey, name, place), asked("directory", n, "first of "+person(1)))
		}
		for _, caller := range []string{"admin", "culture", "survey", "system", token(0)} {
			_, err := privacy.ExportPersonData(h.As(caller), &typev1.ExportPersonDataRequest{Person: "people/" + person(0)})
			h.Refused("PERMISSION_DENIED", err)
		}
		h.close(survey)
		require.JSONEq(h, bare(survey, name, place), export(0), "from the close on it is shown to nobody")
	})
}

func TestAuditShowsChangesAndNoAnswers(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		_, err := h.responses.SubmitResponse(h.As(token(0)), &surveyv1.SubmitResponseRequest{
			Survey: survey, Answers: []*surveyv1.Answer{answer("belonging", 1)}, RequestId: uuid.NewString(),
		})
		require.NoError(h, err)
		require.NoError(h, h.submit(1, survey, answer("belonging", 1)))
		entries, err := surveyv1.NewAuditServiceClient(h.Conn).ListAuditEntries(calltest.As(h.Context(), "council"), &typev1.ListAuditEntriesRequest{})
		require.NoError(h, err)
		var methods []string
		for _, entry := range entries.GetAuditEntries() {
			methods = append(methods, entry.GetMethod())
		}
		require.Equal(h, []string{
			"hearth.survey.v1.SurveyService/OpenSurvey", "hearth.survey.v1.SurveyService/CreateSurvey",
			"hearth.survey.v1.InstrumentService/PublishInstrument", "hearth.survey.v1.InstrumentService/CreateInstrument",
		}, methods)
	})
}

package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/testkit/answertest"
)

// What a person sends that is wrong is refused with the item and why, and changes nothing of what they answered before.
func TestOddAnswersOfAPerson(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opens(answertest.Instrument())
		read := func() []*surveyv1.Answer {
			mine, err := h.responses.GetMyResponse(h.As(token(0)), &surveyv1.GetMyResponseRequest{Survey: survey})
			require.NoError(h, err)
			return mine.GetAnswers()
		}
		byItem := cmpopts.SortSlices(func(a, b *surveyv1.Answer) bool { return a.GetItem() < b.GetItem() })
		for _, one := range answertest.Taken() {
			require.NoError(h, h.submit(0, survey, one.Answers...), one.Name)
			require.Empty(h, cmp.Diff(one.Read, read(), protocmp.Transform(), byItem), one.Name)
		}
		before := read()
		for _, one := range answertest.Refused() {
			err := h.submit(0, survey, one.Answers...)
			h.Refused("ANSWER_INVALID", err)
			said, field := refusal(err)
			require.Equal(h, map[string]string{"item": one.Item, "problem": one.Problem}, said, one.Name)
			require.Regexp(h, `^answers(\[\d\])?$`, field, one.Name)
			require.Empty(h, cmp.Diff(before, read(), protocmp.Transform()), one.Name)
		}
		h.close(survey)
		for _, one := range answertest.Taken() {
			h.Refused("SURVEY_NOT_OPEN", h.submit(0, survey, one.Answers...))
		}
	})
}

// What another system sends that is wrong is refused row by row with the item and why, in one call or in a stream; the rows around it are taken.
func TestOddAnswersOfAnImport(t *testing.T) {
	inHouse(t, func(h *house) {
		made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: answertest.Instrument()})
		require.NoError(h, err)
		_, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
		require.NoError(h, err)
		asks := draft(made, depA, teamA)
		asks.Intake = surveyv1.Intake_INTAKE_IMPORT
		survey, err := h.create("culture", asks)
		require.NoError(h, err)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
		require.NoError(h, err)

		send := map[string]func(rows []*surveyv1.ResponseRow) (*surveyv1.ImportResponsesResponse, error){
			"batch": func(rows []*surveyv1.ResponseRow) (*surveyv1.ImportResponsesResponse, error) {
				return h.batch("culture-a", survey.GetName(), rows...)
			},
			"stream": func(rows []*surveyv1.ResponseRow) (*surveyv1.ImportResponsesResponse, error) {
				return h.stream("system", &surveyv1.ImportResponsesOptions{Name: survey.GetName()}, rows[:1], rows[1:])
			},
		}
		for name, send := range send {
			for _, one := range answertest.Refused() {
				got, err := send([]*surveyv1.ResponseRow{row(person(0), answertest.Taken()[0].Answers...), row(person(1), one.Answers...), row(person(2), answertest.Taken()[1].Answers...)})
				require.NoError(h, err, "%s: %s", name, one.Name)
				want := &surveyv1.ImportResponsesResponse{Rows: 3, Imported: 2, Refused: 1, Refusals: []*surveyv1.RefusedResponse{
					{Row: 2, Reason: "ANSWER_INVALID", Item: one.Item, Problem: one.Problem},
				}}
				require.Empty(h, cmp.Diff(want, got, protocmp.Transform()), "%s: %s", name, one.Name)
			}
			var rows []*surveyv1.ResponseRow
			for n, one := range answertest.Taken() {
				rows = append(rows, row(person(n), one.Answers...))
			}
			got, err := send(rows)
			require.NoError(h, err)
			require.EqualValues(h, len(rows), got.GetImported(), name)
		}
		h.close(survey.GetName())
		for _, send := range send {
			_, err := send([]*surveyv1.ResponseRow{row(person(0), answertest.Taken()[0].Answers...), row(person(1), answertest.Refused()[0].Answers...)})
			h.Refused("SURVEY_NOT_OPEN", err)
		}
	})
}

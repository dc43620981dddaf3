package survey_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// seen is all that a caller is told of their answer to a survey.
type seen struct {
	Assigned *surveyv1.ListAssignedSurveysResponse
	Response *surveyv1.Response
	Refused  any
}

func (h *house) sees(token, survey string) seen {
	h.Helper()
	assigned, err := h.responses.ListAssignedSurveys(h.As(token), &surveyv1.ListAssignedSurveysRequest{})
	require.NoError(h, err)
	response, err := h.responses.GetMyResponse(h.As(token), &surveyv1.GetMyResponseRequest{Survey: survey})
	return seen{assigned, response, status.Convert(err).Proto()}
}

func (h *house) submits(token, survey string, rating int32) error {
	_, err := h.responses.SubmitResponse(h.As(token), &surveyv1.SubmitResponseRequest{
		Survey: survey, Answers: []*surveyv1.Answer{answer("belonging", rating)},
	})
	return err
}

// Whoever may invite somebody can log in as them. They are told no more than of who has not answered: neither the answer nor that there
// is one, whatever they try.
func TestAnotherWayInSeesABlankSheet(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		blank := h.sees(again(0), survey)
		require.False(h, blank.Assigned.GetSurveys()[0].GetAnswered())
		same := func(token string) {
			h.Helper()
			require.Empty(h, cmp.Diff(blank, h.sees(token, survey), protocmp.Transform()))
		}
		require.NoError(h, h.submits(token(0), survey, 2))
		same(again(0))
		same(astray(0))
		own := h.sees(token(0), survey)
		require.True(h, own.Assigned.GetSurveys()[0].GetAnswered())
		require.Empty(h, cmp.Diff([]*surveyv1.Answer{answer("belonging", 2)}, own.Response.GetAnswers(), protocmp.Transform()))

		unanswered, answered := h.submits(again(1), survey, 9), h.submits(again(0), survey, 9)
		h.Refused("ANSWER_INVALID", answered)
		require.Empty(h, cmp.Diff(status.Convert(unanswered).Proto(), status.Convert(answered).Proto(), protocmp.Transform()))
		require.Empty(h, cmp.Diff(own, h.sees(token(0), survey), protocmp.Transform()), "what is refused changes nothing")

		h.close(survey)
		for _, token := range []string{token(0), again(0), astray(0)} {
			_, err := h.responses.GetMyResponse(h.As(token), &surveyv1.GetMyResponseRequest{Survey: survey})
			h.Refused("NOT_FOUND", err)
		}
	})
}

// Who has lost their link answers anew by the next one. There is one answer a person, the last.
func TestAnotherWayInReplacesTheAnswer(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		for n := range 5 {
			require.NoError(h, h.submits(token(n), survey, 2))
		}
		blank := h.sees(token(5), survey)
		require.NoError(h, h.submits(again(0), survey, 4))
		require.Empty(h, cmp.Diff(blank, h.sees(token(0), survey), protocmp.Transform()), "the first way in no longer sees an answer that it did not give")
		require.Equal(h, int32(4), h.sees(again(0), survey).Response.GetAnswers()[0].GetRating())
		require.NoError(h, h.submits(token(0), survey, 1))
		require.Equal(h, int32(1), h.sees(token(0), survey).Response.GetAnswers()[0].GetRating())
		require.Empty(h, cmp.Diff(blank, h.sees(again(0), survey), protocmp.Transform()))

		h.close(survey)
		counted, err := h.participation("culture", survey)
		require.NoError(h, err)
		require.Equal(h, int64(5), counted.GetResponses())
	})
}

func TestWithoutAWayInNobodyAnswers(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, teamA).GetName()
		for _, n := range []int{0, 12} {
			h.Refused("PERMISSION_DENIED", h.submits(astray(n), survey, 2))
		}
	})
}

// What is kept of a way in is a digest as long as that of nobody, different in each survey, and gone from the close on.
func TestWhatIsKeptOfAWayIn(t *testing.T) {
	inHouse(t, func(h *house) {
		one, two := h.opened(root, teamA).GetName(), h.opened(root, teamA).GetName()
		for _, survey := range []string{one, two} {
			require.NoError(h, h.submits(token(0), survey, 2))
		}
		marks := func() (found []string) {
			rows, err := h.DB.Read().QueryContext(h.Context(), `SELECT mark FROM sheet WHERE person = $1 OR person = $2`, person(0), person(1))
			require.NoError(h, err)
			defer rows.Close()
			for rows.Next() {
				var mark []byte
				require.NoError(h, rows.Scan(&mark))
				require.Len(h, mark, 32)
				found = append(found, string(mark))
			}
			require.NoError(h, rows.Err())
			return found
		}
		different := map[string]bool{}
		for _, mark := range marks() {
			different[mark] = true
		}
		require.Len(h, different, 3, "one for each survey, and that of nobody")
		h.close(one)
		h.close(two)
		for _, mark := range marks() {
			require.Equal(h, strings.Repeat("\x00", 32), mark)
		}
		require.NotContains(h, h.Everything(), "first of")
	})
}

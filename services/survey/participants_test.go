package survey_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// participants are those whom the incentive service is told, a few a page, in their order.
func (h *house) participants(survey string, size int32) (people []string) {
	h.Helper()
	request := &surveyv1.ListParticipantsRequest{Survey: survey, PageSize: size}
	for {
		page, err := surveyv1.NewParticipationServiceClient(h.Conn).ListParticipants(h.As("incentive"), request)
		require.NoError(h, err)
		people = append(people, page.GetPeople()...)
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			return people
		}
	}
}

func TestWhoTookPartIsToldAfterTheCloseAndToOneServiceAlone(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, root).GetName()
		for _, n := range []int{15, 3, 7, 0, 12, 5} {
			require.NoError(h, h.submit(n, survey, answer("belonging", 3)))
		}
		ask := func(token, survey string) error {
			_, err := surveyv1.NewParticipationServiceClient(h.Conn).ListParticipants(h.As(token), &surveyv1.ListParticipantsRequest{Survey: survey})
			return err
		}
		h.Refused("SURVEY_NOT_CLOSED", ask("incentive", survey))
		unopened, err := h.create("culture", draft(h.published(), root, root))
		require.NoError(h, err)
		h.Refused("SURVEY_NOT_CLOSED", ask("incentive", unopened.GetName()))
		h.Refused("NOT_FOUND", ask("incentive", "surveys/"+id(9, 9)))
		h.close(survey)
		for _, closed := range []bool{true, false} {
			about := survey
			if !closed {
				about = unopened.GetName()
			}
			for token := range callers() {
				if token != "incentive" {
					h.Refused("PERMISSION_DENIED", ask(token, about))
				}
			}
		}
		h.Refused("PAGE_TOKEN_INVALID", func() error {
			_, err := surveyv1.NewParticipationServiceClient(h.Conn).ListParticipants(h.As("incentive"), &surveyv1.ListParticipantsRequest{Survey: survey, PageToken: "x"})
			return err
		}())
		want := []string{"people/" + person(0), "people/" + person(3), "people/" + person(5), "people/" + person(7), "people/" + person(12), "people/" + person(15)}
		require.Equal(h, want, h.participants(survey, 0))
		require.Equal(h, want, h.participants(survey, 2))
		h.erase(5)
		require.Equal(h, slices.Delete(slices.Clone(want), 2, 3), h.participants(survey, 1), "the sheet of the erased stands under an id that is nobody's")
	})
}

func TestImportedAnswersHaveNoParticipants(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.importing(depA, teamA).GetName()
		done, err := h.batch("system", survey, row(person(0), answer("belonging", 4)), row(person(1), answer("belonging", 2)))
		require.NoError(h, err)
		require.EqualValues(h, 2, done.GetImported())
		h.close(survey)
		require.Empty(h, h.participants(survey, 0))
	})
}

// Whoever answers under their name takes part as anybody does.
func TestNamedAnswersTakePart(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(nil, teamA)
		require.NoError(h, h.submit(4, survey, answer("belonging", 5), written("why", "because")))
		require.NoError(h, h.submit(9, survey, answer("belonging", 1)))
		h.close(survey)
		require.Equal(h, []string{"people/" + person(4), "people/" + person(9)}, h.participants(survey, 0))
	})
}

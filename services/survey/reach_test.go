package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
)

// Whose role is for a subtree, or for one employer, makes surveys of those people and reaches no others.
func TestWhoMayAskWhom(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		tests := []struct {
			token, owner string
			audience     []string
			employers    []string
			reason       string
		}{
			{"culture", root, []string{root}, nil, ""},
			{"admin", root, []string{depA, depB}, []string{"acme", "beta"}, ""},
			{"culture-a", depA, []string{teamA}, nil, ""},
			{"culture-a", teamA, []string{depA}, []string{"acme"}, ""},
			{"culture-a", root, []string{teamA}, nil, "NOT_FOUND"},
			{"culture-a", depA, []string{root}, nil, "NOT_FOUND"},
			{"culture-a", depA, []string{teamA, depB}, nil, "NOT_FOUND"},
			{"acme", root, []string{root}, []string{"acme"}, ""},
			{"acme", teamA, []string{teamA}, []string{"acme"}, ""},
			{"acme", root, []string{root}, nil, "NOT_FOUND"},
			{"acme", root, []string{root}, []string{"beta"}, "NOT_FOUND"},
			{"acme", root, []string{root}, []string{"acme", "beta"}, "NOT_FOUND"},
			{"acme", root, []string{root}, []string{"Acme"}, "INVALID_FIELD"},
			{"analyst-b", depB, []string{depB}, nil, "PERMISSION_DENIED"},
			{"council", root, []string{root}, nil, "PERMISSION_DENIED"},
			{token(0), teamA, []string{teamA}, nil, "PERMISSION_DENIED"},
		}
		for _, test := range tests {
			survey := draft(instrument, test.owner, test.audience...)
			survey.Audience.Employers = test.employers
			_, err := h.create(test.token, survey)
			require.Equal(h, test.reason, reasonOf(err), "%+v: %v", test, err)
		}
	})
}

func TestWhoReadsAndRunsWhat(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		of := func(owner string, employers ...string) string {
			survey := draft(instrument, owner, owner)
			survey.Audience.Employers = employers
			made, err := h.create("culture", survey)
			require.NoError(h, err)
			return made.GetName()
		}
		surveys := map[string]string{"all of A": of(depA), "acme in A": of(depA, "acme"), "both in A": of(depA, "acme", "beta"), "all of B": of(depB)}
		reach := map[string][]string{
			"culture":   {"all of A", "acme in A", "both in A", "all of B"},
			"culture-a": {"all of A", "acme in A", "both in A"},
			"culture-b": {"all of B"},
			"analyst-b": {"all of B"},
			"acme":      {"acme in A"},
			"beta":      {},
		}
		for token, reached := range reach {
			for what, name := range surveys {
				want := "NOT_FOUND"
				for _, one := range reached {
					if one == what {
						want = ""
					}
				}
				_, err := h.surveys.GetSurvey(h.As(token), &surveyv1.GetSurveyRequest{Name: name})
				require.Equal(h, want, reasonOf(err), "%s reads %s", token, what)
				if want != "" {
					_, err = h.participation(token, name)
					require.Equal(h, want, reasonOf(err), "%s counts %s", token, what)
				}
				if want != "" && token != "analyst-b" {
					_, err = h.surveys.OpenSurvey(h.As(token), &surveyv1.OpenSurveyRequest{Name: name})
					require.Equal(h, want, reasonOf(err), "%s opens %s", token, what)
					_, err = h.surveys.CloseSurvey(h.As(token), &surveyv1.CloseSurveyRequest{Name: name})
					require.Equal(h, want, reasonOf(err), "%s closes %s", token, what)
				}
			}
			listed, err := h.surveys.ListSurveys(h.As(token), &surveyv1.ListSurveysRequest{})
			require.NoError(h, err)
			require.Len(h, listed.GetSurveys(), len(reached), token)
		}
		_, err := h.surveys.OpenSurvey(h.As("analyst-b"), &surveyv1.OpenSurveyRequest{Name: surveys["all of B"]})
		h.Refused("PERMISSION_DENIED", err)
		_, err = h.surveys.GetSurvey(h.Context(), &surveyv1.GetSurveyRequest{Name: surveys["all of B"]})
		h.Refused("UNAUTHENTICATED", err)
	})
}

// A draft is the word of the day on which it was made. Who opens it must reach all whom it asks on that day.
func TestWhoOpensReachesTheWholeAudience(t *testing.T) {
	inHouse(t, func(h *house) {
		open := func(token string, survey *surveyv1.Survey) error {
			_, err := h.surveys.OpenSurvey(h.As(token), &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
			return err
		}
		teamStandsBelow := func(parent string, version int64) {
			h.directory.Units[2] = rostertest.Unit(teamA, parent)
			h.directory.Units[2].Version = version
			h.halveRoster()
			h.Snapshot()
		}
		instrument := h.published()
		wide, err := h.create("culture", draft(instrument, depA, teamA, depB))
		require.NoError(h, err)
		own, err := h.create("culture-a", draft(instrument, depA, teamA))
		require.NoError(h, err)

		h.Refused("NOT_FOUND", open("culture-a", wide))
		teamStandsBelow(depB, 2)
		h.Refused("NOT_FOUND", open("culture-a", own))
		for _, draft := range []*surveyv1.Survey{wide, own} {
			read, err := h.surveys.GetSurvey(h.As("culture-a"), &surveyv1.GetSurveyRequest{Name: draft.GetName()})
			require.NoError(h, err)
			require.Empty(h, cmp.Diff(draft, read, protocmp.Transform()), "nothing has happened")
		}
		require.Zero(h, h.count("sheet"))

		teamStandsBelow(depA, 3)
		require.NoError(h, open("culture-a", own))
		require.NoError(h, open("culture", wide))
		h.Refused("NOT_FOUND", open("culture-b", own))
		require.NoError(h, open("culture-a", wide), "what is open is open for whoever runs the survey")
	})
}

func TestNothingIsDecidedOnHalfARoster(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		made, err := h.create("culture", draft(instrument, root, teamA))
		require.NoError(h, err)
		h.halveRoster()
		_, err = h.create("culture", draft(instrument, root, teamA))
		h.Refused("ROSTER_NOT_READY", err)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		h.Refused("ROSTER_NOT_READY", err)
		h.Snapshot()
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
	})
}

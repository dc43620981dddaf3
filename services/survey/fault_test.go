package survey_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"

	"github.com/hearth-culture/hearth/services/survey"
)

// Whichever way the database fails, the same call once more comes to the same end as if nothing had happened.
func TestACallThatFailedMayBeRepeated(t *testing.T) {
	testkit.EachFault(t, func(t *testing.T, fault testkit.Fault) {
		testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
			h := newHouse(t, d)
			h.Snapshot()
			made, err := h.create("culture", draft(h.published(), root, teamA))
			require.NoError(h, err)
			twice := func(call func() error) {
				h.Helper()
				struck := testkit.Faulty(h, d, fault, 1)
				require.Error(h, call())
				require.True(h, struck())
				require.NoError(h, call())
			}
			twice(func() error {
				_, err := h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName(), Etag: "1"})
				return err
			})
			for n := range 5 {
				answers := &surveyv1.SubmitResponseRequest{Survey: made.GetName(), Answers: []*surveyv1.Answer{answer("belonging", 3)}, RequestId: uuid.NewString()}
				twice(func() error {
					_, err := h.responses.SubmitResponse(h.As(token(n)), answers)
					return err
				})
			}
			twice(func() error {
				_, err := h.surveys.CloseSurvey(h.As("culture"), &surveyv1.CloseSurveyRequest{Name: made.GetName(), Etag: "2"})
				return err
			})
			counted, err := h.participation("culture", made.GetName())
			require.NoError(h, err)
			require.Equal(h, int64(12), counted.GetEligible())
			require.Equal(h, int64(5), counted.GetResponses())
			closed, err := h.surveys.GetSurvey(h.As("culture"), &surveyv1.GetSurveyRequest{Name: made.GetName()})
			require.NoError(h, err)
			require.Equal(h, "4", closed.GetEtag(), "each step was taken once, and the release")
		}, survey.Module().Migrations...)
	})
}

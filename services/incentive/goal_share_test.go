package incentive_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/goal"
)

// before counts a team as it was before one more came, as where the roster hears of somebody between two statements.
type before struct{ goal.Store }

func (b before) CountPeople(ctx context.Context, now time.Time, unit, employer string) (int64, error) {
	people, err := b.Store.CountPeople(ctx, now, unit, employer)
	return people - 1, err
}

// Whoever comes to a team while it is counted makes the shares smaller, and not the reward larger.
func TestSharesAreNoMoreThanTheReward(t *testing.T) {
	for name, tc := range map[string]struct {
		hired   int
		unit    string
		sharing incentivev1.GoalSharing
	}{
		"small": {0, teamA, incentivev1.GoalSharing_GOAL_SHARING_SHARED},
		"large": {more, depB, incentivev1.GoalSharing_GOAL_SHARING_UNDERWAY},
	} {
		t.Run(name, func(t *testing.T) {
			inQuietHouse(t, func(h *house) {
				h.hires(tc.hired)
				people := int64(12)
				if tc.hired > 0 {
					people = large
				}
				reach := func(reward int64) (*incentivev1.Goal, int64, error) {
					made := h.begun(h.goalOf(func(g *incentivev1.Goal) { g.Unit, g.Target, g.RewardPoints = "units/"+tc.unit, 1, people*2 }))
					h.Exec(`UPDATE goal SET reward = ` + strconv.FormatInt(reward, 10) + ` WHERE id = '` + made.GetName()[len("goals/"):] + `'`)
					var granted int64
					err := h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
						facts := []fact.Kept{{Fact: fact.Fact{Type: fact.AttendanceRecorded, Resource: made.GetName(), Unit: tc.unit, Time: h.Clock.Now()}}}
						effects, err := domain.Apply(ctx, before{goal.New(tx)}, h.Clock.Now(), facts, func(context.Context, []domain.Goal) error { return nil })
						for _, effect := range effects {
							granted += effect.Posting[0].Amount
						}
						return err
					})
					return made, granted, err
				}
				// Two for each of those who were counted, and not of all.
				made, granted, err := reach(people*2 - 2)
				require.NoError(h, err)
				sharing, each := h.sharing(made)
				require.Equal(h, tc.sharing, sharing)
				require.EqualValues(h, 1, each)
				if tc.hired == 0 {
					require.Equal(h, people, granted)
				}
			})
		})
	}
}

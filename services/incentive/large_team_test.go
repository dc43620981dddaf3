package incentive_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

const (
	more  = 1050
	large = more + staff - 12
)

// hires has many more people work in department B.
func (h *house) hires(people int) {
	for n := range people {
		h.directory.People = append(h.directory.People, rostertest.Person(fmt.Sprintf("%08d-0000-7000-8000-000000000000", 1000+n), depB, "acme"))
	}
	h.Snapshot()
}

func (h *house) sharing(of *incentivev1.Goal) (incentivev1.GoalSharing, int64) {
	h.Helper()
	found, err := h.goals().GetGoal(h.As("culture"), &incentivev1.GetGoalRequest{Name: of.GetName()})
	require.NoError(h, err)
	return found.GetSharing(), found.GetPointsEach()
}

// A department shares as a team does, however many work in it, wherever the process dies.
func TestALargeTeamShares(t *testing.T) {
	inHouse(t, func(h *house) {
		h.hires(more)
		l := listen(h, 5)
		h.active(ruleOf(func(r *incentivev1.Rule) {
			r.Share, r.Condition, r.Amount = incentivev1.RuleShare_RULE_SHARE_TEAM, "true", "3000"
		}))
		goal := h.begun(h.goalOf(func(g *incentivev1.Goal) { g.Unit, g.Target, g.RewardPoints = "units/"+depB, 1, 6000 }))
		badge := h.made(ofTeam, func(b *incentivev1.Badge) {
			b.Unit, b.EarnedBy = "units/"+depB, &incentivev1.Badge_Goal{Goal: goal.GetName()}
		})
		at := h.Clock.Now()
		for n := range 8 {
			l.say("activity", attended(12, depB, fmt.Sprint("large ", n), at, 40))
		}
		l.during(func() {
			require.Eventually(h, func() bool {
				l.consume()
				sharing, each := h.sharing(goal)
				require.Contains(h, []int64{0, 6000 / large}, each)
				return sharing == incentivev1.GoalSharing_GOAL_SHARING_SHARED
			}, soon, 10*time.Millisecond)
		})
		l.bus.Calm()
		l.hear()
		require.Equal(h, int64(8*(3000/large)+6000/large), h.earned(17))
		require.Zero(h, h.earned(2))
		var got [3]int64
		require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*), count(DISTINCT credit), min(amount) FROM transfer WHERE source = $1`, goal.GetName()).
			Scan(&got[0], &got[1], &got[2]))
		require.Equal(h, [3]int64{large, large, 6000 / large}, got, "each once")
		require.Len(h, h.mine(17), 1)
		require.Equal(h, badge.GetName(), h.mine(17)[0].GetBadge())
		require.Empty(h, h.mine(2))
		h.sums()
	})
}

// Who is erased while they wait for their share gets none, and nobody waits for them.
func TestWhoIsErasedWaitsForNoShare(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		goal := h.begun(h.goalOf(func(g *incentivev1.Goal) { g.Target = 1 }))
		h.Exec(`UPDATE goal SET sharing = 1, each = 5, state = 2`)
		for _, n := range []int{1, 2} {
			h.Exec(`INSERT INTO goal_sharer (goal, person) SELECT id, '` + personID(n) + `' FROM goal`)
		}
		require.NoError(h, h.erase(personID(2)))
		h.round(func() bool {
			sharing, _ := h.sharing(goal)
			return sharing == incentivev1.GoalSharing_GOAL_SHARING_SHARED
		})
		require.Equal(h, []int64{5, 0}, []int64{h.earned(1), h.earned(2)})
		h.sums()
	})
}

// Less than a point for each is refused when a goal begins, and told where the team has grown since.
func TestAGoalOfLessThanAPointForEach(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		small := func(points int64) *incentivev1.Goal {
			return h.goalOf(func(g *incentivev1.Goal) { g.Unit, g.Target, g.RewardPoints = "units/"+depB, 1, points })
		}
		_, err := h.goals().CreateGoal(h.As("culture"), &incentivev1.CreateGoalRequest{Goal: small(staff - 13)})
		h.Refused("INVALID_FIELD", err)
		require.ErrorContains(h, err, "goal.reward_points")
		goal, none := h.begun(small(staff-12)), h.begun(small(0))
		h.hires(1)
		l.say("activity", attended(12, depB, "a", h.Clock.Now(), 40))
		l.hear()
		sharing, each := h.sharing(goal)
		require.Equal(h, incentivev1.GoalSharing_GOAL_SHARING_TOO_FEW_POINTS, sharing)
		require.Zero(h, each+h.earned(12))
		sharing, _ = h.sharing(none)
		require.Zero(h, sharing)
		found, err := h.goals().GetGoal(h.As("lead-b"), &incentivev1.GetGoalRequest{Name: goal.GetName()})
		require.NoError(h, err)
		require.Equal(h, incentivev1.GoalState_GOAL_STATE_REACHED, found.GetState())
	})
}

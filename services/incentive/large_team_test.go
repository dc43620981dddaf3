package incentive_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// A department shares as a team does, however many work in it.
func TestALargeTeamShares(t *testing.T) {
	inHouse(t, func(h *house) {
		const more = 1050
		for n := range more {
			h.directory.People = append(h.directory.People, rostertest.Person(fmt.Sprintf("%08d-0000-7000-8000-000000000000", 1000+n), depB, "acme"))
		}
		h.Snapshot()
		l := listen(h, 5)
		h.active(ruleOf(func(r *incentivev1.Rule) {
			r.Share, r.Condition, r.Amount = incentivev1.RuleShare_RULE_SHARE_TEAM, "true", "3000"
		}))
		h.begun(h.goalOf(func(g *incentivev1.Goal) { g.Unit, g.Target, g.RewardPoints = "units/"+depB, 1, 6000 }))
		at := h.Clock.Now()
		for n := range 8 {
			l.say("activity", attended(12, depB, fmt.Sprint("large ", n), at, 40))
		}
		l.hear()
		people := int64(more + staff - 12)
		require.Equal(h, 8*(3000/people)+6000/people, h.earned(17))
		require.Zero(h, h.earned(2))
	})
}

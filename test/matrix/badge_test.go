package matrix_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// badges adds a badge of each area, whose units the incentive service knows by now, and has a team of each hold it.
func (w *world) badges(t *testing.T, ctx context.Context, our, their string) {
	badge := func(unit, employer string) (badge, award string) {
		made, err := incentivev1.NewBadgeServiceClient(w.Conn()).CreateBadge(ctx, &incentivev1.CreateBadgeRequest{Badge: &incentivev1.Badge{
			DisplayName: text("Badge"), Description: text("For something."), Unit: unit, Employer: employer,
			Holder: incentivev1.BadgeHolder_BADGE_HOLDER_TEAM, EarnedBy: &incentivev1.Badge_ByHand{ByHand: &incentivev1.BadgeByHand{}},
		}})
		require.NoError(t, err)
		given, err := incentivev1.NewBadgeAwardServiceClient(w.Conn()).AwardBadge(ctx, &incentivev1.AwardBadgeRequest{Badge: made.GetName(), Unit: unit, Story: "For it."})
		require.NoError(t, err)
		return made.GetName(), given.GetName()
	}
	ours, ourAward := badge(our, inHouse)
	theirs, theirAward := badge(their, "")
	vendors, vendorAward := badge(our, vendor)
	w.targets["badges"] = []target{{inside: ours, foreign: theirs, colleague: vendors}}
	w.targets["badgeAwards"] = []target{{inside: ourAward, foreign: theirAward, colleague: vendorAward}}
}

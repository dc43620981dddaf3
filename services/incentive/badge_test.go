package incentive_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/db"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func (h *house) badges() incentivev1.BadgeServiceClient {
	return incentivev1.NewBadgeServiceClient(h.Conn)
}

func (h *house) badgeAwards() incentivev1.BadgeAwardServiceClient {
	return incentivev1.NewBadgeAwardServiceClient(h.Conn)
}

// badgeOf is a badge of the first department for a person, by hand unless it is changed.
func badgeOf(change func(*incentivev1.Badge)) *incentivev1.Badge {
	badge := &incentivev1.Badge{
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Owner", "zh-CN": "主人翁"}},
		Description: &typev1.LocalizedText{Texts: map[string]string{"en": "Made it their own.", "zh-CN": "把事情当成自己的事。"}},
		PictureUri:  "https://pictures.example/owner.svg", Unit: "units/" + depA, Holder: incentivev1.BadgeHolder_BADGE_HOLDER_PERSON,
		EarnedBy: &incentivev1.Badge_ByHand{ByHand: &incentivev1.BadgeByHand{}},
	}
	if change != nil {
		change(badge)
	}
	return badge
}

// counted is a badge for so many recognitions of a behavior.
func counted(levels ...int64) func(*incentivev1.Badge) {
	return func(b *incentivev1.Badge) {
		b.EarnedBy = &incentivev1.Badge_Count{Count: &incentivev1.BadgeCount{
			Event: incentivev1.FactType_FACT_TYPE_RECOGNITION_RECEIVED, Behavior: "behaviors/own-it", Levels: levels,
		}}
	}
}

func ofTeam(b *incentivev1.Badge) { b.Holder = incentivev1.BadgeHolder_BADGE_HOLDER_TEAM }

func (h *house) made(changes ...func(*incentivev1.Badge)) *incentivev1.Badge {
	h.Helper()
	badge, err := h.badges().CreateBadge(h.As("culture"), &incentivev1.CreateBadgeRequest{Badge: badgeOf(func(b *incentivev1.Badge) {
		for _, change := range changes {
			change(b)
		}
	})})
	require.NoError(h, err)
	return badge
}

// allowSingle has the site of the tests, whose name is a word, allow goals and badges of single people.
func (h *house) allowSingle() {
	h.Helper()
	require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO goal_site (site, individual) VALUES ('shanghai', TRUE)`)
		return err
	}))
}

// applied waits until every fact was applied.
func (h *house) applied() {
	h.Helper()
	require.Eventually(h, func() bool {
		var waiting int64
		require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*) FROM fact WHERE waiting`).Scan(&waiting))
		return waiting == 0
	}, soon, 5*time.Millisecond)
}

func (h *house) mine(n int) []*incentivev1.BadgeAward {
	h.Helper()
	found, err := h.badgeAwards().ListMyBadges(h.As(token(n)), &incentivev1.ListMyBadgesRequest{})
	require.NoError(h, err)
	return found.GetAwards()
}

// seen is what somebody sees of others' badges, page by page.
func (h *house) seen(as, filter string) (names []string) {
	h.Helper()
	page := ""
	for {
		found, err := h.badgeAwards().ListBadgeAwards(h.As(as), &incentivev1.ListBadgeAwardsRequest{PageSize: 1, PageToken: page, Filter: filter})
		require.NoError(h, err)
		for _, a := range found.GetAwards() {
			require.Empty(h, a.GetRevokeReason())
			names = append(names, a.GetName())
		}
		if page = found.GetNextPageToken(); page == "" {
			return names
		}
	}
}

// holders are all awards of a badge, to those who keep order.
func (h *house) holders(as string, badge *incentivev1.Badge) []*incentivev1.BadgeAward {
	h.Helper()
	found, err := h.badgeAwards().ListBadgeHolders(h.As(as), &incentivev1.ListBadgeHoldersRequest{Filter: `badge = "` + badge.GetName() + `"`})
	require.NoError(h, err)
	return found.GetAwards()
}

// progress is how far a person, or their team, has come to a badge.
func (h *house) progress(n int, badge *incentivev1.Badge) *incentivev1.BadgeProgress {
	h.Helper()
	found, err := h.badges().ListMyBadgeProgress(h.As(token(n)), &incentivev1.ListMyBadgeProgressRequest{})
	require.NoError(h, err)
	for _, p := range found.GetProgress() {
		if p.GetBadge().GetName() == badge.GetName() {
			return p
		}
	}
	return nil
}

func TestABadgeIsEarnedByThanks(t *testing.T) {
	inHouse(t, func(h *house) {
		h.allowSingle()
		own, team := h.made(counted(2, 3)), h.made(counted(4), ofTeam)
		h.gives(0, thanks(1))
		h.applied()
		p := h.progress(1, own)
		require.Equal(h, []int64{1, 0, 2}, []int64{p.GetCount(), int64(p.GetLevel()), p.GetNext()})
		require.Zero(h, h.progress(2, own).GetCount(), "nobody sees the progress of others")
		require.Equal(h, int64(1), h.progress(2, team).GetCount(), "that of the team is everybody's in it")
		require.Nil(h, h.progress(13, own), "it is another department's")

		hidden := h.gives(2, thanks(1))
		h.gives(3, thanks(13))
		h.applied()
		require.Equal(h, int32(1), h.mine(1)[0].GetLevel())
		_, err := h.hide("culture", hidden.GetName(), false)
		require.NoError(h, err)
		h.applied()
		p = h.progress(1, own)
		require.Equal(h, []int64{1, 1, 3}, []int64{p.GetCount(), int64(p.GetLevel()), p.GetNext()}, "what was earned stays")

		h.gives(0, thanks(1))
		h.applied()
		require.Equal(h, int64(1), h.progress(1, own).GetCount(), "of one colleague once a month")
		h.gives(2, thanks(1, 4))
		h.gives(5, thanks(1))
		h.applied()
		require.Equal(h, int32(2), h.holders("culture-a", own)[0].GetLevel())
		require.Len(h, h.holders("culture-a", own), 1)
		held := h.holders("culture-a", team)
		require.Len(h, held, 1)
		require.Equal(h, []string{"", "units/" + teamA}, []string{held[0].GetPerson(), held[0].GetUnit()})
		require.Equal(h, held[0].GetName(), h.mine(11)[0].GetName(), "all in the team hold it")
		require.Empty(h, h.mine(13))
		require.Empty(h, h.holders("culture-b", own))
	})
}

func TestBadgesOfSinglePeopleAreOff(t *testing.T) {
	inHouse(t, func(h *house) {
		own, hand := h.made(counted(1)), h.made()
		h.gives(0, thanks(1))
		h.applied()
		require.Nil(h, h.progress(1, own))
		require.Empty(h, h.mine(1))
		_, err := h.badgeAwards().AwardBadge(h.As("lead-a"), &incentivev1.AwardBadgeRequest{Badge: hand.GetName(), Person: person(1), Story: "For the night of the storm."})
		h.Refused("INDIVIDUAL_GOALS_OFF", err)
		for field, change := range map[string]func(*incentivev1.Badge){
			"badge.picture_uri":       func(b *incentivev1.Badge) { b.PictureUri = "http://pictures.example/owner.svg" },
			"badge.earned_by":         func(b *incentivev1.Badge) { b.EarnedBy = nil },
			"badge.unit":              func(b *incentivev1.Badge) { b.Unit = "" },
			"badge.count.levels":      counted(3, 3),
			"badge.holder":            func(b *incentivev1.Badge) { counted(3)(b); b.GetCount().Event, b.GetCount().Behavior = 7, "" },
			"badge.count.behavior":    func(b *incentivev1.Badge) { counted(3)(b); b.GetCount().Event = 1 },
			"badge.count.training":    func(b *incentivev1.Badge) { counted(3)(b); b.GetCount().Training = "trainings/" + uuid.NewString() },
			"badge.description.texts": func(b *incentivev1.Badge) { b.Description = &typev1.LocalizedText{} },
		} {
			_, err := h.badges().CreateBadge(h.As("culture"), &incentivev1.CreateBadgeRequest{Badge: badgeOf(change)})
			h.Refused("INVALID_FIELD", err)
			require.Contains(h, fmt.Sprint(status.Convert(err).Details()), field)
		}
		_, err = h.badges().CreateBadge(h.As("culture"), &incentivev1.CreateBadgeRequest{Badge: badgeOf(func(b *incentivev1.Badge) {
			counted(100)(b)
			b.GetCount().Event, b.GetCount().Behavior = incentivev1.FactType_FACT_TYPE_CONTACTS_COUNTED, ""
		})})
		h.Refused("SCHEME_OF_VOLUME_ALONE", err)
		_, err = h.badges().CreateBadge(h.As("culture-b"), &incentivev1.CreateBadgeRequest{Badge: badgeOf(nil)})
		h.Refused("NOT_FOUND", err)
		_, err = h.badges().GetBadge(h.As("lead-b"), &incentivev1.GetBadgeRequest{Name: own.GetName()})
		h.Refused("NOT_FOUND", err)
	})
}

func TestATeamEarnsABadgeWithItsGoal(t *testing.T) {
	inHouse(t, func(h *house) {
		goal := h.begun(h.goalOf(func(g *incentivev1.Goal) {
			g.Event, g.Target, g.Employer = incentivev1.FactType_FACT_TYPE_RECOGNITION_RECEIVED, 2, "acme"
		}))
		badge := h.made(ofTeam, func(b *incentivev1.Badge) { b.Unit, b.EarnedBy = "", &incentivev1.Badge_Goal{Goal: goal.GetName()} })
		require.Equal(h, []string{"units/" + teamA, "acme"}, []string{badge.GetUnit(), badge.GetEmployer()})
		h.gives(0, thanks(2))
		h.gives(2, thanks(4))
		h.applied()
		require.Len(h, h.mine(6), 1)
		require.Empty(h, h.mine(1), "they work for another employer")
		_, err := h.badges().CreateBadge(h.As("culture"), &incentivev1.CreateBadgeRequest{Badge: badgeOf(func(b *incentivev1.Badge) {
			ofTeam(b)
			b.Unit, b.EarnedBy = "", &incentivev1.Badge_Goal{Goal: goal.GetName()}
		})})
		h.Refused("INVALID_FIELD", err)
	})
}

// However many hands and facts there are: a badge is held once.
func TestABadgeIsEarnedOnce(t *testing.T) {
	eachTwice(t, func(one, other *house) {
		one.allowSingle()
		hand, own := one.made(), one.made(counted(1))
		var wait sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wait.Go(func() {
				h := []*house{one, other}[i%2]
				_, results[i] = h.badgeAwards().AwardBadge(h.As("manager-a"), &incentivev1.AwardBadgeRequest{Badge: hand.GetName(), Person: person(1), Story: "For the storm."})
				_, err := h.recognitions().GiveRecognition(h.As(token(2+i)), thanks(1))
				if results[i] == nil {
					results[i] = err
				}
			})
		}
		wait.Wait()
		given := 0
		for _, err := range results {
			if err == nil {
				given++
				continue
			}
			one.Refused("ALREADY_EXISTS", err)
		}
		require.Equal(one, 1, given)
		one.applied()
		require.Len(one, one.holders("culture", hand), 1)
		require.Len(one, one.holders("culture", own), 1)
		require.Equal(one, int64(8), one.progress(1, own).GetCount())
	})
}

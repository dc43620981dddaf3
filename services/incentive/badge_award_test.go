package incentive_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/services/incentive"
)

// hands gives a badge to a person of the tests.
func (h *house) hands(as string, badge *incentivev1.Badge, n int) (*incentivev1.BadgeAward, error) {
	h.Clock.Advance(time.Second)
	return h.badgeAwards().AwardBadge(h.As(as), &incentivev1.AwardBadgeRequest{Badge: badge.GetName(), Person: person(n), Story: "For the night of the storm."})
}

func (h *house) handed(as string, badge *incentivev1.Badge, n int) *incentivev1.BadgeAward {
	h.Helper()
	given, err := h.hands(as, badge, n)
	require.NoError(h, err)
	return given
}

func (h *house) revoke(as, name string) (*incentivev1.BadgeAward, error) {
	return h.badgeAwards().RevokeBadge(h.As(as), &incentivev1.RevokeBadgeRequest{Name: name, Reason: "It was somebody else."})
}

// saidOfBadges are the events of badges, in their order.
func (h *house) saidOfBadges() []*incentivev1.BadgeEarned {
	h.Helper()
	said, err := db.All(h.Context(), h.DB.Read(), func(scan db.Scan) (*incentivev1.BadgeEarned, error) {
		var payload []byte
		if err := scan(&payload); err != nil {
			return nil, err
		}
		said := &incentivev1.BadgeEarned{}
		return said, proto.Unmarshal(payload, said)
	}, `SELECT payload FROM event_outbox WHERE subject = 'hearth.incentive.v1.badge.earned' ORDER BY seq`)
	require.NoError(h, err)
	return said
}

func TestABadgeIsGivenAndTakenByHand(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.allowSingle()
		badge, earned := h.made(), h.made(counted(5))
		for as, want := range map[string]string{
			"lead-b": "NOT_FOUND", "culture-b": "NOT_FOUND", "beta": "NOT_FOUND", "council": "PERMISSION_DENIED", token(2): "PERMISSION_DENIED",
		} {
			_, err := h.hands(as, badge, 2)
			h.Refused(want, err)
		}
		_, err := h.hands("culture", badge, 13)
		h.Refused("NOT_FOUND", err) // the badge is not for them
		_, err = h.hands("lead-a", earned, 2)
		h.Refused("INVALID_FIELD", err)
		given := h.handed("lead-a", badge, 2)
		require.Equal(h, []string{person(2), "units/" + teamA, "acme", ""}, []string{given.GetPerson(), given.GetUnit(), given.GetEmployer(), given.GetGiver()})
		_, err = h.hands("culture", badge, 2)
		h.Refused("ALREADY_EXISTS", err)

		_, err = h.revoke("culture-b", given.GetName())
		h.Refused("NOT_FOUND", err)
		_, err = h.revoke("manager-a", given.GetName())
		h.Refused("PERMISSION_DENIED", err)
		revoked, err := h.revoke("culture-a", given.GetName())
		require.NoError(h, err)
		require.True(h, revoked.GetRevoked())
		require.Empty(h, h.seen("manager-a", ""))
		require.Equal(h, "It was somebody else.", h.mine(2)[0].GetRevokeReason())
		again, err := h.revoke("culture-a", given.GetName())
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(revoked, again, protocmp.Transform()))
		back := h.handed("culture-a", badge, 2)
		require.Equal(h, []any{given.GetName(), false, ""}, []any{back.GetName(), back.GetRevoked(), back.GetRevokeReason()})

		_, err = h.badges().ArchiveBadge(h.As("culture"), &incentivev1.ArchiveBadgeRequest{Name: badge.GetName()})
		require.NoError(h, err)
		_, err = h.hands("culture", badge, 4)
		h.Refused("ARCHIVED", err)
		require.Len(h, h.mine(2), 1)

		held := &incentivev1.BadgeEarned{
			BadgeAward: given.GetName(), Badge: badge.GetName(), Held: true, Person: person(2), Unit: "units/" + teamA, Employer: "acme", Level: 1, EarnTime: given.GetCreateTime(),
		}
		require.Empty(h, cmp.Diff([]*incentivev1.BadgeEarned{held, {BadgeAward: given.GetName(), Badge: badge.GetName()}, held}, h.saidOfBadges(), protocmp.Transform()))
	})
}

func TestWhoSeesBadges(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.allowSingle()
		own, team := h.made(), h.made(ofTeam)
		acme, beta := h.handed("culture", own, 2).GetName(), h.handed("culture", own, 3).GetName()
		h.Clock.Advance(time.Second)
		given, err := h.badgeAwards().AwardBadge(h.As("manager-a"), &incentivev1.AwardBadgeRequest{Badge: team.GetName(), Unit: "units/" + teamA, Story: "For the storm."})
		require.NoError(h, err)
		shared := given.GetName()
		require.Equal(h, []string{shared, acme}, h.seen(token(14), ""), "of one's employer, and of teams")
		require.Equal(h, []string{shared, beta}, h.seen(token(15), ""))
		require.Equal(h, []string{shared, beta, acme}, h.seen("manager-a", ""))
		require.Equal(h, []string{acme}, h.seen("manager-a", `person = "`+person(2)+`"`))
		require.Empty(h, h.seen("lead-b", ""))

		set := func(hidden bool) {
			_, err := h.badgeAwards().SetBadgePreference(h.As(token(2)), &incentivev1.SetBadgePreferenceRequest{Hidden: hidden})
			require.NoError(h, err)
		}
		before := len(h.saidOfBadges())
		set(true)
		set(true)
		require.Equal(h, []string{shared}, h.seen(token(14), ""))
		require.Equal(h, []string{shared, beta}, h.seen("manager-a", ""))
		require.Len(h, h.mine(2), 2)
		for _, a := range h.holders("council", own) {
			require.Equal(h, a.GetPerson() == person(2), a.GetHidden())
		}
		other := h.made()
		h.handed("culture", other, 2)
		said := h.saidOfBadges()[before:]
		require.Empty(h, cmp.Diff([]*incentivev1.BadgeEarned{{BadgeAward: acme, Badge: own.GetName()}}, said, protocmp.Transform()), "what is hidden is told to nobody")
		set(false)
		require.Len(h, h.seen(token(14), ""), 3)
		require.Len(h, h.saidOfBadges(), before+3)

		enterprise := rostertest.Unit(unitID(9), "")
		elsewhere := h.directory.People[17].Placements[0]
		elsewhere.Unit, elsewhere.Employer = enterprise.GetUnit(), "cedar"
		h.directory.Units = append(h.directory.Units, enterprise)
		h.directory.People[17].Version++
		h.Snapshot()
		require.Empty(h, h.seen(token(17), ""), "another enterprise has nothing to do with the teams of this one")
	})
}

// A person takes their badges along, leaves, and is erased.
func TestBadgesOfWhoeverMovesLeavesAndIsErased(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.allowSingle()
		own, team := h.made(), h.made(ofTeam)
		h.handed("culture", own, 2)
		_, err := h.badgeAwards().AwardBadge(h.As("manager-a"), &incentivev1.AwardBadgeRequest{Badge: team.GetName(), Unit: "units/" + teamA, Story: "For the storm."})
		require.NoError(h, err)
		p := h.directory.People[2]
		p.Version++
		p.Placements[0].Unit = "units/" + depB
		h.Snapshot()
		require.Len(h, h.mine(2), 2)
		require.Len(h, h.holders("culture-a", own), 1, "it was earned there")
		require.Empty(h, h.holders("culture-b", own))
		p.Version++
		p.Placements[0].ToDate = "2026-01-31"
		h.Snapshot()
		require.Len(h, h.mine(2), 2)
		require.Len(h, h.holders("culture", own), 1)

		exported, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(2)})
		require.NoError(h, err)
		require.Contains(h, exported.String(), "For the night of the storm.")
		require.NoError(h, h.erase(personID(2)))
		require.False(h, strings.Contains(h.Everything("roster_person", "event_outbox"), personID(2)))
		require.Len(h, h.holders("culture", own), 1, "the badge is a pseudonym's")
		require.Empty(h, h.mine(2))
	})
}

func TestWhoGaveABadgeIsToldOfIt(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.allowSingle()
		own, another, team := h.made(), h.made(), h.made(ofTeam)
		given, taken := h.handed("all-4", own, 2), h.handed("culture", another, 2)
		shared, err := h.badgeAwards().AwardBadge(h.As("all-4"), &incentivev1.AwardBadgeRequest{Badge: team.GetName(), Unit: "units/" + teamA, Story: "For the storm."})
		require.NoError(h, err)
		for _, one := range []*incentivev1.BadgeAward{shared, taken} {
			_, err := h.revoke("all-4", one.GetName())
			require.NoError(h, err)
		}
		_, err = h.revoke("culture", given.GetName())
		require.NoError(h, err)

		type told struct{ BadgeAward, Badge, Said string }
		handled := func(n int) (given, takenBack []told) {
			var kept struct {
				Badges struct{ Given, TakenBack []told }
			}
			document := h.exported(n)
			require.NoError(h, json.Unmarshal([]byte(document), &kept))
			if n == 4 {
				require.NotContains(h, document, personID(2), "who holds it is not the giver's data")
			}
			return kept.Badges.Given, kept.Badges.TakenBack
		}
		gave, took := handled(4)
		reason := "It was somebody else."
		require.Equal(h, []told{
			{shared.GetName(), team.GetName(), "For the storm."}, {given.GetName(), own.GetName(), "For the night of the storm."},
		}, gave, "whoever took it back")
		require.ElementsMatch(h, []told{{shared.GetName(), team.GetName(), reason}, {taken.GetName(), another.GetName(), reason}}, took)
		gave, took = handled(2)
		require.Empty(h, gave, "it is told to who gave it, and not to who got it")
		require.Empty(h, took)

		require.NoError(h, h.erase(personID(4)))
		gave, took = handled(4)
		require.Empty(h, append(gave, took...))
	})
}

func TestYearsOfServiceAreHonoured(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		today := h.Clock.Now().In(time.FixedZone("Shanghai", 8*60*60))
		day := func(years, days int) string { return today.AddDate(-years, 0, days).Format(time.DateOnly) }
		began(h, day(5, 0), 2)
		began(h, day(5, 1), 3)
		began(h, day(7, 0), 4)
		back := h.directory.People[5] // who came back: what counts is the employment that goes on
		back.Placements[0].FromDate, back.Placements[0].ToDate = day(9, 0), day(4, 0)
		back.Placements = append(back.Placements, people().People[5].GetPlacements()[0])
		back.Placements[1].FromDate = day(2, 0)
		back.Version = 2
		h.Snapshot()
		badge := h.made(func(b *incentivev1.Badge) {
			b.EarnedBy = &incentivev1.Badge_Years{Years: &incentivev1.BadgeYears{Levels: []int64{1, 5, 10}}}
		})
		honour := func() map[string]int32 {
			require.NoError(h, incentive.HonourYears(h.Context(), h.DB, h.Clock.Now))
			levels := map[string]int32{}
			for _, a := range h.holders("culture", badge) {
				levels[a.GetPerson()] = a.GetLevel()
			}
			return levels
		}
		require.Empty(h, honour(), "single people earn none")
		h.allowSingle()
		want := map[string]int32{person(2): 2, person(3): 1, person(4): 2, person(5): 1}
		require.Equal(h, want, honour())
		said := len(h.saidOfBadges())
		require.Equal(h, want, honour())
		require.Len(h, h.saidOfBadges(), said)
		p := h.progress(3, badge)
		require.Equal(h, []int64{4, 1, 5}, []int64{p.GetCount(), int64(p.GetLevel()), p.GetNext()})
		h.Clock.Advance(24 * time.Hour)
		want[person(3)] = 2
		require.Equal(h, want, honour())
	})
}

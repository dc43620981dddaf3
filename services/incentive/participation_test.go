package incentive_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

func TestWhatTakingPartIsWorth(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		get := func(as, name string) (*incentivev1.ParticipationPolicy, error) {
			return h.participations().GetParticipationPolicy(h.As(as), &incentivev1.GetParticipationPolicyRequest{Name: "participationPolicies/" + name})
		}
		_, err := get("culture", "all")
		h.Refused("NOT_FOUND", err)
		require.NoError(h, h.rewards("culture", "", 10))
		require.NoError(h, h.rewards("culture-a", teamA, 20))
		require.NoError(h, h.rewards("culture-a", teamA, 25), "the same instant, and later")
		for as, unit := range map[string]string{"culture-a": "", "culture-b": teamA, "acme": root, "admin-a": depB} {
			h.Refused("NOT_FOUND", h.rewards(as, unit, 1))
		}
		for as, unit := range map[string]string{"manager-a": teamA, "lead-a": teamA, "analyst": "", "council": "", "system": "", token(3): teamA} {
			h.Refused("PERMISSION_DENIED", h.rewards(as, unit, 1))
		}
		h.Refused("NOT_FOUND", h.rewards("culture", unitID(99), 1))
		h.Refused("INVALID_FIELD", h.rewards("culture", depB, -1))
		h.Refused("INVALID_FIELD", h.rewards("culture", depB, 1_000_001))

		found, err := get("manager-a", teamA)
		require.NoError(h, err)
		require.Equal(h, int64(25), found.GetPoints())
		_, err = get("culture-b", teamA)
		h.Refused("NOT_FOUND", err)
		names := func(as string) (all []string) {
			ask := &incentivev1.ListParticipationPoliciesRequest{PageSize: 1}
			for {
				page, err := h.participations().ListParticipationPolicies(h.As(as), ask)
				require.NoError(h, err)
				for _, p := range page.GetParticipationPolicies() {
					all = append(all, p.GetName())
				}
				if ask.PageToken = page.GetNextPageToken(); ask.GetPageToken() == "" {
					return all
				}
			}
		}
		require.Equal(h, []string{"participationPolicies/all", "participationPolicies/" + teamA}, names("culture"))
		require.Equal(h, []string{"participationPolicies/all"}, names("culture-b"))
		remove := func(as, name string) error {
			_, err := h.participations().DeleteParticipationPolicy(h.As(as), &incentivev1.DeleteParticipationPolicyRequest{Name: "participationPolicies/" + name})
			return err
		}
		h.Refused("NOT_FOUND", remove("culture-b", teamA))
		h.Refused("NOT_FOUND", remove("culture-a", "all"))
		require.NoError(h, remove("culture-a", teamA))
		h.Refused("NOT_FOUND", remove("culture-a", teamA))
		require.Equal(h, []string{"participationPolicies/all"}, names("culture"))
		require.NoError(h, h.rewards("culture-a", teamA, 0), "nobody gets any, whatever holds above")
		found, err = get("culture-a", teamA)
		require.NoError(h, err)
		require.Zero(h, found.GetPoints())
	})
}

// rewarding is a house that hears of surveys that close.
type rewarding struct {
	*listening
	feed event.Feed
}

func (h *house) rewarding(seed uint64) *rewarding {
	l := listen(h, seed)
	feed, err := l.bus.Subscribe(h.Context(), event.Subscription{Durable: "incentive-participation", Service: "survey", Subjects: heard["survey"]})
	require.NoError(h, err)
	return &rewarding{l, feed}
}

// hearsAll has the consumer hear all that is on the bus.
func (r *rewarding) hearsAll() {
	r.Helper()
	require.Eventually(r, func() bool {
		batch, err := sim.Try(r.feed, 7)
		require.NoError(r, err)
		_ = r.runner.Handle(r.Context(), "participation", batch)
		pending, err := r.feed.Pending(r.Context())
		require.NoError(r, err)
		return pending == 0
	}, soon, time.Millisecond)
}

// Whatever the bus does, wherever the process dies, and whenever the survey service is away: each who took part gets, once, what was set at the close
// for where they worked then, and nobody else gets anything.
func TestWhoTookPartGetsPointsOnce(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		r := h.rewarding(7)
		before := h.Clock.Now()
		h.Clock.Advance(time.Hour)
		require.NoError(h, h.rewards("culture", "", 10))
		require.NoError(h, h.rewards("culture-a", teamA, 25))
		h.Clock.Advance(time.Hour)
		first := h.Clock.Now()
		h.Clock.Advance(time.Hour)
		_, err := h.participations().DeleteParticipationPolicy(h.As("culture-a"), &incentivev1.DeleteParticipationPolicyRequest{Name: "participationPolicies/" + teamA})
		require.NoError(h, err)
		require.NoError(h, h.rewards("culture", depB, 0))
		h.Clock.Advance(time.Hour)
		second := h.Clock.Now()

		h.takePart(surveyName(0), 1, 2, 13)
		h.takePart(surveyName(1), 1, 3, 5, 7, 12, 13, 14)
		h.takePart(surveyName(2), 1, 5, 13)
		dice := rand.New(rand.NewPCG(3, 0))
		h.surveys.set(func(s *surveys) { s.away, s.fails = true, func() bool { return dice.IntN(5) == 0 } })
		var said []event.Envelope
		r.during(func() {
			said = r.say("survey", closed(surveyName(0), before), closed(surveyName(1), first), closed(surveyName(1), first), closed(surveyName(2), second), closed(surveyName(3), second))
			r.hearsAll()
			h.untilAsked(5)
			h.surveys.set(func(s *surveys) { s.away = false })
			h.untilAsked(10) // each look of the runner takes a second, and trouble has cost enough of them
		})
		h.rewarded()
		want := map[int]int64{1: 25 + 10, 3: 25, 5: 25 + 10, 7: 25, 12: 10, 13: 10, 14: 10}
		require.Equal(h, want, h.points(), "by the first close the team has a policy of its own; by the second the department has none; before, nobody had any")
		asked := h.surveys.asked
		r.publish(said...)
		again := proto.Clone(closed(surveyName(1), first))
		r.say("survey", again, closed(surveyName(2), second.Add(time.Minute)))
		r.hearsAll()
		h.rewarded()
		require.Equal(h, want, h.points(), "told again, by the same events and by others")
		require.Equal(h, asked, h.surveys.asked, "who took part is asked for no more, and never where nobody is rewarded")
		h.sums()
		var salts int
		require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*) FROM participation_round WHERE salt IS NOT NULL`).Scan(&salts))
		require.Zero(h, salts, "nothing leads from a transfer to a survey any more")
	})
}

// The instant of the close decides, whenever the points are granted.
func TestWhoWorksWhereAtTheClose(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		r := h.rewarding(1)
		require.NoError(h, h.rewards("culture", teamA, 25))
		require.NoError(h, h.rewards("culture", depB, 10))
		today, tomorrow := h.Clock.Now().Format(time.DateOnly), h.Clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
		yesterday := h.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly)
		move := func(n int, last, from string) {
			p := h.directory.People[n]
			p.Version++
			next := proto.Clone(p.Placements[0]).(*directoryv1.RosterPlacement)
			next.FromDate, next.Unit = from, "units/"+depB
			p.Placements[0].ToDate = last
			p.Placements = append(p.Placements, next)
		}
		move(1, today, tomorrow)
		move(2, yesterday, today)
		for n, last := range map[int]string{3: today, 4: yesterday} {
			h.directory.People[n].Version++
			h.directory.People[n].Placements[0].ToDate = last
		}
		h.Snapshot()
		h.takePart(surveyName(1), 1, 2, 3, 4, 5, 6)
		r.say("survey", closed(surveyName(1), h.Clock.Now()))
		r.hearsAll()
		require.NoError(h, h.erase(personID(6)))
		h.Clock.Advance(48 * time.Hour)
		h.rewarded()
		require.Equal(h, map[int]int64{1: 25, 2: 10, 3: 25, 5: 25}, h.points(), "4 had left, and 6 is erased")
	})
}

// Whoever knows a survey and a person could otherwise work out the name of a transfer, and look for it.
func TestNoTransferForTakingPartIsNamedAfterAnything(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		r := h.rewarding(1)
		require.NoError(h, h.rewards("culture", "", 5))
		h.takePart(surveyName(1), 2)
		r.say("survey", closed(surveyName(1), h.Clock.Now()))
		r.hearsAll()
		h.rewarded()
		made, err := db.All(h.Context(), h.DB.Read(), db.Column[uuid.UUID], `SELECT id FROM transfer`)
		require.NoError(h, err)
		require.Len(h, made, 1)
		for _, survey := range []string{surveyName(1), model.ID(surveyName(1)), ""} {
			for _, who := range []string{person(2), personID(2)} {
				require.NotEqual(h, wallet.ID("participation", survey, who), made[0])
				require.NotEqual(h, wallet.ID("participation", who), made[0])
			}
		}
	})
}

// The others do not wait for somebody of whom the survey service has heard first.
func TestWhoIsNotInTheRosterYetIsWaitedFor(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		r := h.rewarding(1)
		newcomer := h.directory.People[9]
		h.Exec(`DELETE FROM roster_placement WHERE person = $1`, personID(9))
		h.Exec(`DELETE FROM roster_person WHERE person = $1`, personID(9))
		require.NoError(h, h.rewards("culture", "", 5))
		h.takePart(surveyName(1), 1, 9, 14, 15)
		r.say("survey", closed(surveyName(1), h.Clock.Now()))
		r.hearsAll()
		stop := h.atWork()
		require.Eventually(h, func() bool {
			h.Clock.Advance(time.Second)
			h.surveys.mu.Lock()
			defer h.surveys.mu.Unlock()
			return h.surveys.asked >= 6
		}, soon, 20*time.Millisecond, "it is asked anew")
		stop()
		require.Equal(h, map[int]int64{1: 5, 14: 5, 15: 5}, h.points())
		newcomer.Version++
		h.Snapshot()
		h.rewarded()
		require.Equal(h, map[int]int64{1: 5, 9: 5, 14: 5, 15: 5}, h.points())
	})
}

package incentive_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// site is a site of the tests, whose names in the roster are words: no setting can be made for those.
const site = "sites/00000002-0000-7000-8000-000000000000"

func (h *house) goals() incentivev1.GoalServiceClient {
	return incentivev1.NewGoalServiceClient(h.Conn)
}

// goalOf is a goal of the team for attendance, for this and the next two days.
func (h *house) goalOf(change func(*incentivev1.Goal)) *incentivev1.Goal {
	today := h.Clock.Now()
	goal := &incentivev1.Goal{
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Case days"}}, Unit: "units/" + teamA,
		Event: incentivev1.FactType_FACT_TYPE_ATTENDANCE_RECORDED, Target: 4, RewardPoints: 125,
		StartDate: today.Format(time.DateOnly), EndDate: today.Add(48 * time.Hour).Format(time.DateOnly), TimeZone: "UTC",
	}
	if change != nil {
		change(goal)
	}
	return goal
}

func (h *house) begun(goal *incentivev1.Goal) *incentivev1.Goal {
	h.Helper()
	made, err := h.goals().CreateGoal(h.As("culture"), &incentivev1.CreateGoalRequest{Goal: goal})
	require.NoError(h, err)
	return made
}

func (h *house) goal(of *incentivev1.Goal) (int64, incentivev1.GoalState) {
	h.Helper()
	found, err := h.goals().GetGoal(h.As("lead-a"), &incentivev1.GetGoalRequest{Name: of.GetName()})
	require.NoError(h, err)
	return found.GetCount(), found.GetState()
}

// earned are the points in a person's accounts, as the rooms see them.
func (h *house) earned(n int) (points int64) {
	h.Helper()
	found, err := ledger.NewReader(h.DB.Read()).AccountsOf(h.Context(), person(n))
	require.NoError(h, err)
	for _, a := range found {
		points += a.Balance.Posted()
	}
	return points
}

// Whatever the bus does, each fact counts once; the team that gets there shares what it earned.
func TestATeamReachesItsGoalTogether(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 3)
		goal, elsewhere := h.begun(h.goalOf(nil)), h.begun(h.goalOf(func(g *incentivev1.Goal) { g.Unit = "units/" + depB }))
		at := h.Clock.Now()
		l.during(func() {
			said := l.say("activity", attended(1, teamA, "a", at, 10), attended(2, teamA, "b", at, 10), attended(3, teamA, "c", at, 10), withdrawn(2, "b"))
			for i := range said {
				said[i].ReplayFor, said[i].ReplayRun = durable, "again"
			}
			l.publish(said...)
			l.say("activity", attended(12, depB, "far", at, 10), attended(1, teamA, "early", at.Add(-72*time.Hour), 10))
			for range 10 {
				l.consume()
			}
		})
		l.bus.Calm()
		l.hear()
		count, state := h.goal(goal)
		require.Equal(h, int64(2), count)
		require.Equal(h, incentivev1.GoalState_GOAL_STATE_IN_PROGRESS, state)
		require.Zero(h, h.earned(1))
		mine, err := h.goals().ListMyGoals(h.As(token(1)), &incentivev1.ListMyGoalsRequest{})
		require.NoError(h, err)
		require.Len(h, mine.GetGoals(), 1, "the other department's is not theirs")
		_, err = h.goals().GetGoal(h.As("lead-a"), &incentivev1.GetGoalRequest{Name: elsewhere.GetName()})
		h.Refused("NOT_FOUND", err)

		l.say("activity", attended(4, teamA, "d", at, 10), attended(4, teamA, "e", at, 10), attended(5, teamA, "f", at, 10))
		l.hear()
		count, state = h.goal(goal)
		require.Equal(h, int64(4), count, "what is reached counts no further")
		require.Equal(h, incentivev1.GoalState_GOAL_STATE_REACHED, state)
		for n := range staff {
			want := int64(0)
			if n < 12 {
				want = 125 / 12
			}
			require.Equal(h, want, h.earned(n), n)
		}
	})
}

// A goal of a year outlives the facts that it counted.
func TestWhatIsForgottenCountsNoSecondTime(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		year := h.begun(h.goalOf(func(g *incentivev1.Goal) { g.EndDate = h.Clock.Now().AddDate(1, 0, 0).Format(time.DateOnly) }))
		said := l.say("activity", attended(1, teamA, "a", h.Clock.Now(), 10))
		l.hear()
		h.Clock.Advance(181 * 24 * time.Hour)
		h.Exec(`DELETE FROM fact`) // as it is done in the background
		for i := range said {
			said[i].ReplayFor, said[i].ReplayRun = durable, "half a year later"
		}
		l.publish(said...)
		l.say("activity", attended(2, teamA, "b", h.Clock.Now(), 10))
		l.hear()
		count, _ := h.goal(year)
		require.Equal(h, int64(2), count)
	})
}

func TestAClosedPeriodLeavesNoGoalInProgress(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		reached, missed := h.begun(h.goalOf(func(g *incentivev1.Goal) { g.Target = 1 })), h.begun(h.goalOf(nil))
		at := h.Clock.Now()
		l.say("activity", attended(1, teamA, "a", at, 10))
		l.hear()
		h.Clock.Advance(3 * 24 * time.Hour) // its last day is over, and what is late is waited for
		l.say("activity", attended(1, teamA, "late", at, 10), attended(1, teamA, "after", h.Clock.Now(), 10))
		l.hear()
		count, state := h.goal(missed)
		require.Equal(h, int64(2), count)
		require.Equal(h, incentivev1.GoalState_GOAL_STATE_IN_PROGRESS, state)
		h.Clock.Advance(24 * time.Hour)
		require.Eventually(h, func() bool {
			_, state := h.goal(missed)
			return state == incentivev1.GoalState_GOAL_STATE_MISSED
		}, soon, 10*time.Millisecond)
		l.say("activity", attended(1, teamA, "too late", at, 10))
		l.hear()
		count, _ = h.goal(missed)
		require.Equal(h, int64(2), count)
		_, state = h.goal(reached)
		require.Equal(h, incentivev1.GoalState_GOAL_STATE_REACHED, state)
	})
}

// Thanks in public count once a month for each giver and each who was thanked, for the behavior that is asked for, as long as they are to be
// seen.
func TestAGoalCountsRecognitionsOfABehavior(t *testing.T) {
	inHouse(t, func(h *house) {
		thanked := func(g *incentivev1.Goal) {
			g.Event, g.Target = incentivev1.FactType_FACT_TYPE_RECOGNITION_RECEIVED, 8
		}
		owned := h.begun(h.goalOf(func(g *incentivev1.Goal) { thanked(g); g.Behavior = "behaviors/own-it" }))
		all := h.begun(h.goalOf(thanked))
		counts := func(own, any int64) {
			h.Helper()
			require.Eventually(h, func() bool {
				one, _ := h.goal(owned)
				other, _ := h.goal(all)
				return one == own && other == any
			}, soon, 5*time.Millisecond, "%d and %d", own, any)
		}
		secret, other := thanks(3), thanks(2)
		secret.Visibility, other.Behavior = private, "behaviors/listen"
		two := h.gives(0, thanks(1, 2))
		h.gives(4, secret)
		h.gives(0, thanks(13)) // of the other department
		h.gives(0, other)
		counts(2, 2) // 0 thanked 2 twice in a month
		_, err := h.hide("culture", two.GetName(), false)
		require.NoError(h, err)
		counts(0, 1) // now the other one counts
		_, err = h.moderation().RestoreRecognition(h.As("culture"), &incentivev1.RestoreRecognitionRequest{Name: two.GetName()})
		require.NoError(h, err)
		counts(2, 2)
		for range 2 {
			_, err = h.withdraws(token(0), two.GetName())
			require.NoError(h, err)
			counts(0, 1)
		}
		_, err = h.goals().CreateGoal(h.As("culture"), &incentivev1.CreateGoalRequest{Goal: h.goalOf(func(g *incentivev1.Goal) { g.Behavior = "behaviors/own-it" })})
		h.Refused("INVALID_FIELD", err)
	})
}

// Nobody takes a team to its goal by thanking many.
func TestAGoalOfThanksTakesSeveralGivers(t *testing.T) {
	inHouse(t, func(h *house) {
		goal := h.begun(h.goalOf(func(g *incentivev1.Goal) {
			g.Event, g.Target = incentivev1.FactType_FACT_TYPE_RECOGNITION_RECEIVED, 7
		}))
		require.Equal(h, int64(2), goal.GetMostPerGiver())
		require.Zero(h, h.begun(h.goalOf(nil)).GetMostPerGiver())
		counts := func(want int64, state incentivev1.GoalState) {
			h.Helper()
			h.applied()
			count, is := h.goal(goal)
			require.Equal(h, want, count)
			require.Equal(h, state, is)
		}
		const open = incentivev1.GoalState_GOAL_STATE_IN_PROGRESS
		first, second, third := h.gives(0, thanks(1)), h.gives(0, thanks(2, 3)), h.gives(0, thanks(4, 5, 6, 7))
		counts(2, open)
		_, err := h.withdraws(token(0), second.GetName())
		require.NoError(h, err)
		counts(2, open) // others count instead
		_, err = h.withdraws(token(0), third.GetName())
		require.NoError(h, err)
		counts(1, open)
		h.gives(0, thanks(8, 9))
		counts(2, open)
		_, err = h.withdraws(token(0), first.GetName())
		require.NoError(h, err)
		counts(2, open)
		for giver := 1; giver <= 2; giver++ {
			h.gives(giver, thanks(3, 4, 5))
		}
		counts(6, open)
		h.gives(13, thanks(3)) // of another department
		counts(7, incentivev1.GoalState_GOAL_STATE_REACHED)
	})
}

func TestGoalsOfSinglePeopleAreOff(t *testing.T) {
	inHouse(t, func(h *house) {
		alone := func(g *incentivev1.Goal) { g.Unit, g.Person = "", person(3) }
		_, err := h.goals().CreateGoal(h.As("culture-a"), &incentivev1.CreateGoalRequest{Goal: h.goalOf(alone)})
		h.Refused("INDIVIDUAL_GOALS_OFF", err)
		_, err = h.goals().CreateGoal(h.As("culture-b"), &incentivev1.CreateGoalRequest{Goal: h.goalOf(alone)})
		h.Refused("NOT_FOUND", err)
		_, err = h.goals().CreateGoal(h.As("culture-a"), &incentivev1.CreateGoalRequest{Goal: h.goalOf(func(g *incentivev1.Goal) {
			alone(g)
			g.Event = incentivev1.FactType_FACT_TYPE_CONTACTS_COUNTED
		})})
		h.Refused("SCHEME_OF_VOLUME_ALONE", err)
		_, err = h.goals().CreateGoal(h.As("culture-a"), &incentivev1.CreateGoalRequest{Goal: h.goalOf(func(g *incentivev1.Goal) { g.Unit = "" })})
		h.Refused("INVALID_FIELD", err)

		set, err := h.goals().SetIndividualGoals(h.As("culture"), &incentivev1.SetIndividualGoalsRequest{Name: site, Allowed: true})
		require.NoError(h, err)
		read, err := h.goals().GetGoalSetting(h.As("council"), &incentivev1.GetGoalSettingRequest{Name: site})
		require.NoError(h, err)
		require.Equal(h, set.String(), read.String())
		require.True(h, read.GetIndividualGoals())

		require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error { // the site of the tests has no name of a site
			_, err := tx.ExecContext(ctx, `INSERT INTO goal_site (site, individual) VALUES ('shanghai', TRUE)`)
			return err
		}))
		l := listen(h, 1)
		own := h.begun(h.goalOf(func(g *incentivev1.Goal) { alone(g); g.Target, g.RewardPoints = 1, 7 }))
		require.Equal(h, "units/"+teamA, own.GetUnit())
		l.say("activity", attended(2, teamA, "a", h.Clock.Now(), 10))
		l.hear()
		require.Zero(h, h.earned(3))
		l.say("activity", attended(3, teamA, "b", h.Clock.Now(), 10))
		l.hear()
		require.Equal(h, []int64{7, 0}, []int64{h.earned(3), h.earned(2)})
		require.NoError(h, h.erase(personID(3)))
		require.False(h, strings.Contains(h.Everything("roster_person"), personID(3)))
	})
}

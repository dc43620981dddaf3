// Package goal counts what happens towards goals: of teams, who share what they earn together, and, where a site allows it, of single
// people. A count is a row that each fact adds to. Nothing is ever counted again from the beginning.
package goal

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// The refusals of goals.
var (
	ErrIndividualOff = model.NewFault("INDIVIDUAL_GOALS_OFF")
	ErrVolumeAlone   = model.NewFault("SCHEME_OF_VOLUME_ALONE")
)

// State is what became of a goal. The numbers are those of hearth.incentive.v1.GoalState.
type State int32

// The states.
const (
	InProgress State = iota + 1
	Reached
	Missed
)

// Late is how long after its last day a goal waits for what happened in time and is told late.
const Late = 24 * time.Hour

// Draft is what people decide about a goal.
type Draft struct {
	DisplayName model.Text
	// Unit is whose goal it is, all below it included; Employer, where it is not "", whose people of it.
	Unit, Employer string
	// Person is who has it alone; "" for a team's.
	Person string
	On     fact.Type
	// Behavior is which one facts must show to count; "" where it does not matter.
	Behavior string
	// Target is how many facts reach it, Reward how many points are earned by that, which a team shares equally.
	Target, Reward int64
	// Start and End are its first and last day in Zone.
	Start, End model.Day
	Zone       string
}

// Goal is a goal and how far it has come.
type Goal struct {
	model.Header
	Draft
	Count int64
	State State
	// PerGiver is how many thanks of one giver count at most; 0 where it does not matter who gives.
	PerGiver int64
	// Begins and Ends bound the times of the facts that count: Ends is not in it.
	Begins, Ends time.Time
	// ReachedTime is when it was reached; zero while it was not.
	ReachedTime time.Time
	// Sharing says what became of its points, 0 while it is not reached or where it has none; Each is how many each of the team got.
	Sharing Sharing
	Each    int64
}

// Reader reads goals. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Goal(ctx context.Context, id string) (Goal, error)
	// Goals lists those within the scope, one more than a page.
	Goals(ctx context.Context, scope model.Scope, list model.List) ([]Goal, error)
	// GoalsOf lists those of a person, and of the units for whoever works for an employer, one more than a page.
	GoalsOf(ctx context.Context, person, employer string, units []string, list model.List) ([]Goal, error)
	// Individual says whether a site allows goals of single people.
	Individual(ctx context.Context, site string) (bool, error)
}

// Store changes goals, within one transaction.
type Store interface {
	Reader
	// CountPeople says how many are at work in a unit and below it, for the employer where it is not "".
	CountPeople(ctx context.Context, now time.Time, unit, employer string) (int64, error)
	AddGoal(ctx context.Context, g Goal) error
	SetIndividual(ctx context.Context, site string, allowed bool) error
}

// Create begins a goal. It counts what is told from now on. The scope must hold whose it is.
func Create(ctx context.Context, s Store, scope model.Scope, now time.Time, draft Draft) (Goal, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Goal{}, err
	}
	g := Goal{Header: model.NewHeader(id.String(), now), Draft: draft, State: InProgress}
	if err := text.Localized("goal.display_name", g.DisplayName); err != nil {
		return Goal{}, err
	}
	zone, err := text.Zone("goal.time_zone", g.Zone)
	if err != nil {
		return Goal{}, err
	}
	if err := g.On.CheckBehavior("goal.behavior", g.Behavior); err != nil {
		return Goal{}, err
	}
	g.Begins, g.Ends = midnight(g.Start, zone), midnight(g.End+1, zone)
	switch {
	case g.Unit == "" && g.Person == "":
		return Goal{}, model.InvalidField("goal.unit", model.Missing)
	case g.End < g.Start:
		return Goal{}, model.InvalidField("goal.end_date", model.Say("lies before the first day", "早于开始日期"))
	case !now.Before(g.Ends):
		return Goal{}, model.InvalidField("goal.end_date", model.Say("is over", "已结束"))
	}
	if g.Person == "" {
		if err := staff.MayOwn(ctx, s, scope, g.Unit, g.Employer); err != nil {
			return Goal{}, err
		}
		if err := staff.Others(ctx, s, now, g.Unit, g.Employer); err != nil {
			return Goal{}, err
		}
		people, err := s.CountPeople(ctx, now, g.Unit, g.Employer)
		if err != nil {
			return Goal{}, err
		}
		if err := g.suffices(people); err != nil {
			return Goal{}, err
		}
		g.limitGivers(people)
	} else {
		if err := g.ofPerson(ctx, s, now); err != nil {
			return Goal{}, err
		}
		if err := staff.Within(ctx, s, scope, g.Unit, g.Employer); err != nil {
			return Goal{}, err
		}
		if err := staff.Stranger(ctx, g.Person); err != nil {
			return Goal{}, err
		}
		if err := g.mayBeAlone(ctx, s, now); err != nil {
			return Goal{}, err
		}
	}
	return g, s.AddGoal(ctx, g)
}

// suffices refuses points that are less than one for each who is at work in the team today. It may grow yet.
func (g *Goal) suffices(people int64) error {
	if g.Reward == 0 || g.Reward >= people {
		return nil
	}
	return model.InvalidField("goal.reward_points", model.Say("are less than one for each of the %d people at work there", "不足以让在职的 %d 人每人得 1 积分", people))
}

// fewestGivers is how many people must have thanked before a goal of thanks is reached.
const fewestGivers = 4

// limitGivers has nobody take a goal of thanks to its target with few others: it takes four givers, or, in a smaller team, as many as one of its
// people has colleagues there. Where that would take more than all of the team, it takes as many as come nearest.
func (g *Goal) limitGivers(people int64) {
	if g.On != fact.RecognitionReceived {
		return
	}
	givers := max(min(people-1, fewestGivers), 1)
	g.PerGiver = (g.Target + givers - 1) / givers
	if givers == 1 {
		return
	}
	// With a share rounded up, one giver less may do: of 5 thanks, 2, 2 and 1.
	if most := (g.Target - 1) / (givers - 1); most > 0 && most*people >= g.Target {
		g.PerGiver = min(g.PerGiver, most)
	}
}

// ofPerson puts a single person's goal where they work.
func (g *Goal) ofPerson(ctx context.Context, s Store, now time.Time) error {
	place, err := s.Workplace(ctx, g.Person, now)
	if err == nil && g.Unit != "" && g.Unit != place.Unit {
		err = model.ErrNotFound
	}
	g.Unit, g.Employer = place.Unit, place.Employer
	return err
}

// mayBeAlone refuses a single person's goal where their site does not allow it, and one that rewards nothing but how much they do.
func (g *Goal) mayBeAlone(ctx context.Context, s Store, now time.Time) error {
	if shape := fact.Shapes[g.On]; shape.Volume {
		return ErrVolumeAlone.At("goal.person", model.Say("must be empty where the volume of work is rewarded", "奖励工作量时须为团队目标"))
	} else if shape.OfNobody {
		return model.InvalidField("goal.person", model.Say("must be empty: such a fact is about nobody", "此类事件不针对个人，须为团队目标"))
	}
	place, err := s.Workplace(ctx, g.Person, now)
	if err != nil {
		return err
	}
	allowed, err := s.Individual(ctx, place.Site)
	if err == nil && !allowed {
		err = ErrIndividualOff
	}
	return err
}

// Get reads a goal within the scope.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Goal, error) {
	g, err := r.Goal(ctx, id)
	if err != nil {
		return Goal{}, err
	}
	if err := staff.Within(ctx, r, scope, g.Unit, g.Employer); err != nil {
		return Goal{}, err
	}
	return g, nil
}

// Mine lists the goals of a person and of all whom they work with, one more than a page.
func Mine(ctx context.Context, r Reader, scope model.Scope, now time.Time, list model.List) ([]Goal, error) {
	place, err := r.Workplace(ctx, scope.Self, now)
	if err != nil {
		return nil, err
	}
	path, err := r.Above(ctx, place.Unit)
	if err != nil {
		return nil, err
	}
	return r.GoalsOf(ctx, scope.Self, place.Employer, path, list)
}

func midnight(day model.Day, zone *time.Location) time.Time {
	date := time.Unix(int64(day)*24*60*60, 0).UTC()
	return time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
}

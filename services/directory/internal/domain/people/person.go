// Package people keeps the people: where they work, for whom, since when. Its use cases run within a transaction that the caller
// opened, over a Store bound to it.
package people

import (
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// The refusals of people.
var (
	ErrManagerCycle  = model.NewFault("MANAGER_CYCLE")
	ErrNotEmployed   = model.NewFault("NOT_EMPLOYED")
	ErrStillEmployed = model.NewFault("STILL_EMPLOYED")
)

// State is how a person stands on a day. The numbers are those of hearth.directory.v1.PersonState.
type State int

// The states.
const (
	Expected State = iota + 1
	Active
	Left
	Erased
)

// Person is somebody who works, worked or will work here.
type Person struct {
	model.Header
	DisplayName string
	// Number is the staff number, unique among the people whose newest placement has the same employer.
	Number      string
	Language    string
	ExternalIDs []source.ID
	History     History
	// PlannedEnd is the day on which the latest employment is expected to end, or model.NoDay.
	PlannedEnd model.Day
	// EraseTime is zero for all but the erased, of whom nothing else is left.
	EraseTime time.Time
}

// State is how the person stands on a day. Between two employments a person is expected.
func (p *Person) State(day model.Day) State {
	placement, ok := p.History.Shown(day)
	switch {
	case !p.EraseTime.IsZero():
		return Erased
	case !ok || placement.To < day:
		return Left
	case placement.From > day:
		return Expected
	default:
		return Active
	}
}

// Employer is that of the newest placement, within which the number is unique.
func (p *Person) Employer() string {
	if len(p.History) == 0 {
		return ""
	}
	return p.History[len(p.History)-1].Employer
}

// Target is what a person shall be.
type Target struct {
	DisplayName string
	Number      string
	Language    string
	ExternalIDs []source.ID
	Post        Post
	// Hire and Leave are the days of the latest employment; Leave is Open without a last day.
	Hire, Leave model.Day
	PlannedEnd  model.Day
}

// Target is what the person is, with the post of a day.
func (p *Person) Target(day model.Day) Target {
	placement, _ := p.History.Shown(day)
	hire, leave := p.History.Latest()
	return Target{
		DisplayName: p.DisplayName, Number: p.Number, Language: p.Language, ExternalIDs: p.ExternalIDs, Post: placement.Post,
		Hire: hire, Leave: leave, PlannedEnd: p.PlannedEnd,
	}
}

// Check refuses what nobody can be. Fields are named below prefix, and those of the post below prefix + placement.
func (t Target) Check(prefix, placement string) error {
	if err := text.Needed(prefix+"display_name", t.DisplayName, 200); err != nil {
		return err
	}
	if err := text.Needed(prefix+"number", t.Number, 64); err != nil {
		return err
	}
	if err := text.Language(prefix+"language", t.Language); err != nil {
		return err
	}
	if err := source.CheckAll(prefix+"external_ids", t.ExternalIDs); err != nil {
		return err
	}
	switch {
	case t.Hire == model.NoDay:
		return model.InvalidField(prefix+"hire_date", model.Missing)
	case t.Leave < t.Hire:
		return model.InvalidField(prefix+"leave_date", model.Say("lies before the day of hire", "早于入职日期"))
	case t.PlannedEnd != model.NoDay && t.PlannedEnd < t.Hire:
		return model.InvalidField(prefix+"planned_end_date", model.Say("lies before the day of hire", "早于入职日期"))
	}
	return t.Post.Check(prefix + placement)
}

// Hired is a new person.
func Hired(id string, t Target, now time.Time) (Person, []model.Fact, error) {
	p := Person{
		Header: model.NewHeader(id, now), DisplayName: t.DisplayName, Number: t.Number, Language: t.Language, ExternalIDs: t.ExternalIDs,
		PlannedEnd: t.PlannedEnd,
	}
	history, err := p.History.Begin(t.Hire, t.Leave, t.Post.Normal())
	if err != nil {
		return Person{}, nil, err
	}
	p.History = history
	facts := []model.Fact{Joined{Person: id, Day: t.Hire}}
	if t.Leave != Open {
		facts = append(facts, Departed{Person: id, Day: t.Leave})
	}
	return p, facts, nil
}

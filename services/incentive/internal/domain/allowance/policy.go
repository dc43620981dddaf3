// Package allowance says what people may give: how much in a period, and how much of it at once, in a day and to one colleague.
package allowance

import (
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Period is how long an allowance lasts, in days of the person's own. The numbers are those of hearth.incentive.v1.AllowancePeriod.
type Period int

// The periods.
const (
	// Month is a month of the calendar.
	Month Period = iota + 1
	// Week begins on Monday.
	Week
)

// Around is the period that a day lies in: its first day, and the first day after it.
func (p Period) Around(day model.Day) (first, next model.Day) {
	if p == Week {
		first = day - model.Day(day.Weekday()-1)
		return first, first + 7
	}
	year, month, _ := midnight(day, time.UTC).Date()
	return model.DayOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)), model.DayOf(time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC))
}

// midnight is when a day begins in a zone.
func midnight(day model.Day, zone *time.Location) time.Time {
	return time.Date(1970, 1, 1+int(day), 0, 0, 0, 0, zone)
}

// Policy is what the people of a unit, and of all units below it that have no policy of their own, may give.
type Policy struct {
	// Unit is the bare id; "" for the whole installation.
	Unit string
	// Amount is in points a period; 0 where nobody gives.
	Amount int64
	Period Period
	Caps
	UpdateTime time.Time
}

// Caps are the most that may be given. 0 is no cap.
type Caps struct {
	// PerGift is to one receiver at once, PerDay to all in a day of the giver's, PerColleague to one receiver in a period.
	PerGift, PerDay, PerColleague int64
}

// Turn is a period of one person: the one for which they got their last allowance.
type Turn struct {
	// Person is the bare id.
	Person string
	Period Period
	// First is its first day; model.NoDay before the first turn.
	First model.Day
	// Ends is when the next one begins, by the clocks of where the person worked.
	Ends time.Time
	// Open says that something of the allowance may be left.
	Open bool
}

// TurnAt is the turn that a person has at an instant, by the clocks of a zone.
func (p Policy) TurnAt(person string, now time.Time, zone *time.Location) Turn {
	first, next := p.Period.Around(model.DayOf(now.In(zone)))
	return Turn{Person: person, Period: p.Period, First: first, Ends: midnight(next, zone), Open: p.Amount > 0}
}

package pulse

import (
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse/recur"
)

// Timing is when the waves of a pulse open and close, and how long people rest in between.
type Timing struct {
	// Recurrence is a rule as recur.Parse reads it, which counts from Start.
	Recurrence string
	Start      model.Day
	// End is the last day; model.NoDay for none.
	End model.Day
	// Zone is IANA's name.
	Zone string
	// Minute is what the clock shows when waves open, in minutes after midnight.
	Minute int
	// DaysOpen is how many days later a wave closes, at the same time.
	DaysOpen int
	// RestWeeks is for how long nobody is asked again; 0 asks all each time.
	RestWeeks int
}

// schedule is a timing that was found to be right.
type schedule struct {
	Timing
	rule recur.Rule
	zone *time.Location
}

func (t Timing) schedule() (schedule, error) {
	zone, err := text.Zone("pulse.time_zone", t.Zone)
	if err != nil {
		return schedule{}, err
	}
	if t.Start == model.NoDay {
		return schedule{}, model.InvalidField("pulse.start_date", model.Missing)
	}
	if t.End != model.NoDay && t.End < t.Start {
		return schedule{}, model.InvalidField("pulse.end_date", model.Say("lies before start_date", "早于 start_date"))
	}
	rule, wrong := recur.Parse(t.Recurrence, t.Start)
	if wrong != nil {
		return schedule{}, model.InvalidField("pulse.recurrence", *wrong)
	}
	return schedule{t, rule, zone}, nil
}

func (s schedule) opens(day model.Day) time.Time { return recur.At(day, s.Minute, s.zone) }

func (s schedule) closes(day model.Day) time.Time {
	return recur.At(day+model.Day(s.DaysOpen), s.Minute, s.zone)
}

// from is the first day of a wave that is day or later; model.NoDay where none comes.
func (s schedule) from(day model.Day) model.Day {
	next := s.rule.From(day)
	if s.End != model.NoDay && next > s.End {
		return model.NoDay
	}
	return next
}

// after is the day of the first wave that opens after now, and comes after a day that is settled; model.NoDay where none comes.
func (s schedule) after(now time.Time, settled model.Day) model.Day {
	next := s.from(max(model.DayOf(now.In(s.zone)), settled+1))
	if next != model.NoDay && !s.opens(next).After(now) {
		next = s.from(next + 1)
	}
	return next
}

// latest is the day of the last wave, from that of day on, that opens by now.
func (s schedule) latest(day model.Day, now time.Time) model.Day {
	for {
		next := s.from(day + 1)
		if next == model.NoDay || s.opens(next).After(now) {
			return day
		}
		day = next
	}
}

// parts is how many waves, from that of the day on, fall into the time in which nobody is asked twice. Each asks one of so many people.
func (s schedule) parts(day model.Day) int {
	if s.RestWeeks == 0 {
		return 1
	}
	return max(1, s.rule.Count(day, day+s.rest()-1))
}

// rest is how many days lie between two waves that may ask the same person.
func (s schedule) rest() model.Day { return model.Day(7 * s.RestWeeks) }

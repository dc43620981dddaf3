package pulse

import (
	"crypto/rand"
	"maps"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Pulse is a survey that is opened again and again. Each wave is a survey of its own.
type Pulse struct {
	model.Header
	Draft
	Paused bool
	// Next is the day of the next wave, and NextTime when it opens; model.NoDay and zero where none is to come.
	Next     model.Day
	NextTime time.Time
	// Settled is the day of the last wave that was opened or skipped; model.NoDay before the first.
	Settled model.Day
	// LastWave is the survey that was opened last.
	LastWave string
	// Skipped is the day of the last wave that was not opened, and SkippedFor why.
	Skipped    model.Day
	SkippedFor string
	// Seed decides who is asked by which wave. Nobody is shown it: they would know whom a wave asked.
	Seed []byte
}

// Draft is what people decide about a pulse.
type Draft struct {
	// Asks is what each wave is, but for its name, its close and what it repeats.
	Asks   domain.SurveyDraft
	Timing Timing
}

// State is whether waves are to come. The numbers are those of hearth.survey.v1.PulseState.
type State int

// The states.
const (
	Active State = iota + 1
	Paused
	Ended
)

// State is whether waves are to come.
func (p Pulse) State() State {
	switch {
	case p.Paused:
		return Paused
	case p.NextTime.IsZero():
		return Ended
	default:
		return Active
	}
}

// Occurrence is a wave that is to come.
type Occurrence struct {
	Day           model.Day
	Opens, Closes time.Time
	// OneIn: it asks one of so many people.
	OneIn int
}

func newSeed() []byte {
	seed := make([]byte, 16)
	_, _ = rand.Read(seed) // never fails
	return seed
}

// check finds what is wrong with a draft as it would be now.
func (d Draft) check(now time.Time) (schedule, error) {
	plan, err := d.Timing.schedule()
	if err != nil {
		return schedule{}, err
	}
	asks := d.Asks
	asks.CloseTime = now.Add(24 * time.Hour)
	return plan, ofPulse(asks.Check(now))
}

// ofPulse names the fields of a pulse, which are those of a survey under another name.
func ofPulse(err error) error {
	fault, ok := err.(*model.Fault)
	if !ok {
		return err
	}
	renamed := *fault
	renamed.Violations = nil
	for _, wrong := range fault.Violations {
		if rest, ok := strings.CutPrefix(wrong.Field, "survey."); ok {
			wrong.Field = "pulse." + rest
		}
		renamed.Violations = append(renamed.Violations, wrong)
	}
	return &renamed
}

// plan finds the next wave after now.
func (p *Pulse) plan(plan schedule, now time.Time) {
	p.Next, p.NextTime = model.NoDay, time.Time{}
	if p.Paused {
		return
	}
	if p.Next = plan.after(now, p.Settled); p.Next != model.NoDay {
		p.NextTime = plan.opens(p.Next)
	}
}

// nameOn is the name of the wave of a day.
func (p Pulse) nameOn(day model.Day) model.Text {
	named := maps.Clone(p.Asks.DisplayName)
	for language, name := range named {
		named[language] = name + " " + day.String()
	}
	return named
}

package domain

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// previewed is how many waves a preview tells of.
const previewed = 10

// GetPulse reads a pulse within the scope.
func GetPulse(ctx context.Context, r Reader, scope model.Scope, id string) (Pulse, error) {
	pulse, err := r.Pulse(ctx, id)
	return pulseWithin(ctx, r, scope, pulse, err)
}

func pulseWithin(ctx context.Context, r Reader, scope model.Scope, pulse Pulse, err error) (Pulse, error) {
	if err != nil {
		return Pulse{}, err
	}
	in, err := r.InScope(ctx, scope, pulse.Asks.OwnerUnit, pulse.Asks.Employer())
	if err != nil {
		return Pulse{}, err
	}
	if !in {
		return Pulse{}, model.ErrNotFound
	}
	return pulse, nil
}

// CreatePulse begins a pulse. The scope must hold its owner and all whom it asks.
func CreatePulse(ctx context.Context, s Store, scope model.Scope, now time.Time, draft PulseDraft) (Pulse, error) {
	if draft.Asks.Mode == Anonymous {
		return Pulse{}, ErrModeNotAvailable
	}
	plan, err := draft.check(now)
	if err != nil {
		return Pulse{}, err
	}
	if err := checkInstrument(ctx, s, draft.Asks.Instrument); err != nil {
		return Pulse{}, err
	}
	if err := checkReach(ctx, s, scope, draft.Asks); err != nil {
		return Pulse{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Pulse{}, err
	}
	pulse := Pulse{Header: model.NewHeader(id.String(), now), PulseDraft: draft, Settled: model.NoDay, Skipped: model.NoDay, Seed: newSeed()}
	pulse.plan(plan, now)
	return pulse, keepPulse(ctx, s, pulse)
}

// UpdatePulse changes what edit changes of the waves to come. An empty etag demands nothing. The scope must hold all whom it asks then,
// whether that changed or not: later nobody is there to be asked.
func UpdatePulse(
	ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, edit func(Pulse) (PulseDraft, error),
) (Pulse, error) {
	pulse, err := pulseToChange(ctx, s, scope, id)
	if err != nil {
		return Pulse{}, err
	}
	if err := pulse.CheckCurrent(etag); err != nil {
		return Pulse{}, err
	}
	draft, err := edit(pulse)
	if err != nil {
		return Pulse{}, err
	}
	if draft.Asks.Mode != pulse.Asks.Mode {
		return Pulse{}, ErrModeFixed
	}
	plan, err := draft.check(now)
	if err != nil {
		return Pulse{}, err
	}
	if draft.Asks.Instrument != pulse.Asks.Instrument {
		if err := checkInstrument(ctx, s, draft.Asks.Instrument); err != nil {
			return Pulse{}, err
		}
		if err := checkFamily(ctx, s, draft.Asks.Instrument, pulse.Asks.Instrument); err != nil {
			return Pulse{}, err
		}
	}
	if err := checkReach(ctx, s, scope, draft.Asks); err != nil {
		return Pulse{}, err
	}
	pulse.PulseDraft = draft
	pulse.Touch(now)
	pulse.plan(plan, now)
	return pulse, keepPulse(ctx, s, pulse)
}

// PausePulse has no more waves opened. Twice is once.
func PausePulse(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Pulse, error) {
	return changePause(ctx, s, scope, now, id, etag, true)
}

// ResumePulse has waves opened again. Twice is once. The scope must hold all whom it asks.
func ResumePulse(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Pulse, error) {
	return changePause(ctx, s, scope, now, id, etag, false)
}

func changePause(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, paused bool) (Pulse, error) {
	pulse, err := pulseToChange(ctx, s, scope, id)
	if err != nil || pulse.Paused == paused {
		return pulse, err
	}
	if err := pulse.CheckCurrent(etag); err != nil {
		return Pulse{}, err
	}
	if !paused {
		if err := checkReach(ctx, s, scope, pulse.Asks); err != nil {
			return Pulse{}, err
		}
	}
	plan, err := pulse.Timing.schedule()
	if err != nil {
		return Pulse{}, err
	}
	pulse.Paused = paused
	pulse.Touch(now)
	pulse.plan(plan, now)
	return pulse, keepPulse(ctx, s, pulse)
}

// keepPulse saves a pulse and says so.
func keepPulse(ctx context.Context, s Store, pulse Pulse) error {
	if err := s.SavePulse(ctx, pulse); err != nil {
		return err
	}
	return s.Record(ctx, PulseChanged{pulse})
}

// PreviewPulse tells the waves that are to come.
func PreviewPulse(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) ([]Occurrence, error) {
	pulse, err := GetPulse(ctx, r, scope, id)
	if err != nil {
		return nil, err
	}
	plan, err := pulse.Timing.schedule()
	if err != nil {
		return nil, err
	}
	var waves []Occurrence
	day := plan.after(now, pulse.Settled)
	for day != model.NoDay && len(waves) < previewed {
		waves = append(waves, Occurrence{day, plan.opens(day), plan.closes(day), plan.parts(day)})
		day = plan.from(day + 1)
	}
	return waves, nil
}

func pulseToChange(ctx context.Context, s Store, scope model.Scope, id string) (Pulse, error) {
	pulse, err := s.PulseToChange(ctx, id)
	return pulseWithin(ctx, s, scope, pulse, err)
}

// checkPrevious refuses a survey that repeats one of another instrument, or one beyond the scope.
func checkPrevious(ctx context.Context, r Reader, scope model.Scope, draft SurveyDraft) error {
	if draft.Previous == "" {
		return nil
	}
	previous, err := GetSurvey(ctx, r, scope, draft.Previous)
	if model.ErrNotFound.Is(err) {
		return model.ErrNotFound.With("previous", model.Name("surveys", draft.Previous))
	}
	if err != nil {
		return err
	}
	return checkFamily(ctx, r, draft.Instrument, previous.Instrument)
}

func checkFamily(ctx context.Context, r Reader, one, other string) error {
	if one == other {
		return nil
	}
	first, err := r.Instrument(ctx, one)
	if err != nil {
		return err
	}
	second, err := r.Instrument(ctx, other)
	if err == nil && first.Family != second.Family {
		return ErrOtherInstrument
	}
	return err
}

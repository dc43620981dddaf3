package pulse

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// previewed is how many waves a preview tells of.
const previewed = 10

// Get reads a pulse within the scope.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Pulse, error) {
	pulse, err := r.Pulse(ctx, id)
	return within(ctx, r, scope, pulse, err)
}

func within(ctx context.Context, r Reader, scope model.Scope, pulse Pulse, err error) (Pulse, error) {
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

// Create begins a pulse. The scope must hold its owner and all whom it asks.
func Create(ctx context.Context, s Store, scope model.Scope, now time.Time, draft Draft) (Pulse, error) {
	if draft.Asks.Mode == domain.Anonymous {
		return Pulse{}, domain.ErrModeNotAvailable
	}
	plan, err := draft.check(now)
	if err != nil {
		return Pulse{}, err
	}
	if err := domain.CheckInstrument(ctx, s, draft.Asks.Instrument); err != nil {
		return Pulse{}, err
	}
	if err := domain.CheckReach(ctx, s, scope, draft.Asks); err != nil {
		return Pulse{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Pulse{}, err
	}
	pulse := Pulse{Header: model.NewHeader(id.String(), now), Draft: draft, Settled: model.NoDay, Skipped: model.NoDay, Seed: newSeed()}
	pulse.plan(plan, now)
	return pulse, keep(ctx, s, pulse)
}

// Update changes what edit changes of the waves to come. An empty etag demands nothing. The scope must hold all whom it asks then,
// whether that changed or not: later nobody is there to be asked.
func Update(
	ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, edit func(Pulse) (Draft, error),
) (Pulse, error) {
	pulse, err := toChange(ctx, s, scope, id)
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
		return Pulse{}, domain.ErrModeFixed
	}
	plan, err := draft.check(now)
	if err != nil {
		return Pulse{}, err
	}
	if draft.Asks.Instrument != pulse.Asks.Instrument {
		if err := domain.CheckInstrument(ctx, s, draft.Asks.Instrument); err != nil {
			return Pulse{}, err
		}
		if err := domain.SameFamily(ctx, s, draft.Asks.Instrument, pulse.Asks.Instrument); err != nil {
			return Pulse{}, err
		}
	}
	if err := domain.CheckReach(ctx, s, scope, draft.Asks); err != nil {
		return Pulse{}, err
	}
	pulse.Draft = draft
	pulse.Touch(now)
	pulse.plan(plan, now)
	return pulse, keep(ctx, s, pulse)
}

// Pause has no more waves opened. Twice is once.
func Pause(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Pulse, error) {
	return changePause(ctx, s, scope, now, id, etag, true)
}

// Resume has waves opened again. Twice is once. The scope must hold all whom it asks.
func Resume(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Pulse, error) {
	return changePause(ctx, s, scope, now, id, etag, false)
}

func changePause(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, paused bool) (Pulse, error) {
	pulse, err := toChange(ctx, s, scope, id)
	if err != nil || pulse.Paused == paused {
		return pulse, err
	}
	if err := pulse.CheckCurrent(etag); err != nil {
		return Pulse{}, err
	}
	if !paused {
		if err := domain.CheckReach(ctx, s, scope, pulse.Asks); err != nil {
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
	return pulse, keep(ctx, s, pulse)
}

// keep saves a pulse and says so.
func keep(ctx context.Context, s Store, pulse Pulse) error {
	if err := s.SavePulse(ctx, pulse); err != nil {
		return err
	}
	return s.Record(ctx, Changed{pulse})
}

// Preview tells the waves that are to come.
func Preview(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) ([]Occurrence, error) {
	pulse, err := Get(ctx, r, scope, id)
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

func toChange(ctx context.Context, s Store, scope model.Scope, id string) (Pulse, error) {
	pulse, err := s.PulseToChange(ctx, id)
	return within(ctx, s, scope, pulse, err)
}

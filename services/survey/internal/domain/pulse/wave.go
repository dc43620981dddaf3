package pulse

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse/sample"
)

// missed is why a wave was skipped that would be closed by now.
const missed = "MISSED"

// OpenWave opens the wave of a pulse that is due, and leaves any other pulse alone. Of several that came due while nobody looked it opens
// the last. A refusal has changed nothing; SkipWave then notes it. Until the roster is complete the wave waits.
func OpenWave(ctx context.Context, s Store, now time.Time, id string) error {
	pulse, plan, due, err := dueWave(ctx, s, now, id)
	if err != nil || !due {
		return err
	}
	day := plan.latest(pulse.Next, now)
	if !plan.closes(day).After(now) {
		return settleWave(ctx, s, now, pulse, plan, missed)
	}
	if ready, err := s.HoldRoster(ctx); err != nil || !ready {
		return err
	}
	pulse.LastWave, err = openWave(ctx, s, now, pulse, plan, day)
	if err != nil {
		return err
	}
	return settleWave(ctx, s, now, pulse, plan, "")
}

// SkipWave notes why the wave of a pulse that is due cannot be opened, and goes on to the next.
func SkipWave(ctx context.Context, s Store, now time.Time, id string, why *model.Fault) error {
	pulse, plan, due, err := dueWave(ctx, s, now, id)
	if err != nil || !due {
		return err
	}
	return settleWave(ctx, s, now, pulse, plan, why.Reason)
}

// dueWave reads a pulse, to be changed, and whether it has a wave to open. Whoever else looked at the same time finds it settled.
func dueWave(ctx context.Context, s Store, now time.Time, id string) (pulse Pulse, plan schedule, due bool, err error) {
	pulse, err = s.PulseToChange(ctx, id)
	if err != nil || pulse.NextTime.IsZero() || pulse.NextTime.After(now) {
		return pulse, plan, false, err
	}
	plan, err = pulse.Timing.schedule()
	return pulse, plan, err == nil, err
}

// settleWave goes on to the next wave.
func settleWave(ctx context.Context, s Store, now time.Time, pulse Pulse, plan schedule, skippedFor string) error {
	pulse.Settled = plan.latest(pulse.Next, now)
	if skippedFor != "" {
		pulse.Skipped, pulse.SkippedFor = pulse.Settled, skippedFor
	}
	pulse.Touch(now)
	pulse.plan(plan, now)
	return keep(ctx, s, pulse)
}

func openWave(ctx context.Context, s Store, now time.Time, pulse Pulse, plan schedule, day model.Day) (id string, err error) {
	fresh, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	survey := domain.Survey{Header: model.NewHeader(fresh.String(), now), SurveyDraft: pulse.Asks, State: domain.Draft, Wave: domain.Wave{Pulse: pulse.ID, Day: day, RestWeeks: plan.RestWeeks}}
	survey.DisplayName, survey.CloseTime, survey.Previous = pulse.nameOn(day), plan.closes(day), pulse.LastWave
	asks, err := domain.Compiled(ctx, s, survey)
	if err != nil {
		return "", err
	}
	if plan.RestWeeks > 0 {
		if err := s.HoldRest(ctx); err != nil {
			return "", err
		}
	}
	all, err := s.Placed(ctx, survey, now)
	if err != nil {
		return "", err
	}
	chosen := choose(pulse.Seed, day, all, plan.parts(day))
	if len(chosen) < domain.LeastPeople(survey.Split, asks) {
		return "", domain.ErrAudienceTooSmall
	}
	if err := s.SaveSurvey(ctx, survey); err != nil {
		return "", err
	}
	if err := s.FreezePlaced(ctx, survey, chosen, asks.Blank()); err != nil {
		return "", err
	}
	survey.Eligible = int64(len(chosen))
	_, err = domain.Begin(ctx, s, now, survey, asks)
	return survey.ID, err
}

// choose takes one of so many people, from those who have rested. While some have not, the parts are rounded up, so that everybody has
// their turn within the time.
func choose(seed []byte, day model.Day, all []domain.Placed, parts int) []domain.Placed {
	places := map[string]domain.Placed{}
	var rested []sample.Candidate
	for _, one := range all {
		if one.Rested {
			places[one.Person] = one
			rested = append(rested, sample.Candidate{Person: one.Person, Unit: one.Place.Unit})
		}
	}
	var chosen []domain.Placed
	for _, one := range sample.Choose(seed, day.String(), rested, (len(all)+parts-1)/parts) {
		chosen = append(chosen, places[one.Person])
	}
	return chosen
}

package voting

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// couldWin tells of everybody who could win when the round was frozen, so that a refusal does not say who of them was nominated.
var couldWin = model.InvalidField("person", model.Say("draws for the round, or could have won it", "是本轮的抽签方，或有资格参评"))

// Appoint puts somebody on the panel of a round in which too few can score a candidate. Otherwise whoever runs a round could choose those
// who decide it once others have scored.
func Appoint(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, person string) (award.Round, error) {
	if _, err := s.HoldRoster(ctx); err != nil { // who is being erased is put nowhere
		return award.Round{}, err
	}
	round, err := rounds.ToChange(ctx, s, scope, id)
	if err == nil {
		err = round.Must(award.InPanel)
	}
	if err == nil {
		err = rounds.Judge(ctx, s, round)
	}
	if err == nil {
		err = staff.Stranger(ctx, person)
	}
	switch {
	case err != nil:
		return award.Round{}, err
	case slices.Contains(round.Panel, person):
		return round, nil
	}
	if err := stuck(ctx, s, now, round); err != nil {
		return award.Round{}, err
	}
	if err := independent(ctx, s, now, round, person); err != nil {
		return award.Round{}, err
	}
	round.Appoint(person, now)
	round.Touch(now)
	return round, s.SaveRound(ctx, round)
}

// independent refuses who works nowhere, draws, or could win.
func independent(ctx context.Context, r award.Reader, now time.Time, round award.Round, person string) error {
	if _, err := r.Workplace(ctx, person, now); errors.Is(err, model.ErrNotFound) {
		return model.InvalidField("person", model.Unknown)
	} else if err != nil {
		return err
	}
	row, err := r.RowOf(ctx, round.ID, person)
	found := !errors.Is(err, model.ErrNotFound)
	if found && err != nil {
		return err
	}
	if _, party := round.PartyOf(person); party || found && !row.Out() {
		return couldWin
	}
	return nil
}

// stuck refuses where the panel can reach its quorum by itself.
func stuck(ctx context.Context, r award.Reader, now time.Time, round award.Round) error {
	bench, err := Bench(ctx, r, round.ID)
	if err != nil {
		return err
	}
	units := map[string]string{}
	for _, member := range round.Panel {
		place, err := r.Workplace(ctx, member, now)
		if errors.Is(err, model.ErrNotFound) {
			continue
		} else if err != nil {
			return err
		}
		units[member] = place.Unit
	}
	if bench.Stuck(round.Quorum, units) == 0 {
		return award.ErrPanelSuffices
	}
	return nil
}

// Package rounds takes an award from its draft to the panel.
package rounds

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Get reads a round within the scope, or of which its person is: by where they work, as a party, on the panel, or once it was frozen.
func Get(ctx context.Context, r award.Reader, scope model.Scope, now time.Time, id string) (award.Round, error) {
	round, err := r.Round(ctx, id)
	if err != nil {
		return award.Round{}, err
	}
	if err = staff.Within(ctx, r, scope, round.Unit, round.Employer); !errors.Is(err, model.ErrNotFound) || scope.Self == "" {
		return orNone(round, err)
	}
	if _, party := round.PartyOf(scope.Self); party || slices.Contains(round.Panel, scope.Self) {
		return round, nil
	}
	if _, err = r.RowOf(ctx, id, scope.Self); !errors.Is(err, model.ErrNotFound) {
		return orNone(round, err)
	}
	place, err := r.Workplace(ctx, scope.Self, now)
	if err != nil {
		return award.Round{}, err
	}
	in, err := award.WorksIn(ctx, r, place, round.Unit, round.Employer)
	if err == nil && !in {
		err = model.ErrNotFound
	}
	return orNone(round, err)
}

func orNone(round award.Round, err error) (award.Round, error) {
	if err != nil {
		return award.Round{}, err
	}
	return round, nil
}

// List lists the rounds within the scope, and those of the units in which its person works, one more than a page.
func List(ctx context.Context, r award.Reader, scope model.Scope, now time.Time, list model.List) ([]award.Round, error) {
	var above []string
	employer := ""
	if scope.Self != "" {
		place, err := r.Workplace(ctx, scope.Self, now)
		if err != nil && !errors.Is(err, model.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			employer = place.Employer
			if above, err = r.Above(ctx, place.Unit); err != nil {
				return nil, err
			}
		}
	}
	return r.Rounds(ctx, scope, above, employer, list)
}

// Plan is what people decide about a round.
type Plan struct {
	Scheme      string
	DisplayName model.Text
	Start, End  model.Day
	Parties     []string
}

// Create begins a round by the rules of an active scheme.
func Create(ctx context.Context, s award.Store, scope model.Scope, now time.Time, plan Plan) (award.Round, error) {
	scheme, err := s.Scheme(ctx, plan.Scheme)
	if err == nil {
		err = staff.Within(ctx, s, scope, scheme.Unit, scheme.Employer)
	}
	if err == nil {
		err = text.Localized("award_round.display_name", plan.DisplayName)
	}
	switch {
	case err != nil:
		return award.Round{}, err
	case scheme.State != award.Active:
		return award.Round{}, award.ErrSchemeNotActive
	case plan.End < plan.Start:
		return award.Round{}, model.InvalidField("award_round.end_date", model.Say("is before the first day", "早于起始日期"))
	}
	if _, err := s.HoldRoster(ctx); err != nil { // no party is erased meanwhile
		return award.Round{}, err
	}
	for _, party := range plan.Parties {
		if _, err := s.Workplace(ctx, party, now); errors.Is(err, model.ErrNotFound) {
			return award.Round{}, model.InvalidField("award_round.parties", model.Unknown)
		} else if err != nil {
			return award.Round{}, err
		}
	}
	id, err := uuid.NewV7()
	if err != nil {
		return award.Round{}, err
	}
	round := award.Round{
		Header: model.NewHeader(id.String(), now), Rules: scheme.Rules, Scheme: scheme.ID, DisplayName: plan.DisplayName,
		Start: plan.Start, End: plan.End, State: award.Drafted, HeadSalt: award.NewSalt(),
	}
	for i, party := range plan.Parties {
		round.Parties[i].Person = party
	}
	return round, s.SaveRound(ctx, round)
}

// Commit keeps what a party binds itself to.
func Commit(ctx context.Context, s award.Store, now time.Time, person, id string, digest []byte) (award.Round, error) {
	round, err := s.RoundToChange(ctx, id)
	if err != nil {
		return award.Round{}, err
	}
	if err := round.Commit(person, digest, now); err != nil {
		return award.Round{}, err
	}
	return save(ctx, s, now, round)
}

// OpenNominations lets people nominate.
func OpenNominations(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string) (award.Round, error) {
	return step(ctx, s, scope, now, id, award.Committed, func(round *award.Round) error {
		round.State, round.OpenTime = award.Nominating, now
		return nil
	})
}

// OpenPanel ends the figures and says who the candidates are.
func OpenPanel(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string) (award.Round, error) {
	return step(ctx, s, scope, now, id, award.Scoring, func(round *award.Round) error {
		rows, err := s.Rows(ctx, id)
		if err != nil {
			return err
		}
		nominations, err := s.Nominations(ctx, id)
		if err != nil {
			return err
		}
		award.Bar(rows, nominations, round.Rules)
		if !slices.ContainsFunc(rows, func(row award.Row) bool { return row.Barred == "" }) {
			return award.ErrNoCandidates
		}
		round.State = award.InPanel
		if err := award.CheckFigures(*round, rows); err != nil {
			return err
		}
		return s.SaveRows(ctx, rows)
	})
}

// Cancel ends a round before it is announced. Twice for the same reason is once.
func Cancel(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, reason string) (award.Round, error) {
	round, err := ToChange(ctx, s, scope, id)
	reason = strings.TrimSpace(reason)
	switch {
	case err != nil:
		return award.Round{}, err
	case round.State == award.Cancelled && round.Reason == reason:
		return round, nil
	case round.State >= award.Announced:
		return award.Round{}, round.Must() // nothing is left to be cancelled
	}
	if err := Judge(ctx, s, round); err != nil {
		return award.Round{}, err
	}
	round.State, round.Reason = award.Cancelled, reason
	return save(ctx, s, now, round)
}

// ToChange reads a round within the scope that stays as it is until the transaction ends.
func ToChange(ctx context.Context, s award.Store, scope model.Scope, id string) (award.Round, error) {
	round, err := s.RoundToChange(ctx, id)
	if err == nil {
		err = staff.Within(ctx, s, scope, round.Unit, round.Employer)
	}
	return orNone(round, err)
}

// Judge refuses a caller who may win the round: from when it is known who may, others decide in it.
func Judge(ctx context.Context, r award.Reader, round award.Round) error {
	actor, _ := model.ActorFrom(ctx)
	if actor.Person() == "" || round.State < award.InPanel {
		return nil
	}
	row, err := r.RowOf(ctx, round.ID, actor.Person())
	switch {
	case errors.Is(err, model.ErrNotFound):
		return nil
	case err == nil && row.Barred == "":
		return staff.ErrSelf
	}
	return err
}

// step takes a round that is in a state one further.
func step(
	ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string, from award.State, take func(*award.Round) error,
) (award.Round, error) {
	round, err := ToChange(ctx, s, scope, id)
	if err == nil {
		err = round.Must(from)
	}
	if err == nil {
		err = take(&round)
	}
	if err != nil {
		return award.Round{}, err
	}
	return save(ctx, s, now, round)
}

func save(ctx context.Context, s award.Store, now time.Time, round award.Round) (award.Round, error) {
	round.Touch(now)
	return round, s.SaveRound(ctx, round)
}

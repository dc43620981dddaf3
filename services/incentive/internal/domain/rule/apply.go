package rule

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Granting is what a store needs to grant, within one transaction.
type Granting interface {
	wallet.Store
	People
	Memory
	// Live are the versions that hold, of all rules that are active, in the order of their ids.
	Live(ctx context.Context) ([]Live, error)
	// GrantsFor are the grants of all rules for facts with these keys that were not taken back.
	GrantsFor(ctx context.Context, facts ...string) ([]Grant, error)
	// Forget undoes Remember for a grant that was refused.
	Forget(ctx context.Context, g Grant) error
	// Refuse keeps grants that are refused, with why. They count for nothing; Remember undoes it.
	Refuse(ctx context.Context, grants []Grant) error
	// Refused says whether anything is refused that a rule was to grant under a key.
	Refused(ctx context.Context, rule, fact string) (bool, error)
	// ForgetRefused forgets what was refused for facts with these keys.
	ForgetRefused(ctx context.Context, facts ...string) error
	// TakeBack notes that a grant was taken back: it counts no longer. Remember undoes it.
	TakeBack(ctx context.Context, g Grant) error
}

// reason is what the ledger says of what rules grant.
const reason = "rule"

// Apply grants what the active rules grant for the facts, and takes back what was granted for those that are withdrawn.
func Apply(ctx context.Context, s Granting, now time.Time, facts []fact.Kept) ([]fact.Effect, error) {
	live, err := s.Live(ctx)
	if err != nil {
		return nil, err
	}
	counting, withdrawn := kept(facts)
	var granted []Grant
	budgets := map[string]string{}
	for _, l := range live {
		machine, err := newMachine(l)
		if err != nil {
			return nil, err // a published version was compiled before
		}
		budgets[l.Rule] = l.Spec.Budget
		for _, f := range counting {
			more, err := machine.grant(ctx, s, s, now, f.Fact)
			if err != nil {
				return nil, err
			}
			made, not := split(more)
			granted = append(granted, made...)
			if err := tell(ctx, s, not); err != nil {
				return nil, err
			}
		}
	}
	effects, err := pay(ctx, s, now, granted, budgets)
	if err != nil {
		return nil, err
	}
	for _, f := range withdrawn {
		back, err := takeBack(ctx, s, f)
		if err != nil {
			return nil, err
		}
		effects = append(effects, back...)
	}
	return effects, nil
}

// pay makes a posting of each grant: what one budget cannot pay keeps no other from being paid.
func pay(ctx context.Context, s Granting, now time.Time, granted []Grant, budgets map[string]string) ([]fact.Effect, error) {
	if len(granted) == 0 {
		return nil, nil
	}
	wanted := make([]wallet.Grant, len(granted))
	for i, g := range granted {
		wanted[i] = wallet.Grant{
			ID: uuid.MustParse(g.ID), Person: g.Person, Amount: g.Amount, Budget: budgets[g.Rule], Reason: reason,
			Source: model.Name("rules", g.Rule), By: model.ServiceActor("incentive").Subject,
		}
	}
	transfers, err := wallet.Granting(ctx, s, now, wanted...)
	effects := make([]fact.Effect, len(transfers))
	for i, t := range transfers {
		effects[i] = fact.Effect{Posting: ledger.Posting{t}, Refused: func(ctx context.Context, why error) error {
			g := granted[i]
			if err := s.Forget(ctx, g); err != nil {
				return err
			}
			g.Refusal = refusalOf(why)
			return s.Refuse(ctx, []Grant{g})
		}}
	}
	return effects, err
}

// tell keeps what a rule refuses all who share in a fact, unless it was kept before.
func tell(ctx context.Context, s Granting, refused []Grant) error {
	if len(refused) == 0 {
		return nil
	}
	if told, err := s.Refused(ctx, refused[0].Rule, refused[0].Fact); err != nil || told {
		return err
	}
	return s.Refuse(ctx, refused)
}

// split parts grants that can be made from those that are refused already.
func split(grants []Grant) (made, refused []Grant) {
	for _, g := range grants {
		if g.Refusal == 0 {
			made = append(made, g)
		} else {
			refused = append(refused, g)
		}
	}
	return made, refused
}

// takeBack reverses what was granted for a fact. What was spent by now stays granted.
func takeBack(ctx context.Context, s Granting, f fact.Kept) ([]fact.Effect, error) {
	ofTeam := f.Fact
	ofTeam.Person = ""
	if err := s.ForgetRefused(ctx, f.Key(), ofTeam.Key()); err != nil {
		return nil, err
	}
	grants, err := s.GrantsFor(ctx, f.Key(), ofTeam.Key())
	if err != nil {
		return nil, err
	}
	var effects []fact.Effect
	for _, g := range grants {
		if err := s.TakeBack(ctx, g); err != nil {
			return nil, err
		}
		of := uuid.MustParse(g.ID)
		effects = append(effects, fact.Effect{
			Posting: ledger.Posting{{
				ID: wallet.ID("rule.withdrawn", g.ID), Kind: ledger.Reversal, Of: of, Day: model.NoDay, Reason: reason, Source: model.Name("rules", g.Rule),
				By: model.ServiceActor("incentive").Subject,
			}},
			Refused: func(ctx context.Context, _ error) error { return s.Remember(ctx, []Grant{g}) },
		})
	}
	return effects, nil
}

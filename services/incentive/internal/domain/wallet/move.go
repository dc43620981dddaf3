package wallet

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// ErrSelf refuses points that somebody gives to themselves.
var ErrSelf = model.InvalidField("receivers", model.Say("hold the giver", "不能包含赠送人本人"))

// Grant is points that a person earns: not from a colleague, but by a rule, an award or a customer's letter.
type Grant struct {
	ID     uuid.UUID
	Person string
	Amount int64
	// Budget is the bare id of the unit whose budget pays; "" where nobody's does.
	Budget string
	// Participation says that the points come from the account for taking part in surveys, where nobody reads who gets them.
	Participation bool
	// Reason says in a word why, Source is the resource that it came from, By who caused it: "services/incentive" or a person.
	Reason, Source, By string
}

// GrantPoints grants all or none. What was granted before under the same id stays granted once.
func GrantPoints(ctx context.Context, s Store, now time.Time, grants ...Grant) error {
	posting, err := Granting(ctx, s, now, grants...)
	if err != nil {
		return err
	}
	_, err = Post(ctx, s, now, posting)
	return err
}

// Granting is the posting that grants, for who has more to move with it.
func Granting(ctx context.Context, s Store, now time.Time, grants ...Grant) (ledger.Posting, error) {
	book, err := PointsLedger(ctx, s, now)
	if err != nil {
		return nil, err
	}
	var people, units []string
	for _, g := range grants {
		people = append(people, model.Name("people", g.Person))
		if g.Budget != "" {
			units = append(units, model.Name("units", g.Budget))
		}
	}
	earned, err := Accounts(ctx, s, now, book, Earned, people...)
	if err != nil {
		return nil, err
	}
	budgets, err := Accounts(ctx, s, now, book, Budget, units...)
	if err != nil {
		return nil, err
	}
	source, err := Account(ctx, s, now, book, Source, "")
	if err != nil {
		return nil, err
	}
	var participation ledger.Account
	if slices.ContainsFunc(grants, func(g Grant) bool { return g.Participation }) {
		if participation, err = Account(ctx, s, now, book, Participation, ""); err != nil {
			return nil, err
		}
	}
	posting := make(ledger.Posting, len(grants))
	for i, g := range grants {
		from := source
		switch {
		case g.Participation:
			from = participation
		case g.Budget != "":
			from = budgets[model.Name("units", g.Budget)]
		}
		posting[i] = ledger.Transfer{
			ID: g.ID, Kind: ledger.Direct, Debit: from.ID, Credit: earned[model.Name("people", g.Person)].ID, Amount: g.Amount,
			Day: model.NoDay, Reason: g.Reason, Source: g.Source, By: g.By,
		}
	}
	return posting, nil
}

// Gift is points that a person gives to colleagues out of their allowance.
type Gift struct {
	// ID is what the gift is for; each receiver's transfer has an id that follows from it.
	ID   uuid.UUID
	From string
	To   []string
	// Each is what every receiver gets.
	Each           int64
	Reason, Source string
}

// Transfer is the id of the transfer to a receiver.
func (g Gift) Transfer(to string) uuid.UUID { return ID(g.ID.String(), to) }

// Give moves points from an allowance to what the receivers have earned, within the caps of the giver's policy: to all or to none. The
// same gift once more is the same gift.
func Give(ctx context.Context, s Store, now time.Time, g Gift) error {
	if err := s.HoldGiver(ctx, g.From); err != nil {
		return err
	}
	book, err := PointsLedger(ctx, s, now)
	if err != nil {
		return err
	}
	from, err := Account(ctx, s, now, book, Allowance, model.Name("people", g.From))
	if err != nil {
		return err
	}
	earned, err := Accounts(ctx, s, now, book, Earned, model.Names("people", g.To)...)
	if err != nil {
		return err
	}
	posting := make(ledger.Posting, len(g.To))
	for i, to := range g.To {
		if to == g.From {
			return ErrSelf
		}
		posting[i] = ledger.Transfer{
			ID: g.Transfer(to), Kind: ledger.Direct, Debit: from.ID, Credit: earned[model.Name("people", to)].ID, Amount: g.Each,
			Day: model.NoDay, Reason: g.Reason, Source: g.Source, By: model.Name("people", g.From),
		}
	}
	if err := withinCaps(ctx, s, now, g, from, posting); err != nil {
		return err
	}
	_, err = Post(ctx, s, now, posting)
	return err
}

// Post takes one posting, whole or not at all. An empty one moves nothing.
func Post(ctx context.Context, s Store, now time.Time, posting ledger.Posting) ([]ledger.Entry, error) {
	if len(posting) == 0 {
		return nil, nil
	}
	outcomes, err := s.Post(ctx, now, []ledger.Posting{posting})
	if err != nil {
		return nil, err
	}
	return outcomes[0].Entries, outcomes[0].Err
}

package reward

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// State is what became of a redemption. The numbers are those of hearth.incentive.v1.RedemptionState.
type State int32

// The states.
const (
	Open State = iota + 1
	Fulfilled
	Cancelled
	Refunded
)

// Redemption is one piece of a reward for one person.
type Redemption struct {
	model.Header
	// Reward and Person are bare ids.
	Reward, Person string
	// Unit, Employer and Site are where the person worked when they redeemed.
	Unit, Employer, Site string
	// Price and TaxCategory are as they were then.
	Price       int64
	TaxCategory string
	// Counted says that a piece of a stock is held or taken.
	Counted bool
	State   State
	// Reason says why it was cancelled or refunded.
	Reason string
}

// Changed is the fact that a redemption is now as it says.
type Changed struct{ Redemption Redemption }

// Happened marks a fact.
func (Changed) Happened() {}

// id is that of one of the transfers of a redemption: what is held or moved ("price", "piece"), and by which step.
func (r Redemption) id(what, step string) uuid.UUID {
	return wallet.ID(model.Name("redemptions", r.ID), what, step)
}

// held are what the redemption holds, or took.
func (r Redemption) held() []string {
	if r.Counted {
		return []string{"price", "piece"}
	}
	return []string{"price"}
}

// step is the transfer that does something to what an earlier step made.
func (r Redemption) step(ctx context.Context, kind ledger.Kind, what, name, of string) ledger.Transfer {
	t := ledger.Transfer{ID: r.id(what, name), Kind: kind, Of: r.id(what, of), Day: model.NoDay, Reason: "redemption", Source: model.Name("redemptions", r.ID), By: wallet.By(ctx)}
	if kind == ledger.Capture {
		t.Amount = 1
		if what == "price" {
			t.Amount = r.Price
		}
	}
	return t
}

// Redeem holds the price and a piece of a reward for the scope's person. shown is the price that they were shown, 0 for any.
func Redeem(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, shown int64) (Redemption, error) {
	if err := s.HoldPeople(ctx); err != nil {
		return Redemption{}, err
	}
	place, err := s.Workplace(ctx, scope.Self, now)
	if err != nil {
		return Redemption{}, err
	}
	standing, err := StandingOf(ctx, s, scope, now)
	if err != nil {
		return Redemption{}, err
	}
	reward, err := s.Reward(ctx, id)
	switch {
	case err != nil:
		return Redemption{}, err
	case !reward.OfferedTo(standing):
		return Redemption{}, model.ErrNotFound
	case reward.Archived():
		return Redemption{}, ErrNotOffered
	case shown != 0 && shown != reward.Price:
		return Redemption{}, ErrPriceChanged
	}
	key, err := uuid.NewV7()
	if err != nil {
		return Redemption{}, err
	}
	redemption := Redemption{
		Header: model.NewHeader(key.String(), now), Reward: reward.ID, Person: scope.Self,
		Unit: place.Unit, Employer: place.Employer, Site: place.Site,
		Price: reward.Price, TaxCategory: reward.TaxCategory, Counted: !reward.Unlimited, State: Open,
	}
	if err := save(ctx, s, redemption); err != nil {
		return Redemption{}, err
	}
	posting, err := holds(ctx, s, now, redemption, reward)
	if err != nil {
		return Redemption{}, err
	}
	_, err = wallet.Post(ctx, s, now, posting)
	fault, refused := err.(*model.Fault)
	if refused && errors.Is(fault, ledger.ErrInsufficientFunds) && fault.Meta["transfer"] == redemption.id("piece", "hold").String() {
		return Redemption{}, ErrOutOfStock
	}
	return redemption, err
}

// holds is the posting that sets aside what a redemption costs.
func holds(ctx context.Context, s Store, now time.Time, r Redemption, reward Reward) (ledger.Posting, error) {
	hold := func(what, from, to string, amount int64) ledger.Transfer {
		return ledger.Transfer{
			ID: r.id(what, "hold"), Kind: ledger.Hold, Debit: from, Credit: to, Amount: amount, Day: model.NoDay, Reason: "redemption",
			Source: model.Name("redemptions", r.ID), By: wallet.By(ctx),
		}
	}
	points, err := wallet.PointsLedger(ctx, s, now)
	if err != nil {
		return nil, err
	}
	earned, err := wallet.Account(ctx, s, now, points, wallet.Earned, model.Name("people", r.Person))
	if err != nil {
		return nil, err
	}
	spent, err := wallet.Account(ctx, s, now, points, wallet.Spent, "")
	if err != nil {
		return nil, err
	}
	posting := ledger.Posting{hold("price", earned.ID, spent.ID, r.Price)}
	if !r.Counted {
		return posting, nil
	}
	pieces, err := wallet.LedgerOf(ctx, s, now, Pieces, "")
	if err != nil {
		return nil, err
	}
	handed, err := wallet.Account(ctx, s, now, pieces, wallet.Spent, "")
	return append(posting, hold("piece", reward.Stock, handed.ID, 1)), err
}

func save(ctx context.Context, s Store, r Redemption) error {
	if err := s.SaveRedemption(ctx, r); err != nil {
		return err
	}
	return s.Record(ctx, Changed{r})
}

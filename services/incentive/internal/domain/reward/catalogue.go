package reward

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

const (
	// Pieces is the currency of what is in stock.
	Pieces = "PIECES"
	// Stock is what the accounts are for that the pieces of a reward are in.
	Stock = ledger.Stock
)

// StandingOf is where the scope's person stands at the instant; nowhere where there is no person, or where they do not work.
func StandingOf(ctx context.Context, r Reader, scope model.Scope, now time.Time) (Standing, error) {
	if scope.Self == "" {
		return Standing{}, nil
	}
	place, err := r.Workplace(ctx, scope.Self, now)
	if errors.Is(err, model.ErrNotFound) {
		return Standing{}, nil
	}
	if err != nil {
		return Standing{}, err
	}
	above, err := r.Above(ctx, place.Unit)
	return Standing{Units: above, Site: place.Site, Employer: place.Employer}, err
}

// Get reads a reward that is within the scope, or offered to its person.
func Get(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) (Reward, error) {
	found, err := r.Reward(ctx, id)
	if err != nil {
		return Reward{}, err
	}
	in, err := r.InScope(ctx, scope, found.Unit, found.Employer())
	if err != nil || in {
		return found, err
	}
	standing, err := StandingOf(ctx, r, scope, now)
	if err != nil {
		return Reward{}, err
	}
	if found.Archived() || !found.OfferedTo(standing) {
		return Reward{}, model.ErrNotFound
	}
	return found, nil
}

// Kept reads a reward within the scope.
func Kept(ctx context.Context, r Reader, scope model.Scope, id string) (Reward, error) {
	found, err := r.Reward(ctx, id)
	return kept(ctx, r, scope, found, err)
}

func kept(ctx context.Context, r Reader, scope model.Scope, found Reward, err error) (Reward, error) {
	if err == nil {
		err = staff.Within(ctx, r, scope, found.Unit, found.Employer())
	}
	return found, err
}

// Create adds a reward, with nothing in stock.
func Create(ctx context.Context, s Store, scope model.Scope, now time.Time, draft Draft) (Reward, error) {
	if err := draft.check(); err != nil {
		return Reward{}, err
	}
	if err := staff.MayOwn(ctx, s, scope, draft.Unit, draft.Employer()); err != nil {
		return Reward{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Reward{}, err
	}
	reward := Reward{Header: model.NewHeader(id.String(), now), Draft: draft}
	if !draft.Unlimited {
		pieces, err := wallet.LedgerOf(ctx, s, now, Pieces, "")
		if err != nil {
			return Reward{}, err
		}
		stock, err := wallet.Account(ctx, s, now, pieces, Stock, model.Name("rewards", reward.ID))
		if err != nil {
			return Reward{}, err
		}
		reward.Stock = stock.ID
	}
	if err := s.SaveReward(ctx, reward); err != nil {
		return Reward{}, err
	}
	return reward, price(ctx, s, now, reward)
}

// price keeps what a reward costs from today on.
func price(ctx context.Context, s Store, now time.Time, r Reward) error {
	points, err := wallet.PointsLedger(ctx, s, now)
	if err != nil {
		return err
	}
	return s.AddPrice(ctx, r.ID, Price{Version: r.Version, Points: r.Price, From: points.Today(now), CreateTime: now})
}

// Update changes what edit changes. An empty etag demands nothing.
func Update(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, edit func(Reward) (Draft, error)) (Reward, error) {
	reward, err := toChange(ctx, s, scope, id, etag)
	if err != nil {
		return Reward{}, err
	}
	if reward.Archived() {
		return Reward{}, model.ErrArchived
	}
	draft, err := edit(reward)
	if err != nil {
		return Reward{}, err
	}
	if err := draft.check(); err != nil {
		return Reward{}, err
	}
	fixed := model.Say("stays as it is", "不能更改")
	switch {
	case draft.Unit != reward.Unit:
		return Reward{}, model.InvalidField("reward.unit", fixed)
	case draft.Unlimited != reward.Unlimited:
		return Reward{}, model.InvalidField("reward.unlimited", fixed)
	}
	if err := staff.MayOwn(ctx, s, scope, draft.Unit, draft.Employer()); err != nil {
		return Reward{}, err
	}
	repriced := draft.Price != reward.Price
	reward.Draft = draft
	reward.Touch(now)
	if err := s.SaveReward(ctx, reward); err != nil || !repriced {
		return reward, err
	}
	return reward, price(ctx, s, now, reward)
}

// Archive takes a reward out of the catalogue. Twice is once.
func Archive(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Reward, error) {
	reward, err := s.RewardToChange(ctx, id)
	if reward, err = kept(ctx, s, scope, reward, err); err != nil || reward.Archived() {
		return reward, err
	}
	if err := reward.CheckCurrent(etag); err != nil {
		return Reward{}, err
	}
	reward.Touch(now)
	reward.ArchiveTime = reward.UpdateTime
	return reward, s.SaveReward(ctx, reward)
}

func toChange(ctx context.Context, s Store, scope model.Scope, id, etag string) (Reward, error) {
	reward, err := s.RewardToChange(ctx, id)
	if reward, err = kept(ctx, s, scope, reward, err); err != nil {
		return Reward{}, err
	}
	return reward, reward.CheckCurrent(etag)
}

// ChangeStock puts pieces into a stock, or takes out those that no redemption holds. It returns also what can be redeemed then.
func ChangeStock(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, pieces int64, reason string) (StockChange, int64, error) {
	reward, err := toChange(ctx, s, scope, id, "")
	switch {
	case err != nil:
		return StockChange{}, 0, err
	case reward.Archived():
		return StockChange{}, 0, model.ErrArchived
	case reward.Unlimited:
		return StockChange{}, 0, ErrWithoutLimit
	case pieces == 0:
		return StockChange{}, 0, model.InvalidField("pieces", model.Missing)
	}
	key, err := uuid.NewV7()
	if err != nil {
		return StockChange{}, 0, err
	}
	change := StockChange{ID: key.String(), Reward: reward.ID, Pieces: pieces, Reason: reason, CreateTime: now}
	if err := s.AddStockChange(ctx, change); err != nil {
		return StockChange{}, 0, err
	}
	ledgerOf, err := wallet.LedgerOf(ctx, s, now, Pieces, "")
	if err != nil {
		return StockChange{}, 0, err
	}
	maker, err := wallet.Account(ctx, s, now, ledgerOf, wallet.Source, "")
	if err != nil {
		return StockChange{}, 0, err
	}
	move := ledger.Transfer{
		ID: key, Kind: ledger.Direct, Debit: maker.ID, Credit: reward.Stock, Amount: pieces, Day: model.NoDay, Reason: "stock",
		Source: model.Name("rewards", reward.ID), By: wallet.By(ctx),
	}
	if pieces < 0 {
		move.Debit, move.Credit, move.Amount = reward.Stock, maker.ID, -pieces
	}
	_, err = wallet.Post(ctx, s, now, ledger.Posting{move})
	if errors.Is(err, ledger.ErrInsufficientFunds) {
		return StockChange{}, 0, ErrOutOfStock
	}
	if err != nil {
		return StockChange{}, 0, err
	}
	after, err := s.Account(ctx, reward.Stock)
	return change, after.Balance.Available(), err
}

package reward

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Reader reads rewards and redemptions. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Reward(ctx context.Context, id string) (Reward, error)
	// Rewards lists those within the scope's areas, and those in the catalogue that are offered to whoever stands there; one more than a
	// page.
	Rewards(ctx context.Context, scope model.Scope, standing Standing, list model.List) ([]Reward, error)
	// Prices lists those of a reward, one more than a page.
	Prices(ctx context.Context, reward string, list model.List) ([]Price, error)
	// StockChanges lists those of a reward, one more than a page.
	StockChanges(ctx context.Context, reward string, list model.List) ([]StockChange, error)
	Redemption(ctx context.Context, id string) (Redemption, error)
	// Redemptions lists those within the scope, one more than a page.
	Redemptions(ctx context.Context, scope model.Scope, list model.List) ([]Redemption, error)
	// RedemptionsOf are all of a person, the oldest first.
	RedemptionsOf(ctx context.Context, person string) ([]Redemption, error)
	// Leavers are people who have something open and have left, at most so many.
	Leavers(ctx context.Context, now time.Time, most int) ([]string, error)
}

// Store changes what is kept, within one transaction. What it reads to be changed stays as it is until the transaction ends.
type Store interface {
	wallet.Store
	Reader
	RewardToChange(ctx context.Context, id string) (Reward, error)
	// SaveReward inserts version 1 and updates any other. What is in stock is the ledger's.
	SaveReward(ctx context.Context, r Reward) error
	AddPrice(ctx context.Context, reward string, p Price) error
	AddStockChange(ctx context.Context, c StockChange) error
	RedemptionToChange(ctx context.Context, id string) (Redemption, error)
	// SaveRedemption inserts version 1 and updates any other.
	SaveRedemption(ctx context.Context, r Redemption) error
	// HoldPeople keeps those waiting who erase people, until the transaction ends.
	HoldPeople(ctx context.Context) error
	// OpenOf are the redemptions of a person that are open, to be changed.
	OpenOf(ctx context.Context, person string) ([]Redemption, error)
	// Disown puts a pseudonym in the place of a person and takes out what was written about their redemptions.
	Disown(ctx context.Context, person, pseudonym string) error
	Record(ctx context.Context, fact model.Fact) error
}

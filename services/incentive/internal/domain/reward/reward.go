// Package reward keeps the catalogue of what earned points can be spent on, and what becomes of those who spend them. A redemption is one
// posting: it holds the price in the person's earned points and one piece of the stock, which is a ledger of its own.
package reward

import (
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// The refusals of rewards.
var (
	ErrOutOfStock   = model.NewFault("OUT_OF_STOCK")
	ErrNotOffered   = model.NewFault("NOT_OFFERED")
	ErrPriceChanged = model.NewFault("PRICE_CHANGED")
	ErrNotOpen      = model.NewFault("REDEMPTION_NOT_OPEN")
	ErrNotFulfilled = model.NewFault("REDEMPTION_NOT_FULFILLED")
	ErrWithoutLimit = model.NewFault("STOCK_WITHOUT_LIMIT")
)

// Reward is something that points can be spent on.
type Reward struct {
	model.Header
	Draft
	// Stock is the account that its pieces are in, "" where it is without limit.
	Stock string
	// Available are the pieces that may be redeemed; the ledger has them.
	Available int64
	// ArchiveTime is when it left the catalogue.
	ArchiveTime time.Time
}

// Draft is what people decide about a reward.
type Draft struct {
	DisplayName, Description model.Text
	// Unit is the bare id of the unit to whose people, and those below it, it is offered.
	Unit string
	// Sites, bare ids, and Employers narrow that, where there are any.
	Sites, Employers []string
	// Price is in points, above 0.
	Price       int64
	TaxCategory string
	Unlimited   bool
}

// mostPrice is the highest price.
const mostPrice = 1_000_000_000

// Archived says that it has left the catalogue.
func (r Reward) Archived() bool { return !r.ArchiveTime.IsZero() }

// Employer is the one whose people alone it is offered to; "" where there are several or all.
func (d Draft) Employer() string {
	if len(d.Employers) == 1 {
		return d.Employers[0]
	}
	return ""
}

// Standing is what decides about what somebody is offered: the unit where they work and all above it, their site and employer.
type Standing struct {
	Units          []string
	Site, Employer string
}

// OfferedTo says whether it is for whoever stands there.
func (d Draft) OfferedTo(s Standing) bool {
	return slices.Contains(s.Units, d.Unit) &&
		(len(d.Sites) == 0 || slices.Contains(d.Sites, s.Site)) &&
		(len(d.Employers) == 0 || slices.Contains(d.Employers, s.Employer))
}

// check finds what is wrong with a draft by itself.
func (d Draft) check() error {
	if err := text.Localized("reward.display_name", d.DisplayName); err != nil {
		return err
	}
	if len(d.Description) > 0 {
		if err := text.Localized("reward.description", d.Description); err != nil {
			return err
		}
	}
	if d.Price < 1 || d.Price > mostPrice {
		return model.InvalidField("reward.price", model.Say("is not between 1 and %d points", "须在 1 至 %d 积分之间", mostPrice))
	}
	return nil
}

// Price is what a reward costs from a day on.
type Price struct {
	// Version is that of the reward with which it came.
	Version    int64
	Points     int64
	From       model.Day
	CreateTime time.Time
}

// StockChange is what was put into a stock by hand, or below 0 taken out of it.
type StockChange struct {
	ID, Reward string
	Pieces     int64
	Reason     string
	CreateTime time.Time
}

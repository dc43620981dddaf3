// Package wallet moves points and money between the accounts of people, units and Hearth itself: what each account is for, and the few
// moves that all of recognition is made of.
package wallet

import (
	"context"
	"crypto/sha1"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// What accounts are for, as the ledger has it.
const (
	Source        = ledger.Source
	Participation = ledger.Participation
	Allowance     = ledger.Allowance
	Earned        = ledger.Earned
	Budget        = ledger.Budget
	Spent         = ledger.Spent
	Expired       = ledger.Expired
	Bonus         = ledger.Bonus
	Payroll       = ledger.Payroll
)

// Points is the currency of the ledger of points, which all employers share.
const Points = ledger.Points

// Allowances reads what people may give and what they gave.
type Allowances interface {
	allowance.Reader
	// ZoneOf is where the days of a site begin; the zone of the instant where there is no site.
	ZoneOf(ctx context.Context, site string, now time.Time) (*time.Location, error)
	// Given are the gifts out of an allowance since an instant, to accounts by their ids.
	Given(ctx context.Context, from ledger.Account, since time.Time) ([]allowance.Given, error)
}

// Store is what moves need: the ledger, who works where, and what they may give.
type Store interface {
	ledger.Store
	Allowances
	// HoldGiver lets a person give nothing in other transactions until this one ends.
	HoldGiver(ctx context.Context, person string) error
}

// ids is the space of the ids of transfers that follow from what they are for.
var ids = uuid.MustParse("3e8a4c52-7d0a-4f7e-9a8b-5f0f3f1c2d61")

// By is whom what happens in a call is put down to: the caller, or the service itself where it works by the clock.
func By(ctx context.Context) string {
	if actor, ok := model.ActorFrom(ctx); ok {
		return actor.Subject
	}
	return model.ServiceActor("incentive").Subject
}

// ID is the id of the transfer that is for what the parts say: the same parts are the same transfer, so that doing it again does it once.
// It is a UUID of version 5 over the parts, each behind its length.
func ID(parts ...string) uuid.UUID {
	var name []byte
	for _, part := range parts {
		name = binary.AppendUvarint(name, uint64(len(part)))
		name = append(name, part...)
	}
	return uuid.NewHash(sha1.New(), ids, name, 5)
}

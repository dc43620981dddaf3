package wallet

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// PointsLedger is the ledger of points. It begins when it is first asked for.
func PointsLedger(ctx context.Context, s Store, now time.Time) (ledger.Ledger, error) {
	return LedgerOf(ctx, s, now, Points, "")
}

// LedgerOf is the ledger of a currency, an ISO 4217 code or Points, and of a legal entity. It begins when it is first asked for, with
// days that begin where those of the instant do; whoever wants others begins it by CreateLedger.
func LedgerOf(ctx context.Context, s Store, now time.Time, currency, employer string) (ledger.Ledger, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return ledger.Ledger{}, err
	}
	zone := now.Location()
	if zone == time.Local {
		zone = time.UTC // "Local" would be another zone on another machine
	}
	return s.BeginLedger(ctx, ledger.Ledger{
		ID: id.String(), Currency: currency, Employer: employer, Zone: zone, ClosedThrough: model.NoDay, CreateTime: now,
	})
}

// Account is the account of a purpose and an owner, a resource name or "" for the ledger's own. It begins when it is first asked for.
func Account(ctx context.Context, s Store, now time.Time, book ledger.Ledger, purpose, owner string) (ledger.Account, error) {
	all, err := Accounts(ctx, s, now, book, purpose, owner)
	return all[owner], err
}

// Accounts are the accounts of a purpose, by owner. Those that are missing begin.
func Accounts(ctx context.Context, s Store, now time.Time, book ledger.Ledger, purpose string, owners ...string) (map[string]ledger.Account, error) {
	// In one order, so that two who begin the same accounts at once wait for each other and not in a ring.
	owners = slices.Compact(slices.Sorted(slices.Values(owners)))
	found, err := s.AccountsFor(ctx, book.ID, purpose, owners)
	if err != nil {
		return nil, err
	}
	for _, owner := range owners {
		if _, ok := found[owner]; ok {
			continue
		}
		found[owner], err = ledger.CreateAccount(ctx, s, now, ledger.Account{
			Ledger: book.ID, Purpose: purpose, Owner: owner, Overdraft: purpose == Source || purpose == Participation,
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

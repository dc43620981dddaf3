package ledger

import (
	"context"
	"math"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// accountData is an account in the document that a person gets of what is kept about them.
type accountData struct {
	Account  string `json:"account"`
	Currency string `json:"currency"`
	Purpose  string `json:"purpose"`
	// Posted is left out where it would tell what the transfers do not.
	Posted *int64 `json:"posted,omitempty"`
	Held   int64  `json:"held"`
	// Transfers are the newest thousand.
	Transfers []transferData `json:"transfers"`
}

// transferData is a transfer as one of its accounts sees it: who is on the other side is not this person's data.
type transferData struct {
	Transfer string    `json:"transfer"`
	Time     time.Time `json:"time"`
	Day      string    `json:"day"`
	// Amount is below 0 where it went out.
	Amount int64  `json:"amount"`
	Reason string `json:"reason"`
	Source string `json:"source,omitempty"`
}

// PersonData reads a person's accounts and what was moved in them, for the document that they may ask for. The id is bare. Who asks in the
// person's stead, and not the person their own, does not learn whether they took part in surveys.
func PersonData(read domain.Reader, own bool) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		accounts, err := read.AccountsOf(ctx, model.Name("people", person))
		if err != nil {
			return nil, err
		}
		data := make([]accountData, 0, len(accounts))
		for _, a := range accounts {
			one, err := dataOf(ctx, read, a, own)
			if err != nil {
				return nil, err
			}
			// That somebody has an account at all would tell who took part, where nothing else ever came to it.
			if own || len(one.Transfers) > 0 {
				data = append(data, one)
			}
		}
		return data, nil
	}
}

// newest is how many transfers of an account are told.
const newest = 1000

func dataOf(ctx context.Context, read domain.Reader, a domain.Account, own bool) (accountData, error) {
	book, err := read.Ledger(ctx, a.Ledger)
	if err != nil {
		return accountData{}, err
	}
	data := accountData{
		Account: model.Name("accounts", a.ID), Currency: book.Currency, Purpose: a.Purpose, Held: a.Balance.Held, Transfers: []transferData{},
	}
	if posted := a.Balance.Posted(); own || a.Purpose != wallet.Earned {
		data.Posted = &posted
	}
	// As many as are told, and not as many as are read: how many are missing would tell how often somebody took part.
	for before := int64(math.MaxInt64); len(data.Transfers) < newest; {
		entries, err := read.History(ctx, a, before, newest)
		if err != nil {
			return accountData{}, err
		}
		for _, e := range entries {
			before = e.At
			if (own || !participation.Tells(e.Reason)) && len(data.Transfers) < newest {
				data.Transfers = append(data.Transfers, transferOf(a, e))
			}
		}
		if len(entries) < newest {
			break
		}
	}
	return data, nil
}

func transferOf(a domain.Account, e domain.Entry) transferData {
	amount := e.Amount
	if e.Debit == a.ID {
		amount = -amount
	}
	return transferData{
		Transfer: model.Name("transfers", e.ID.String()), Time: db.FromMicros(e.At), Day: e.Day.String(), Amount: amount, Reason: e.Reason, Source: e.Source,
	}
}

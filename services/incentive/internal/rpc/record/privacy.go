package record

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

type privacy struct {
	incentivev1.UnimplementedPrivacyServiceServer
	read ledger.Reader
}

// accountData is an account in the document that a person gets of what is kept about them.
type accountData struct {
	Account  string `json:"account"`
	Currency string `json:"currency"`
	Purpose  string `json:"purpose"`
	Posted   int64  `json:"posted"`
	Held     int64  `json:"held"`
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

// ExportPersonData gathers a person's accounts and what was moved in them.
func (s *privacy) ExportPersonData(ctx context.Context, req *typev1.ExportPersonDataRequest) (*typev1.ExportPersonDataResponse, error) {
	accounts, err := s.read.AccountsOf(ctx, req.GetPerson())
	if err != nil {
		return nil, err
	}
	document := struct {
		Accounts []accountData `json:"accounts"`
	}{[]accountData{}}
	for _, a := range accounts {
		data, err := s.data(ctx, a)
		if err != nil {
			return nil, err
		}
		document.Accounts = append(document.Accounts, data)
	}
	text, err := json.Marshal(document)
	return &typev1.ExportPersonDataResponse{Service: "incentive", Json: string(text)}, err
}

func (s *privacy) data(ctx context.Context, a ledger.Account) (accountData, error) {
	book, err := s.read.Ledger(ctx, a.Ledger)
	if err != nil {
		return accountData{}, err
	}
	entries, err := s.read.History(ctx, a, math.MaxInt64, 1000)
	data := accountData{
		Account: model.Name("accounts", a.ID), Currency: book.Currency, Purpose: a.Purpose, Posted: a.Balance.Posted(), Held: a.Balance.Held,
		Transfers: make([]transferData, len(entries)),
	}
	for i, e := range entries {
		amount := e.Amount
		if e.Debit == a.ID {
			amount = -amount
		}
		data.Transfers[i] = transferData{
			Transfer: model.Name("transfers", e.ID.String()), Time: db.FromMicros(e.At), Day: e.Day.String(), Amount: amount, Reason: e.Reason, Source: e.Source,
		}
	}
	return data, err
}

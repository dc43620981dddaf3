// Package wallet is the store of what moves points and money: the ledger's, who works where, and what people may give.
package wallet

import (
	"embed"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store, beside those of the ledger and the roster.
func Migrations() db.Set { return db.Embedded("wallet", migrations) }

// books is the ledger's Reader under another name: two embedded Readers could not be told apart.
type books = ledger.Reader

// Reader reads over a database or a transaction.
type Reader struct {
	books
	staff.Reader
	allowances
	budgets
	q db.Querier
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader {
	return Reader{ledger.NewReader(q), staff.NewReader(q), allowances{q}, budgets{q}, q}
}

// Store is the domain's Store over a transaction. The stores of the rooms that give points embed it.
type Store struct {
	ledger.Store
	staff.Reader
	allowances
	budgets
	tx *db.Tx
}

// New reads and writes within tx.
func New(tx *db.Tx) Store {
	return Store{ledger.New(tx), staff.NewReader(tx), allowances{tx}, budgets{tx}, tx}
}

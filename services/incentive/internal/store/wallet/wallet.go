// Package wallet is the store of what moves points and money: the ledger's, and who works where.
package wallet

import (
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

// Store is the domain's Store over a transaction. The stores of the rooms that give points embed it.
type Store struct {
	ledger.Store
	staff.Reader
}

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{ledger.New(tx), staff.NewReader(tx)} }

// Package reward keeps the catalogue and the redemptions in a database of either engine.
package reward

import (
	"context"
	"embed"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store. They stand on those of the ledger.
func Migrations() db.Set { return db.Embedded("reward", migrations) }

// reader reads rewards and redemptions.
type reader struct{ q db.Querier }

// Reader is the domain's Reader over a database.
type Reader struct {
	staff.Reader
	reader
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), reader{q}} }

// Store is the domain's Store over a transaction.
type Store struct {
	wallet.Store
	reader
	tx     *db.Tx
	record event.Recorder
}

// New reads and writes within tx; record hands on what happened.
func New(tx *db.Tx, record event.Recorder) Store {
	return Store{wallet.New(tx), reader{tx}, tx, record}
}

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, fact model.Fact) error { return s.record(ctx, s.tx, fact) }

// HoldPeople keeps those waiting who erase people, until the transaction ends.
func (s Store) HoldPeople(ctx context.Context) error {
	_, err := roster.Hold(ctx, s.tx)
	return err
}

// Package award keeps schemes, rounds and their people in a database of either engine.
package award

import (
	"context"
	"embed"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/payout"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("award", migrations) }

// awards reads what is of awards alone.
type awards struct{ q db.Querier }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct {
	awards
	staff.Reader
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{awards{q}, staff.NewReader(q)} }

// Store is the domain's Store over a transaction.
type Store struct {
	awards
	payout.Store
	tx *db.Tx
}

// New reads and writes within tx; record hands on what happened.
func New(tx *db.Tx, record event.Recorder) Store {
	return Store{awards{tx}, payout.New(tx, record), tx}
}

// HoldRoster says whether the copy of the organisation is complete, and keeps erasures waiting until the transaction ends.
func (s Store) HoldRoster(ctx context.Context) (bool, error) { return roster.Hold(ctx, s.tx) }

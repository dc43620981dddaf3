// Package recognition keeps recognitions, and what is said to them, in a database of either engine.
package recognition

import (
	"context"
	"embed"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("recognition", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct {
	staff.Reader
	reads
}

// reads is what this store reads itself.
type reads struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), reads{q}} }

// Store is the domain's Store over a transaction.
type Store struct {
	wallet.Store
	reads
	tx     *db.Tx
	record event.Recorder
}

var (
	_ domain.Reader = Reader{}
	_ domain.Store  = Store{}
)

// New reads and writes within tx; record hands on what happened.
func New(tx *db.Tx, record event.Recorder) Store {
	return Store{wallet.New(tx), reads{tx}, tx, record}
}

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

// HoldRoster says whether the copy of the organisation is complete, and keeps an erasure waiting until the transaction ends.
func (s Store) HoldRoster(ctx context.Context) (bool, error) { return roster.Hold(ctx, s.tx) }

// Package letter keeps letters in a database of either engine, and what customers sent apart from them.
package letter

import (
	"context"
	"embed"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("letter", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct {
	staff.Reader
	q db.Querier
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), q} }

// Store is the domain's Store over a transaction.
type Store struct {
	Reader
	recognition.Entries
	tx     *db.Tx
	record event.Recorder
}

// New reads and writes within tx, and hands facts to record.
func New(tx *db.Tx, record event.Recorder) Store {
	return Store{NewReader(tx), recognition.NewEntries(tx), tx, record}
}

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

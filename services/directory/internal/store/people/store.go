// Package people keeps people and their placements.
package people

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Reader reads people, within a transaction or without one.
type Reader struct{ q db.Querier }

// NewReader is a Reader over what is committed, or over a transaction.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store also changes them, within one transaction.
type Store struct {
	Reader
	tx     *db.Tx
	record event.Recorder
}

// New is the Store of a transaction.
func New(tx *db.Tx, record event.Recorder) Store { return Store{Reader{tx}, tx, record} }

var (
	_ domain.Reader    = Reader{}
	_ domain.Everybody = Reader{}
	_ rows.BatchStore  = Store{}
)

// Turn waits until no other writer of the directory is under way, and counts the writes.
func (s Store) Turn(ctx context.Context) (int64, error) { return tables.Turn(ctx, s.tx) }

// Spare refuses that people go of whom one is the last administrator of the installation.
func (s Store) Spare(ctx context.Context, now time.Time, going []string) error {
	return access.Spare(ctx, accessstore.New(s.tx), now, going)
}

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

// Tree reads the units named and all above them; nil reads all units.
func (r Reader) Tree(ctx context.Context, units []string) (domain.Tree, error) {
	return tables.Tree(ctx, r.q, units)
}

// Person reads one, be they erased.
func (r Reader) Person(ctx context.Context, id string) (domain.Person, error) {
	found, err := r.Load(ctx, []string{id})
	if err != nil {
		return domain.Person{}, err
	}
	person, ok := found[id]
	if !ok {
		return domain.Person{}, model.ErrNotFound
	}
	return person, nil
}

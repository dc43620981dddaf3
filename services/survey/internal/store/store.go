// Package store keeps instruments, surveys and sheets in a database of either engine.
package store

import (
	"context"
	"embed"
	"math"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store. Those of the roster, which it reads, are the roster's own.
func Migrations() db.Set { return db.Embedded("survey", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store is the domain's Store over a transaction.
type Store struct {
	Reader
	tx     *db.Tx
	record event.Recorder
}

// New reads and writes within tx; record hands on what happened.
func New(tx *db.Tx, record event.Recorder) Store { return Store{Reader{tx}, tx, record} }

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

// RosterReady says whether the copy of the organisation is complete.
func (r Reader) RosterReady(ctx context.Context) (bool, error) { return roster.New(r.q).Ready(ctx) }

// UnitExists says whether the unit is in use.
func (r Reader) UnitExists(ctx context.Context, unit string) (bool, error) {
	return roster.New(r.q).UnitExists(ctx, unit)
}

// InScope says whether a unit and an employer lie within the scope.
func (r Reader) InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error) {
	return roster.New(r.q).InScope(ctx, scope, unit, employer)
}

// HoldRoster is RosterReady, and keeps ForgetPerson waiting until the transaction ends.
func (s Store) HoldRoster(ctx context.Context) (bool, error) { return roster.Hold(ctx, s.tx) }

// ForgetPerson takes a person out of the copy of the organisation.
func (s Store) ForgetPerson(ctx context.Context, person string) error {
	return roster.Erase(ctx, s.tx, person)
}

// never is the time of close of a survey that is closed by hand only.
const never = math.MaxInt64

func closeMicros(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return db.Micros(t)
}

func closeTime(micros int64) time.Time {
	if micros == never {
		return time.Time{}
	}
	return db.FromMicros(micros)
}

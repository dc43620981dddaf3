// Package roster is a service's own small copy of the directory: the tree of units, the zones of their sites, and who is placed where from
// when to when. It holds ids and no names. A snapshot fills it, events keep it up to date, and versions decide what is newer.
//
// The tree is walked by recursive queries and not kept as a closure: events arrive in any order, a row alone is always right, and
// 5,000 units are walked in milliseconds (see the benchmarks).
package roster

import (
	"context"
	"embed"
	"errors"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the copy, which live in the database of the service that keeps it.
func Migrations() db.Set { return db.Embedded("roster", migrations) }

// Units is the tree of the copy, for the lists of what carries a unit.
var Units = db.Tree{Table: "roster_unit", ID: "unit", Parent: "parent"}

// Roster answers questions about the organisation from the copy.
type Roster struct{ q db.Querier }

// New reads the copy through q: a transaction, or the read pool.
func New(q db.Querier) Roster { return Roster{q} }

// Ready says whether a whole snapshot has been taken. Before that the copy knows only a part of the organisation.
func (r Roster) Ready(ctx context.Context) (bool, error) {
	return r.ready(ctx, "")
}

// Hold is Ready, and keeps Erase waiting until the transaction ends, so that nobody who is being erased slips into what it makes
// of the copy.
func Hold(ctx context.Context, tx *db.Tx) (bool, error) {
	lock := ""
	if tx.Engine() == db.Postgres {
		lock = " FOR SHARE"
	}
	return New(tx).ready(ctx, lock)
}

func (r Roster) ready(ctx context.Context, lock string) (ready bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT ready AND sites FROM roster_state WHERE one = 1`+lock).Scan(&ready)
	return ready, err
}

// UnitExists says whether the unit is known and not archived.
func (r Roster) UnitExists(ctx context.Context, unit string) (bool, error) {
	var archived bool
	err := r.q.QueryRowContext(ctx, `SELECT archived FROM roster_unit WHERE unit = $1`, unit).Scan(&archived)
	if errors.Is(err, db.ErrNoRows) {
		return false, nil
	}
	return err == nil && !archived, err
}

// InScope is model.Scope.Reaches by the tree as it is now.
func (r Roster) InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error) {
	if scope.All || len(scope.Areas) == 0 {
		return scope.All, nil
	}
	path, err := r.Above(ctx, unit)
	return err == nil && scope.Reaches(path, employer), err
}

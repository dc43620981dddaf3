// Package fund keeps funds and proposals in a database of either engine.
package fund

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store. They stand on those of the ledger.
func Migrations() db.Set { return db.Embedded("fund", migrations) }

// reader reads funds and proposals.
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

// What is in a fund, the ledger has.
const selectFund = `SELECT f.id, f.version, f.display_name, f.unit, f.currency, f.employer, f.account, f.create_time, f.update_time,
	b.credits - b.debits - b.held, b.held
	FROM fund f JOIN account a ON a.id = f.account JOIN balance b ON b.account = a.number `

var fundColumns = map[string]string{"id": "f.id", "create_time": "f.create_time", "unit": "f.unit", "currency": "f.currency", "employer": "f.employer"}

// Fund reads one.
func (r reader) Fund(ctx context.Context, id string) (domain.Fund, error) {
	found, err := scanFund(r.q.QueryRowContext(ctx, selectFund+`WHERE f.id = $1`, id).Scan)
	return found, db.Found(err)
}

// Funds lists those within the scope's areas, and those that are open to who stands there; one more than a page.
func (r reader) Funds(ctx context.Context, scope model.Scope, standing domain.Standing, list model.List) ([]domain.Fund, error) {
	within, args := roster.Units.Reached(scope, "f.unit", "f.employer", 1)
	open, more := openTo(standing, 1+len(args))
	args = append(args, more...)
	where, order, more := db.ListSQL(list, fundColumns, 1+len(args))
	return db.All(ctx, r.q, scanFund, fmt.Sprintf(`%s WHERE (%s OR %s) AND %s ORDER BY %s LIMIT %d`, selectFund, within, open, where, order, list.Size+1),
		append(args, more...)...)
}

// openTo is the condition that somebody who stands there may propose something to a fund.
func openTo(standing domain.Standing, start int) (string, []any) {
	if len(standing.Units) == 0 {
		return "FALSE", nil
	}
	args := make([]any, 0, len(standing.Units)+1)
	for _, unit := range standing.Units {
		args = append(args, unit)
	}
	return `f.unit IN ` + db.In(start, len(args)) + ` AND f.employer IN ('', $` + strconv.Itoa(start+len(args)) + `)`, append(args, standing.Employer)
}

func scanFund(scan db.Scan) (f domain.Fund, err error) {
	var name []byte
	var created, updated int64
	err = scan(&f.ID, &f.Version, &name, &f.Unit, &f.Currency, &f.Employer, &f.Account, &created, &updated, &f.Available, &f.Held)
	if err != nil {
		return f, err
	}
	f.CreateTime, f.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	return f, json.Unmarshal(name, &f.DisplayName)
}

// AddFund keeps a fund.
func (s Store) AddFund(ctx context.Context, f domain.Fund) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO fund (id, version, display_name, unit, currency, employer, account, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.ID, f.Version, db.JSON(f.DisplayName), f.Unit, f.Currency, f.Employer, f.Account, db.Micros(f.CreateTime), db.Micros(f.UpdateTime))
	return err
}

// Package payout keeps bonuses in money in a database of either engine.
package payout

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("payout", migrations) }

// payouts reads over a database or a transaction.
type payouts struct{ q db.Querier }

// Reader is the domain's Reader over a database.
type Reader struct {
	payouts
	staff.Reader
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{payouts{q}, staff.NewReader(q)} }

// Store is the domain's Store over a transaction. The store of a room that orders bonuses embeds it.
type Store struct {
	wallet.Store
	payouts
	tx     *db.Tx
	record event.Recorder
}

// New reads and writes within tx, and has facts told by record.
func New(tx *db.Tx, record event.Recorder) Store {
	return Store{wallet.New(tx), payouts{tx}, tx, record}
}

// Record tells facts with the transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

const payoutSQL = `SELECT id, version, person, unit, employer, budget, currency, amount, basis, tax_category, reason, source, ordered_by,
	state, reference, rejection, create_time, update_time, decide_time FROM payout `

var payoutFields = map[string]string{
	"id": "id", "create_time": "create_time", "update_time": "update_time", "person": "person", "employer": "employer", "currency": "currency",
	"state": "state",
}

// Payout reads one.
func (r payouts) Payout(ctx context.Context, id string) (payout.Payout, error) {
	p, err := scanPayout(r.q.QueryRowContext(ctx, payoutSQL+`WHERE id = $1`, id).Scan)
	return p, db.Found(err)
}

// Payouts lists those within the scope, and those of the person whose scope it is; one more than a page.
func (r payouts) Payouts(ctx context.Context, scope model.Scope, list model.List) ([]payout.Payout, error) {
	within, args := roster.Units.Reached(scope, "unit", "employer", 2)
	where, order, more := db.ListSQL(list, payoutFields, 2+len(args))
	query := fmt.Sprintf(`%s WHERE (person = $1 AND $1 <> '' OR %s) AND %s ORDER BY %s LIMIT %d`, payoutSQL, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanPayout, query, append(append([]any{scope.Self}, args...), more...)...)
}

// PayoutsOf are all of a person.
func (r payouts) PayoutsOf(ctx context.Context, person string) ([]payout.Payout, error) {
	return db.All(ctx, r.q, scanPayout, payoutSQL+`WHERE person = $1 ORDER BY create_time, id`, person)
}

// PayoutToChange reads one that stays as it is until the transaction ends.
func (s Store) PayoutToChange(ctx context.Context, id string) (payout.Payout, error) {
	p, err := scanPayout(s.tx.QueryRowContext(ctx, payoutSQL+`WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	return p, db.Found(err)
}

// AddPayout keeps a new one; without effect where its id is there already.
func (s Store) AddPayout(ctx context.Context, p payout.Payout) (added bool, err error) {
	res, err := s.tx.ExecContext(ctx, `INSERT INTO payout (id, version, person, unit, employer, budget, currency, amount, basis, tax_category,
		reason, source, ordered_by, state, reference, rejection, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO NOTHING`,
		p.ID, p.Version, p.Person, p.Unit, p.Employer, p.Budget, p.Currency, p.Amount, int64(p.Basis), p.TaxCategory,
		db.JSON(p.Reason), p.Source, p.By, int64(p.State), p.Reference, p.Rejection, db.Micros(p.CreateTime), db.Micros(p.UpdateTime))
	if err != nil {
		return false, err
	}
	rows, err := res.RowsAffected()
	return rows == 1, err
}

// SaveDecision keeps what payroll decided.
func (s Store) SaveDecision(ctx context.Context, p payout.Payout) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE payout SET version = $1, state = $2, reference = $3, rejection = $4, update_time = $5, decide_time = $6
		WHERE id = $7`, p.Version, int64(p.State), p.Reference, p.Rejection, db.Micros(p.UpdateTime), db.NullMicros(p.DecideTime), p.ID)
	return err
}

// ErasePayouts gives the payouts of a person to a pseudonym, and leaves out what was written about them. What they ordered, somebody
// ordered.
func (s Store) ErasePayouts(ctx context.Context, person, pseudonym string) error {
	if _, err := s.tx.ExecContext(ctx, `UPDATE payout SET person = $1, reason = '{}', reference = '', rejection = '' WHERE person = $2`,
		pseudonym, person); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `UPDATE payout SET ordered_by = $1 WHERE ordered_by = $2`,
		model.Name("people", pseudonym), model.Name("people", person))
	return err
}

func scanPayout(scan db.Scan) (p payout.Payout, err error) {
	var reason []byte
	var created, updated int64
	var decided sql.NullInt64
	err = scan(&p.ID, &p.Version, &p.Person, &p.Unit, &p.Employer, &p.Budget, &p.Currency, &p.Amount, &p.Basis, &p.TaxCategory, &reason, &p.Source,
		&p.By, &p.State, &p.Reference, &p.Rejection, &created, &updated, &decided)
	if err != nil {
		return p, err
	}
	p.CreateTime, p.UpdateTime, p.DecideTime = db.FromMicros(created), db.FromMicros(updated), db.FromNullMicros(decided)
	return p, json.Unmarshal(reason, &p.Reason)
}

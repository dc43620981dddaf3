package wallet

import (
	"context"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// allowances reads what people may give and what they gave.
type allowances struct{ q db.Querier }

const policySQL = `SELECT unit, amount, period, per_gift, per_day, per_colleague, update_time FROM allowance_policy `

// Policy reads that of a unit.
func (r allowances) Policy(ctx context.Context, unit string) (allowance.Policy, error) {
	p, err := scanPolicy(r.q.QueryRowContext(ctx, policySQL+`WHERE unit = $1`, unit).Scan)
	return p, db.Found(err)
}

// PoliciesOf are those of units, "" among them.
func (r allowances) PoliciesOf(ctx context.Context, units []string) ([]allowance.Policy, error) {
	args := make([]any, len(units))
	for i, unit := range units {
		args[i] = unit
	}
	return db.All(ctx, r.q, scanPolicy, policySQL+`WHERE unit IN `+db.In(1, len(args)), args...)
}

var policyFields = map[string]string{"id": "unit"}

// Policies lists those of units that the scope sees, and that of the whole installation; one more than a page.
func (r allowances) Policies(ctx context.Context, scope model.Scope, list model.List) ([]allowance.Policy, error) {
	seen, args := roster.Units.Seen(scope, "unit", 1)
	where, order, more := db.ListSQL(list, policyFields, 1+len(args))
	query := fmt.Sprintf(`%s WHERE (unit = '' OR %s) AND %s ORDER BY %s LIMIT %d`, policySQL, seen, where, order, list.Size+1)
	return db.All(ctx, r.q, scanPolicy, query, append(args, more...)...)
}

// SavePolicy makes or changes that of a unit.
func (s Store) SavePolicy(ctx context.Context, p allowance.Policy) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO allowance_policy (unit, amount, period, per_gift, per_day, per_colleague, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (unit) DO UPDATE SET amount = excluded.amount, period = excluded.period, per_gift = excluded.per_gift,
			per_day = excluded.per_day, per_colleague = excluded.per_colleague, update_time = excluded.update_time`,
		p.Unit, p.Amount, int64(p.Period), p.PerGift, p.PerDay, p.PerColleague, db.Micros(p.UpdateTime))
	return err
}

// DeletePolicy takes that of a unit away.
func (s Store) DeletePolicy(ctx context.Context, unit string) error {
	_, err := s.tx.ExecContext(ctx, `DELETE FROM allowance_policy WHERE unit = $1`, unit)
	return err
}

// ZoneOf is where the days of a site begin; the zone of the instant where there is no site.
func (r allowances) ZoneOf(ctx context.Context, site string, now time.Time) (*time.Location, error) {
	zone, err := roster.New(r.q).SiteZone(ctx, site)
	if err != nil || zone == "" {
		return now.Location(), err
	}
	return time.LoadLocation(zone)
}

// Given are the gifts out of an allowance since an instant. What expired, or was moved by hand to another purpose, is no gift.
func (r allowances) Given(ctx context.Context, from ledger.Account, since time.Time) ([]allowance.Given, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (g allowance.Given, err error) {
		var at int64
		err = scan(&g.To, &g.Amount, &at)
		g.At = db.FromMicros(at)
		return g, err
	}, `SELECT c.id, t.amount, t.at FROM transfer t JOIN account c ON c.number = t.credit
		WHERE t.debit = $1 AND t.at >= $2 AND t.kind = $3 AND c.purpose = $4`,
		from.Number, db.Micros(since), int64(ledger.Direct), wallet.Earned)
}

// HoldGiver lets a person give nothing in other transactions until this one ends.
func (s Store) HoldGiver(ctx context.Context, person string) error {
	_, err := s.HoldTurns(ctx, []string{person})
	return err
}

func scanPolicy(scan db.Scan) (p allowance.Policy, err error) {
	var updated int64
	err = scan(&p.Unit, &p.Amount, &p.Period, &p.PerGift, &p.PerDay, &p.PerColleague, &updated)
	p.UpdateTime = db.FromMicros(updated)
	return p, err
}

package participation

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
)

// current are the policies that hold now.
const current = `(SELECT p.unit, p.since, p.points, p.most FROM participation_policy p
	WHERE p.points IS NOT NULL AND p.since = (SELECT max(l.since) FROM participation_policy l WHERE l.unit = p.unit))`

// Policy reads that of a unit.
func (r policies) Policy(ctx context.Context, unit string) (domain.Policy, error) {
	p, err := scanPolicy(r.q.QueryRowContext(ctx, `SELECT unit, points, most, since FROM `+current+` c WHERE unit = $1`, unit).Scan)
	return p, db.Found(err)
}

var policyFields = map[string]string{"id": "unit"}

// Policies lists those of units that the scope sees, and that of the whole installation; one more than a page.
func (r policies) Policies(ctx context.Context, scope model.Scope, list model.List) ([]domain.Policy, error) {
	seen, args := roster.Units.Seen(scope, "unit", 1)
	where, order, more := db.ListSQL(list, policyFields, 1+len(args))
	return db.All(ctx, r.q, scanPolicy, fmt.Sprintf(`SELECT unit, points, most, since FROM %s c WHERE (unit = '' OR %s) AND %s ORDER BY %s LIMIT %d`,
		current, seen, where, order, list.Size+1), append(args, more...)...)
}

func scanPolicy(scan db.Scan) (p domain.Policy, err error) {
	var since int64
	err = scan(&p.Unit, &p.Points, &p.MostPerYear, &since)
	p.UpdateTime = db.FromMicros(since)
	return p, err
}

// SavePolicy has a policy hold from its UpdateTime on.
func (s Store) SavePolicy(ctx context.Context, p domain.Policy) error {
	return s.change(ctx, p.Unit, p.UpdateTime, sql.NullInt64{Int64: p.Points, Valid: true}, p.MostPerYear)
}

// RemovePolicy has a unit have none from an instant on.
func (s Store) RemovePolicy(ctx context.Context, unit string, at time.Time) error {
	return s.change(ctx, unit, at, sql.NullInt64{}, 0)
}

// change is later than all changes before it, also where another process's clock is ahead.
func (s Store) change(ctx context.Context, unit string, at time.Time, points sql.NullInt64, most int64) error {
	var last int64
	if err := s.tx.QueryRowContext(ctx, `SELECT COALESCE(max(since), 0) FROM participation_policy WHERE unit = $1`, unit).Scan(&last); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `INSERT INTO participation_policy (unit, since, points, most) VALUES ($1, $2, $3, $4)
		ON CONFLICT (unit, since) DO UPDATE SET points = excluded.points, most = excluded.most`, unit, max(db.Micros(at), last+1), points, most)
	return err
}

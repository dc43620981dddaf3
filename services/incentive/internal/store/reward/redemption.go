package reward

import (
	"context"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

const selectRedemption = `SELECT id, version, reward, person, unit, employer, site, price, tax_category, counted, state, reason, create_time, update_time
	FROM redemption `

var redemptionColumns = map[string]string{
	"id": "id", "create_time": "create_time", "update_time": "update_time", "state": "state", "reward": "reward", "person": "person", "site": "site",
}

// Redemption reads one.
func (r reader) Redemption(ctx context.Context, id string) (domain.Redemption, error) {
	return first(r.redemptions(ctx, `WHERE id = $1`, id))
}

// RedemptionToChange reads one that stays as it is until the transaction ends.
func (s Store) RedemptionToChange(ctx context.Context, id string) (domain.Redemption, error) {
	return first(s.redemptions(ctx, `WHERE id = $1`+s.tx.ForUpdate(), id))
}

// Redemptions lists those of the scope's person and within its areas, one more than a page.
func (r reader) Redemptions(ctx context.Context, scope model.Scope, list model.List) ([]domain.Redemption, error) {
	within, args := roster.Units.Reached(scope, "unit", "employer", 2)
	where, order, more := db.ListSQL(list, redemptionColumns, 2+len(args))
	args = append(append([]any{scope.Self}, args...), more...)
	return r.redemptions(ctx, fmt.Sprintf(`WHERE (person = $1 OR %s) AND %s ORDER BY %s LIMIT %d`, within, where, order, list.Size+1), args...)
}

// RedemptionsOf are all of a person, the oldest first.
func (r reader) RedemptionsOf(ctx context.Context, person string) ([]domain.Redemption, error) {
	return r.redemptions(ctx, `WHERE person = $1 ORDER BY create_time, id`, person)
}

// OpenOf are the redemptions of a person that are open, to be changed.
func (s Store) OpenOf(ctx context.Context, person string) ([]domain.Redemption, error) {
	return s.redemptions(ctx, `WHERE person = $1 AND state = $2 ORDER BY id`+s.tx.ForUpdate(), person, int64(domain.Open))
}

// Leavers are people who have something open and whose last placement has ended, at most so many. They are looked for a day later than by
// UTC: by then the day is over everywhere.
func (r reader) Leavers(ctx context.Context, now time.Time, most int) ([]string, error) {
	if ready, err := roster.New(r.q).Ready(ctx); err != nil || !ready {
		return nil, err
	}
	return db.All(ctx, r.q, db.Column[string], fmt.Sprintf(`SELECT DISTINCT d.person FROM redemption d WHERE d.state = 1
		AND NOT %s ORDER BY d.person LIMIT %d`, roster.StillWorks("d.person", "$1"), most),
		int64(model.DayOf(now.UTC()))-1)
}

func (r reader) redemptions(ctx context.Context, where string, args ...any) ([]domain.Redemption, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (d domain.Redemption, err error) {
		var created, updated int64
		err = scan(&d.ID, &d.Version, &d.Reward, &d.Person, &d.Unit, &d.Employer, &d.Site, &d.Price, &d.TaxCategory, &d.Counted, &d.State, &d.Reason,
			&created, &updated)
		d.CreateTime, d.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
		return d, err
	}, selectRedemption+where, args...)
}

// SaveRedemption inserts version 1 and updates any other.
func (s Store) SaveRedemption(ctx context.Context, r domain.Redemption) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO redemption (id, version, reward, person, unit, employer, site, price, tax_category, counted, state, reason, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, reason = excluded.reason, update_time = excluded.update_time`,
		r.ID, r.Version, r.Reward, r.Person, r.Unit, r.Employer, r.Site, r.Price, r.TaxCategory, r.Counted, int64(r.State), r.Reason,
		db.Micros(r.CreateTime), db.Micros(r.UpdateTime))
	return err
}

// Disown puts a pseudonym in the place of a person and takes out what was written about their redemptions.
func (s Store) Disown(ctx context.Context, person, pseudonym string) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE redemption SET person = $1, reason = '' WHERE person = $2`, pseudonym, person)
	return err
}

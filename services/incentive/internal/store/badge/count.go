package badge

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// Counted are the badges that a fact counts for.
func (s Store) Counted(ctx context.Context, f facts.Fact, employer string, units []string, now time.Time) ([]badge.Badge, error) {
	training, _ := f.Attributes["training"].(string)
	args := []any{int64(f.Type), f.Shown(), training, employer, db.Micros(now)}
	for _, unit := range units {
		args = append(args, unit)
	}
	return db.All(ctx, s.tx, scanBadge, selectBadge+`WHERE NOT b.archived AND b.type = $1 AND b.behavior IN ('', $2) AND b.training IN ('', $3)
		AND b.employer IN ('', $4) AND b.create_time <= $5 AND b.unit IN `+db.In(6, len(units))+` ORDER BY b.id`, args...)
}

// OfGoal are the badges of a goal that can be earned.
func (s Store) OfGoal(ctx context.Context, goal string) ([]badge.Badge, error) {
	return db.All(ctx, s.tx, scanBadge, selectBadge+`WHERE NOT b.archived AND b.goal = $1 ORDER BY b.id`, goal)
}

// longestMonth is a number of days after which a month that began is over, wherever on Earth.
const longestMonth = 33

// same is the condition that a mark m of a holder of a badge ($1 to $3) is of the same giver, receiver and month ($4 to $6).
const same = `m.badge = $1 AND m.holder = $2 AND m.began = $3 AND m.giver = $4 AND m.giver <> '' AND m.person = $5 AND m.month = $6`

// Add counts a fact for a holder, once.
func (s Store) Add(ctx context.Context, id, holder string, began, month model.Day, f facts.Fact) (count int64, fresh bool, err error) {
	at := f.Time
	if f.Giver != "" {
		// All marks of a month go together, when none of its days is counted any more: else the last would pass for the first.
		at = time.Unix((int64(month)+longestMonth)*24*60*60, 0)
	}
	done, err := s.tx.ExecContext(ctx, `INSERT INTO badge_mark (fact, badge, holder, began, person, giver, month, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT DO NOTHING`, f.Key(), id, holder, int64(began), f.Person, f.Giver, int64(month), db.Micros(at))
	if err != nil {
		return 0, false, err
	}
	if rows, err := done.RowsAffected(); err != nil || rows == 0 {
		return 0, false, err
	}
	var beside bool
	err = s.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM badge_mark m WHERE `+same+` AND m.fact <> $7)`,
		id, holder, int64(began), f.Giver, f.Person, int64(month), f.Key()).Scan(&beside)
	if err != nil || beside {
		return 0, false, err
	}
	err = s.tx.QueryRowContext(ctx, `INSERT INTO badge_count (badge, holder, began, person, count) VALUES ($1, $2, $3, $4, 1)
		ON CONFLICT (badge, holder, began) DO UPDATE SET count = badge_count.count + 1 RETURNING count`,
		id, holder, int64(began), holder == f.Person).Scan(&count)
	return count, true, err
}

// TakeOut takes a fact out of all counts.
func (s Store) TakeOut(ctx context.Context, f facts.Fact) error {
	type mark struct {
		badge, holder, giver, person string
		began, month                 int64
	}
	marks, err := db.All(ctx, s.tx, func(scan db.Scan) (m mark, err error) {
		err = scan(&m.badge, &m.holder, &m.began, &m.giver, &m.person, &m.month)
		return m, err
	}, `DELETE FROM badge_mark WHERE fact = $1 RETURNING badge, holder, began, giver, person, month`, f.Key())
	for _, m := range marks {
		if err == nil {
			_, err = s.tx.ExecContext(ctx, `UPDATE badge_count SET count = count - 1 WHERE badge = $1 AND holder = $2 AND began = $3
				AND NOT EXISTS (SELECT 1 FROM badge_mark m WHERE `+same+`)`, m.badge, m.holder, m.began, m.giver, m.person, m.month)
		}
	}
	return err
}

// Counts are how far a person has come alone, by badge.
func (r Reader) Counts(ctx context.Context, person string) ([]badge.Count, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (c badge.Count, err error) {
		err = scan(&c.Badge, &c.Count, &c.Began)
		return c, err
	}, `SELECT badge, count, began FROM badge_count WHERE holder = $1 AND person ORDER BY badge, began`, person)
}

// pruneStep bounds how long one transaction of Prune holds the writer.
const pruneStep = 1000

// Prune forgets which facts were counted that happened longer ago than facts are kept.
func Prune(ctx context.Context, d *db.DB, now time.Time) error {
	for more := true; more; {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			done, err := tx.ExecContext(ctx, `DELETE FROM badge_mark WHERE (fact, badge) IN (SELECT fact, badge FROM badge_mark WHERE at < $1 ORDER BY at LIMIT $2)`,
				db.Micros(now.Add(-facts.Retention)), pruneStep)
			if err != nil {
				return err
			}
			pruned, err := done.RowsAffected()
			more = pruned == pruneStep
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

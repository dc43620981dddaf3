package fairness

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
)

// Keep keeps a month, unless one is kept already: of two processes that look at it, the first says how it was.
func (s Store) Keep(ctx context.Context, k domain.Kept) error {
	month := int64(k.Month)
	done, err := s.tx.ExecContext(ctx, `INSERT INTO fairness_month (month, compute_time) VALUES ($1, $2) ON CONFLICT DO NOTHING`, month, db.Micros(k.ComputeTime))
	if err != nil {
		return err
	}
	if fresh, err := done.RowsAffected(); err != nil || fresh == 0 {
		return err
	}
	var units, cells, parts, spreads, ties, shifts [][]any
	for unit, above := range k.Above {
		units = append(units, []any{month, unit, above})
	}
	for _, c := range k.Cells {
		cells = append(cells, []any{month, c.Unit, c.Employer, c.Site, c.Shift, int64(c.Part), c.People})
	}
	for n, part := range k.Parts {
		parts = append(parts, []any{month, int64(n), part.Top, part.People})
	}
	for of, tally := range k.Tallies {
		kind := int64(of)
		for part, spread := range tally.Spreads {
			for count, people := range spread {
				if count > 0 { // the others have none
					spreads = append(spreads, []any{month, kind, int64(part), count, people})
				}
			}
		}
		for between, t := range tally.Ties {
			ties = append(ties, []any{month, kind, int64(between[0]), int64(between[1]), t.Pairs, t.Returned, t.Known, t.Across})
		}
		for top, groups := range tally.Shifts {
			for group, sum := range groups {
				shifts = append(shifts, []any{month, kind, top, group, sum.People, sum.Recognised, sum.Recognitions})
			}
		}
	}
	for _, table := range []struct {
		head string
		rows [][]any
	}{
		{`INSERT INTO fairness_unit (month, unit, above)`, units},
		{`INSERT INTO fairness_cell (month, unit, employer, site, shift, part, people)`, cells},
		{`INSERT INTO fairness_part (month, part, top, people)`, parts},
		{`INSERT INTO fairness_spread (month, kind, part, count, people)`, spreads},
		{`INSERT INTO fairness_tie (month, kind, giver, receiver, pairs, returned, known, across)`, ties},
		{`INSERT INTO fairness_shift (month, kind, top, shifts, people, recognised, recognitions)`, shifts},
	} {
		if err := db.Insert(ctx, s.tx, table.head, table.rows, ""); err != nil {
			return err
		}
	}
	return nil
}

package ledger

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// actorsOf are the numbers of those who asked for entries. Whoever asks for the first time gets one.
func actorsOf(ctx context.Context, tx *db.Tx, entries []ledger.Entry) (map[string]int64, error) {
	var names []any
	for _, e := range entries {
		names = append(names, any(e.By))
	}
	names = distinct(names)
	numbers := map[string]int64{}
	for again := range 2 {
		list, args := in(names)
		if _, err := db.All(ctx, tx, func(scan db.Scan) (struct{}, error) {
			var name string
			var number int64
			err := scan(&name, &number)
			numbers[name] = number
			return struct{}{}, err
		}, `SELECT name, number FROM actor WHERE name IN `+list, args...); err != nil {
			return nil, err
		}
		if again > 0 {
			break
		}
		var fresh [][]any
		for _, name := range names {
			if _, known := numbers[name.(string)]; !known {
				fresh = append(fresh, []any{name})
			}
		}
		if len(fresh) == 0 {
			break
		}
		if err := db.Insert(ctx, tx, `INSERT INTO actor (name)`, fresh, `ON CONFLICT (name) DO NOTHING`); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

// Pseudonymise gives the accounts of an owner, and what an actor asked for, another name.
func (s Store) Pseudonymise(ctx context.Context, name, pseudonym string) error {
	if _, err := s.tx.ExecContext(ctx, `UPDATE account SET owner = $1 WHERE owner = $2`, pseudonym, name); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `UPDATE actor SET name = $1 WHERE name = $2`, pseudonym, name)
	return err
}

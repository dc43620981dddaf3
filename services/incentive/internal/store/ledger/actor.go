package ledger

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// actorsOf reads the numbers of those who ask for transfers, of those that have one.
func actorsOf(p *db.Pipeline, numbers map[string]int64, names []string) db.Statement {
	list, args := in(p.Engine(), distinct(names))
	return db.Statement{Query: `SELECT name, number FROM actor WHERE name` + list, Args: args, Read: func(scan db.Scan) error {
		var name string
		var number int64
		err := scan(&name, &number)
		numbers[name] = number
		return err
	}}
}

// number gives those a number whose first entries these are.
func number(ctx context.Context, p *db.Pipeline, numbers map[string]int64, entries []ledger.Entry) error {
	var names []string
	for _, e := range entries {
		if _, known := numbers[e.By]; !known {
			names = append(names, e.By)
		}
	}
	if len(names) == 0 {
		return nil
	}
	names = distinct(names)
	rows := make([][]any, len(names))
	for i, name := range names {
		rows[i] = []any{name}
	}
	fresh := db.Inserting(p.Engine(), `INSERT INTO actor (name)`, "TEXT", rows, `ON CONFLICT (name) DO NOTHING`)
	return p.Send(ctx, append(fresh, actorsOf(p, numbers, names))...)
}

// Pseudonymise gives the accounts of an owner, and what an actor asked for, another name.
func (s Store) Pseudonymise(ctx context.Context, name, pseudonym string) error {
	if _, err := s.tx.ExecContext(ctx, `UPDATE account SET owner = $1 WHERE owner = $2`, pseudonym, name); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `UPDATE actor SET name = $1 WHERE name = $2`, pseudonym, name)
	return err
}

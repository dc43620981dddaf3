package wallet

import (
	"context"
	"slices"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
)

const turnSQL = `SELECT person, period, first, ends, open FROM allowance_turn `

// HoldTurns reads the last turns of people and keeps them as they are until the transaction ends. Who had none has one before all
// times.
func (s Store) HoldTurns(ctx context.Context, people []string) (map[string]allowance.Turn, error) {
	// In one order, so that two who hold the same people wait for each other and not in a ring.
	people = slices.Compact(slices.Sorted(slices.Values(people)))
	rows, args := make([][]any, len(people)), make([]any, len(people))
	for i, person := range people {
		rows[i], args[i] = []any{person, int64(0), int64(model.NoDay), int64(0), false}, person
	}
	if err := db.Insert(ctx, s.tx, `INSERT INTO allowance_turn (person, period, first, ends, open)`, rows, `ON CONFLICT (person) DO NOTHING`); err != nil {
		return nil, err
	}
	held := make(map[string]allowance.Turn, len(people))
	_, err := db.All(ctx, s.tx, func(scan db.Scan) (t allowance.Turn, err error) {
		t, err = scanTurn(scan)
		held[t.Person] = t
		return t, err
	}, turnSQL+`WHERE person IN `+db.In(1, len(args))+` ORDER BY person`+s.tx.ForUpdate(), args...)
	return held, err
}

// SaveTurns keeps turns that are held.
func (s Store) SaveTurns(ctx context.Context, turns []allowance.Turn) error {
	rows := make([][]any, len(turns))
	for i, t := range turns {
		rows[i] = []any{t.Person, int64(t.Period), int64(t.First), db.Micros(t.Ends), t.Open}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO allowance_turn (person, period, first, ends, open)`, rows,
		`ON CONFLICT (person) DO UPDATE SET period = excluded.period, first = excluded.first, ends = excluded.ends, open = excluded.open`)
}

func scanTurn(scan db.Scan) (t allowance.Turn, err error) {
	var ends int64
	err = scan(&t.Person, &t.Period, &t.First, &ends, &t.Open)
	t.Ends = db.FromMicros(ends)
	return t, err
}

// ForgetTurns leaves out those of a person.
func (s Store) ForgetTurns(ctx context.Context, person string) error {
	_, err := s.tx.ExecContext(ctx, `DELETE FROM allowance_turn WHERE person = $1`, person)
	return err
}

// HoldKnown are those of people whom the roster knows; nobody before it is whole. None of them is erased until the transaction ends.
func (s Store) HoldKnown(ctx context.Context, people []string) (map[string]bool, error) {
	if ready, err := roster.Hold(ctx, s.tx); err != nil || !ready {
		return nil, err
	}
	return roster.New(s.tx).Known(ctx, people)
}

// Turn reads the last one of a person.
func (r allowances) Turn(ctx context.Context, person string) (allowance.Turn, error) {
	t, err := scanTurn(r.q.QueryRowContext(ctx, turnSQL+`WHERE person = $1`, person).Scan)
	return t, db.Found(err)
}

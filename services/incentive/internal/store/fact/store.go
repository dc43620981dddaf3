// Package fact keeps what happened in other services, until rules and goals have seen it and for some time after.
package fact

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("fact", migrations) }

// Reader reads facts.
type Reader struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store is the domain's Store and Intake over a transaction.
type Store struct {
	ledger.Store
	tx *db.Tx
}

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{ledger.New(tx), tx} }

// Keep keeps a fact that is to be applied, once more if it is there.
func (s Store) Keep(ctx context.Context, f fact.Fact) error {
	return s.keep(ctx, f, false, `waiting = TRUE`)
}

// Withdraw keeps that a fact was none.
func (s Store) Withdraw(ctx context.Context, f fact.Fact) error {
	return s.keep(ctx, f, true, `waiting = TRUE, withdrawn = TRUE`)
}

func (s Store) keep(ctx context.Context, f fact.Fact, withdrawn bool, known string) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO fact (key, type, resource, person, unit, giver, at, attributes, withdrawn, waiting) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, TRUE)
		ON CONFLICT (key) DO UPDATE SET `+known,
		f.Key(), int64(f.Type), f.Resource, f.Person, f.Unit, f.Giver, db.Micros(f.Time), db.JSON(f.Attributes), withdrawn)
	return err
}

// Stand says of all facts of a type about a resource that are kept whether they were so, and has that applied.
func (s Store) Stand(ctx context.Context, on fact.Type, resource string, so bool) error {
	key := fact.Fact{Type: on, Resource: resource}.Key() // whoever they are about stands behind it
	_, err := s.tx.ExecContext(ctx, `UPDATE fact SET waiting = TRUE, withdrawn = $1 WHERE key >= $2 AND key < $3`, !so, key, key[:len(key)-1]+"}")
	return err
}

// Alone has nobody else apply facts, and nobody erased, until the transaction ends.
func (s Store) Alone(ctx context.Context) error {
	if _, err := s.tx.ExecContext(ctx, `UPDATE fact_turn SET one = 1`); err != nil {
		return err
	}
	_, err := roster.Hold(ctx, s.tx)
	return err
}

const selectFact = `SELECT number, type, resource, person, unit, giver, at, attributes, withdrawn, counted FROM fact `

// due are the facts that wait and can be applied: a fact may come before the roster knows whom it is about.
var due = `waiting AND at <= $1 AND (person = '' OR ` + roster.Heard("fact.person") + `)`

// Waiting are the facts that are to be applied. They stay as they are until the transaction ends.
func (s Store) Waiting(ctx context.Context, now time.Time, most int) ([]fact.Kept, error) {
	return db.All(ctx, s.tx, scan, selectFact+`WHERE `+due+` ORDER BY number LIMIT $2`+s.tx.ForUpdate(), db.Micros(now), most)
}

// Waits says whether facts are to be applied.
func (r Reader) Waits(ctx context.Context, now time.Time) (waits bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM fact WHERE `+due+`)`, db.Micros(now)).Scan(&waits)
	return waits, err
}

// Applied has facts wait no longer, and count from then on or no longer.
func (s Store) Applied(ctx context.Context, now time.Time, facts []fact.Kept) error {
	args := []any{db.Micros(now)}
	for _, f := range facts {
		args = append(args, f.Number)
	}
	_, err := s.tx.ExecContext(ctx, `UPDATE fact SET waiting = FALSE, counted = CASE WHEN withdrawn THEN NULL ELSE COALESCE(counted, $1) END
		WHERE number IN `+db.In(2, len(facts)), args...)
	return err
}

// Past are the facts of a type with numbers above one that happened between two times.
func (r Reader) Past(ctx context.Context, on fact.Type, above int64, from, to time.Time, most int) ([]fact.Kept, error) {
	return db.All(ctx, r.q, scan, selectFact+`WHERE type = $1 AND number > $2 AND at >= $3 AND at < $4 AND NOT withdrawn ORDER BY number LIMIT $5`,
		int64(on), above, db.Micros(from), db.Micros(to), most)
}

// Of are the facts about a person, the newest first, at most so many.
func (r Reader) Of(ctx context.Context, person string, most int) ([]fact.Kept, error) {
	return db.All(ctx, r.q, scan, selectFact+`WHERE person = $1 AND person <> '' ORDER BY number DESC LIMIT $2`, person, most)
}

// Erase leaves no fact about a person, and gives them another name where they thanked others.
func Erase(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM fact WHERE person = $1 AND person <> ''`, person); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE fact SET giver = $1 WHERE giver = $2 AND giver <> ''`, pseudonym, person)
	return err
}

// pruneStep bounds how long one transaction of Prune holds the writer.
const pruneStep = 1000

// Prune forgets facts that happened long ago and have been applied.
func Prune(ctx context.Context, d *db.DB, now time.Time) error {
	for more := true; more; {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			done, err := tx.ExecContext(ctx, `DELETE FROM fact WHERE number IN (SELECT number FROM fact WHERE at < $1 AND NOT waiting ORDER BY at LIMIT $2)`,
				db.Micros(now.Add(-fact.Retention)), pruneStep)
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

func scan(scan db.Scan) (k fact.Kept, err error) {
	var at int64
	var attributes []byte
	var counted sql.NullInt64
	if err = scan(&k.Number, &k.Type, &k.Resource, &k.Person, &k.Unit, &k.Giver, &at, &attributes, &k.Withdrawn, &counted); err != nil {
		return k, err
	}
	k.Counted = db.FromNullMicros(counted)
	k.Time, k.Attributes = db.FromMicros(at), map[string]any{}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(attributes, &raw); err != nil {
		return k, err
	}
	for name, kind := range fact.Shapes[k.Type].Attributes {
		if k.Attributes[name], err = value(kind, raw[name]); err != nil {
			return k, err
		}
	}
	return k, nil
}

// value reads an attribute; one that is not there is nothing of its kind.
func value(kind fact.Kind, raw json.RawMessage) (any, error) {
	if raw == nil {
		raw = json.RawMessage("null")
	}
	switch kind {
	case fact.Number:
		var number int64
		err := json.Unmarshal(raw, &number)
		return number, err
	case fact.Bool:
		var is bool
		err := json.Unmarshal(raw, &is)
		return is, err
	default:
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	}
}

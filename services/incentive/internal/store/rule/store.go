// Package rule keeps rules, what was published of them, and what they granted.
package rule

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("rule", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct {
	rules
	staff.Reader
	facts fact.Reader
}

// rules reads what is this store's own.
type rules struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{rules{q}, staff.NewReader(q), fact.NewReader(q)} }

// Store is the domain's Store and Granting over a transaction.
type Store struct {
	rules
	wallet.Store
	facts fact.Reader
	tx    *db.Tx
}

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{rules{tx}, wallet.New(tx), fact.NewReader(tx), tx} }

const selectRule = `SELECT id, version, owner_unit, employer, spec, state, published, create_time, update_time FROM rule `

// Rule reads one.
func (r rules) Rule(ctx context.Context, id string) (rule.Rule, error) {
	found, err := scanRule(r.q.QueryRowContext(ctx, selectRule+`WHERE id = $1`, id).Scan)
	if err == nil {
		err = r.refused(ctx, &found)
	}
	return found, db.Found(err)
}

// RuleToChange reads one that stays as it is until the transaction ends.
func (s Store) RuleToChange(ctx context.Context, id string) (rule.Rule, error) {
	found, err := scanRule(s.tx.QueryRowContext(ctx, selectRule+`WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	if err == nil {
		err = s.refused(ctx, &found)
	}
	return found, db.Found(err)
}

var columns = map[string]string{"id": "id", "create_time": "create_time", "state": "state", "number": "number"}

// Rules lists those within the scope, one more than a page.
func (r rules) Rules(ctx context.Context, scope model.Scope, list model.List) ([]rule.Rule, error) {
	within, args := roster.Units.Reached(scope, "owner_unit", "employer", 1)
	where, order, more := db.ListSQL(list, columns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectRule, within, where, order, list.Size+1)
	found, err := db.All(ctx, r.q, scanRule, query, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	of := make([]*rule.Rule, len(found))
	for i := range found {
		of[i] = &found[i]
	}
	return found, r.refused(ctx, of...)
}

// SaveRule inserts version 1 and updates any other.
func (s Store) SaveRule(ctx context.Context, r rule.Rule) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO rule (id, version, owner_unit, employer, spec, state, published, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, spec = excluded.spec, state = excluded.state, published = excluded.published,
			update_time = excluded.update_time`,
		r.ID, r.Version, r.OwnerUnit, r.Employer, db.JSON(r.Spec), int64(r.State), r.Published, db.Micros(r.CreateTime), db.Micros(r.UpdateTime))
	return err
}

const selectVersion = `SELECT v.rule, v.number, v.spec, v.publish_time`

// AddVersion keeps what is published.
func (s Store) AddVersion(ctx context.Context, v rule.Version) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO rule_version (rule, number, spec, publish_time) VALUES ($1, $2, $3, $4)`,
		v.Rule, v.Number, db.JSON(v.Spec), db.Micros(v.PublishTime))
	return err
}

// Version reads one.
func (r rules) Version(ctx context.Context, id string, number int64) (rule.Version, error) {
	found, err := scanVersion(r.q.QueryRowContext(ctx, selectVersion+` FROM rule_version v WHERE rule = $1 AND number = $2`, id, number).Scan)
	return found, db.Found(err)
}

// Versions lists what was published of a rule, one more than a page.
func (r rules) Versions(ctx context.Context, id string, list model.List) ([]rule.Version, error) {
	where, order, args := db.ListSQL(list, map[string]string{"id": "number"}, 2)
	query := fmt.Sprintf(`%s FROM rule_version v WHERE rule = $1 AND %s ORDER BY %s LIMIT %d`, selectVersion, where, order, list.Size+1)
	return db.All(ctx, r.q, scanVersion, query, append([]any{id}, args...)...)
}

// Live are the versions that hold, of all rules that are active.
func (s Store) Live(ctx context.Context) ([]rule.Live, error) {
	return db.All(ctx, s.tx, func(scan db.Scan) (l rule.Live, err error) {
		l.Version, err = scanVersion(func(into ...any) error { return scan(append(into, &l.OwnerUnit, &l.Employer)...) })
		return l, err
	}, selectVersion+`, r.owner_unit, r.employer FROM rule r JOIN rule_version v ON v.rule = r.id AND v.number = r.published
		WHERE r.state = $1 ORDER BY r.id`, int64(rule.Active))
}

func scanRule(scan db.Scan) (r rule.Rule, err error) {
	var spec []byte
	var created, updated int64
	if err = scan(&r.ID, &r.Version, &r.OwnerUnit, &r.Employer, &spec, &r.State, &r.Published, &created, &updated); err != nil {
		return r, err
	}
	r.CreateTime, r.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	return r, json.Unmarshal(spec, &r.Spec)
}

func scanVersion(scan db.Scan) (v rule.Version, err error) {
	var spec []byte
	var published int64
	if err = scan(&v.Rule, &v.Number, &spec, &published); err != nil {
		return v, err
	}
	v.PublishTime = db.FromMicros(published)
	return v, json.Unmarshal(spec, &v.Spec)
}

var (
	_ rule.Reader   = Reader{}
	_ rule.Store    = Store{}
	_ rule.Granting = Store{}
)

package rule

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
)

const selectGrant = `SELECT id, rule, version, type, resource, at, fact, person, amount, period, create_time, withdrawn, refusal FROM rule_grant `

// Grants lists what the person of the scope was granted, one more than a page.
func (r rules) Grants(ctx context.Context, scope model.Scope, list model.List) ([]rule.Grant, error) {
	if scope.Self == "" {
		return nil, nil
	}
	where, order, args := db.ListSQL(list, columns, 2)
	query := fmt.Sprintf(`%s WHERE person = $1 AND %s ORDER BY %s LIMIT %d`, selectGrant, where, order, list.Size+1)
	return db.All(ctx, r.q, scanGrant, query, append([]any{scope.Self}, args...)...)
}

// Past are facts that are kept.
func (r Reader) Past(ctx context.Context, on facts.Type, above int64, from, to time.Time, most int) ([]facts.Kept, error) {
	return r.facts.Past(ctx, on, above, from, to, most)
}

// Past are facts that are kept.
func (s Store) Past(ctx context.Context, on facts.Type, above int64, from, to time.Time, most int) ([]facts.Kept, error) {
	return s.facts.Past(ctx, on, above, from, to, most)
}

// GrantsFor are the grants of all rules for facts with these keys that were not taken back.
func (s Store) GrantsFor(ctx context.Context, keys ...string) ([]rule.Grant, error) {
	return db.All(ctx, s.tx, scanGrant, selectGrant+`WHERE fact IN `+db.In(1, len(keys))+` AND NOT withdrawn AND refusal = 0 ORDER BY id`, values(keys)...)
}

// Granted says whether a rule has granted anything for a fact.
func (s Store) Granted(ctx context.Context, id, fact string) (granted bool, err error) {
	err = s.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM rule_grant WHERE fact = $1 AND rule = $2 AND refusal = 0)`, fact, id).Scan(&granted)
	return granted, err
}

// Sums are the points of a period.
func (s Store) Sums(ctx context.Context, id string, period model.Day, people []string) (total int64, each map[string]int64, err error) {
	each = make(map[string]int64, len(people))
	args := []any{id, int64(period), ""}
	for _, person := range people {
		args = append(args, person)
	}
	_, err = db.All(ctx, s.tx, func(scan db.Scan) (none struct{}, err error) {
		var person string
		var points int64
		err = scan(&person, &points)
		each[person] = points
		return none, err
	}, `SELECT person, points FROM rule_sum WHERE rule = $1 AND period = $2 AND person IN `+db.In(3, 1+len(people)), args...)
	return each[""], each, err
}

// Near are the people with a grant for a fact between two times.
func (s Store) Near(ctx context.Context, id string, people []string, after, before time.Time) (map[string]bool, error) {
	args := []any{id, db.Micros(after), db.Micros(before)}
	for _, person := range people {
		args = append(args, person)
	}
	found, err := db.All(ctx, s.tx, db.Column[string], `SELECT DISTINCT person FROM rule_grant
		WHERE rule = $1 AND at > $2 AND at < $3 AND NOT withdrawn AND refusal = 0 AND person IN `+db.In(4, len(people)), args...)
	near := make(map[string]bool, len(found))
	for _, person := range found {
		near[person] = true
	}
	return near, err
}

// Remember keeps grants, and counts them.
func (s Store) Remember(ctx context.Context, grants []rule.Grant) error {
	if err := s.keep(ctx, grants); err != nil {
		return err
	}
	return s.count(ctx, grants, 1)
}

// keep keeps grants that are made or refused, whatever became of them before.
func (s Store) keep(ctx context.Context, grants []rule.Grant) error {
	rows := make([][]any, len(grants))
	for i, g := range grants {
		rows[i] = []any{
			g.ID, g.Rule, g.Version, int64(g.On), g.Resource, db.Micros(g.Time), g.Fact, g.Person, g.Amount, int64(g.Period), db.Micros(g.CreateTime), false, int64(g.Refusal),
		}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO rule_grant (id, rule, version, type, resource, at, fact, person, amount, period, create_time, withdrawn, refusal)`, rows,
		`ON CONFLICT (id) DO UPDATE SET version = excluded.version, amount = excluded.amount, period = excluded.period, create_time = excluded.create_time,
			withdrawn = FALSE, refusal = excluded.refusal`)
}

// Forget undoes Remember for a grant that was refused.
func (s Store) Forget(ctx context.Context, g rule.Grant) error {
	_, err := s.tx.ExecContext(ctx, `DELETE FROM rule_grant WHERE id = $1`, g.ID)
	return errors.Join(err, s.count(ctx, []rule.Grant{g}, -1))
}

// Refuse keeps grants that are refused, with why.
func (s Store) Refuse(ctx context.Context, grants []rule.Grant) error { return s.keep(ctx, grants) }

// Refused says whether anything is refused that a rule was to grant under a key.
func (s Store) Refused(ctx context.Context, id, fact string) (refused bool, err error) {
	err = s.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM rule_grant WHERE fact = $1 AND rule = $2 AND refusal <> 0)`, fact, id).Scan(&refused)
	return refused, err
}

// ForgetRefused forgets what was refused for facts with these keys.
func (s Store) ForgetRefused(ctx context.Context, keys ...string) error {
	_, err := s.tx.ExecContext(ctx, `DELETE FROM rule_grant WHERE refusal <> 0 AND fact IN `+db.In(1, len(keys)), values(keys)...)
	return err
}

// refused has rules say which of their grants were refused.
func (r rules) refused(ctx context.Context, of ...*rule.Rule) error {
	if len(of) == 0 {
		return nil
	}
	byID, ids := make(map[string]*rule.Rule, len(of)), make([]string, len(of))
	for i, each := range of {
		byID[each.ID], ids[i] = each, each.ID
	}
	_, err := db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
		var id string
		var counted rule.Refused
		if err = scan(&id, &counted.Refusal, &counted.Grants, &counted.People); err == nil {
			byID[id].Refused = append(byID[id].Refused, counted)
		}
		return none, err
	}, `SELECT rule, refusal, count(*), count(DISTINCT person) FROM rule_grant WHERE refusal <> 0 AND rule IN `+db.In(1, len(ids))+`
		GROUP BY rule, refusal ORDER BY rule, refusal`, values(ids)...)
	return err
}

func values(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

// TakeBack notes that a grant was taken back.
func (s Store) TakeBack(ctx context.Context, g rule.Grant) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE rule_grant SET withdrawn = TRUE WHERE id = $1`, g.ID)
	return errors.Join(err, s.count(ctx, []rule.Grant{g}, -1))
}

func (s Store) count(ctx context.Context, grants []rule.Grant, sign int64) error {
	type key struct {
		rule   string
		period model.Day
		person string
	}
	sums := map[key]int64{}
	for _, g := range grants {
		sums[key{g.Rule, g.Period, g.Person}] += sign * g.Amount
		sums[key{g.Rule, g.Period, ""}] += sign * g.Amount
	}
	rows := make([][]any, 0, len(sums))
	for k, points := range sums {
		rows = append(rows, []any{k.rule, int64(k.period), k.person, points})
	}
	return db.Insert(ctx, s.tx, `INSERT INTO rule_sum (rule, period, person, points)`, rows,
		`ON CONFLICT (rule, period, person) DO UPDATE SET points = rule_sum.points + excluded.points`)
}

// Erase gives a person another name in what was granted, and says of no grant of theirs what for.
func Erase(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
	_, err := tx.ExecContext(ctx, `UPDATE rule_grant SET person = $1, resource = '', fact = '' WHERE person = $2`, pseudonym, person)
	if err == nil {
		_, err = tx.ExecContext(ctx, `UPDATE rule_sum SET person = $1 WHERE person = $2 AND person <> ''`, pseudonym, person)
	}
	return err
}

func scanGrant(scan db.Scan) (g rule.Grant, err error) {
	var at, created int64
	err = scan(&g.ID, &g.Rule, &g.Version, &g.On, &g.Resource, &at, &g.Fact, &g.Person, &g.Amount, &g.Period, &created, &g.Withdrawn, &g.Refusal)
	g.Time, g.CreateTime = db.FromMicros(at), db.FromMicros(created)
	return g, err
}

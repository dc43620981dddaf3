// Package goal keeps goals and how far they have come.
package goal

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("goal", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct {
	goals
	staff.Reader
}

// goals reads what is this store's own.
type goals struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{goals{q}, staff.NewReader(q)} }

// Store is the domain's Store and Counting over a transaction.
type Store struct {
	goals
	wallet.Store
	tx *db.Tx
}

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{goals{tx}, wallet.New(tx), tx} }

const selectGoal = `SELECT id, display_name, unit, employer, person, type, target, reward, start_day, end_day, zone, count, state, begins, ends,
	reached_time, create_time, behavior, sharing, each, per_giver FROM goal `

// Goal reads one.
func (r goals) Goal(ctx context.Context, id string) (goal.Goal, error) {
	found, err := scanGoal(r.q.QueryRowContext(ctx, selectGoal+`WHERE id = $1`, id).Scan)
	return found, db.Found(err)
}

var columns = map[string]string{"id": "id", "create_time": "create_time", "state": "state"}

// Goals lists those within the scope, one more than a page.
func (r goals) Goals(ctx context.Context, scope model.Scope, list model.List) ([]goal.Goal, error) {
	within, args := roster.Units.Reached(scope, "unit", "employer", 1)
	return r.list(ctx, within, args, list)
}

// GoalsOf lists those of a person and of units, one more than a page.
func (r goals) GoalsOf(ctx context.Context, person, employer string, units []string, list model.List) ([]goal.Goal, error) {
	args := []any{person, employer}
	for _, unit := range units {
		args = append(args, unit)
	}
	return r.list(ctx, `(person = $1 OR person = '' AND employer IN ('', $2) AND unit IN `+db.In(3, len(units))+`)`, args, list)
}

func (r goals) list(ctx context.Context, within string, args []any, list model.List) ([]goal.Goal, error) {
	where, order, more := db.ListSQL(list, columns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectGoal, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanGoal, query, append(args, more...)...)
}

// Individual says whether a site allows goals of single people.
func (r goals) Individual(ctx context.Context, site string) (allowed bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT individual FROM goal_site WHERE site = $1`, site).Scan(&allowed)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return allowed, err
}

// SetIndividual says whether a site allows goals of single people.
func (s Store) SetIndividual(ctx context.Context, site string, allowed bool) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO goal_site (site, individual) VALUES ($1, $2) ON CONFLICT (site) DO UPDATE SET individual = excluded.individual`, site, allowed)
	return err
}

// AddGoal keeps a goal that begins.
func (s Store) AddGoal(ctx context.Context, g goal.Goal) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO goal (id, display_name, unit, employer, person, type, target, reward, start_day, end_day, zone, count, state, begins, ends, closes, create_time, behavior, per_giver)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18)`,
		g.ID, db.JSON(g.DisplayName), g.Unit, g.Employer, g.Person, int64(g.On), g.Target, g.Reward, int64(g.Start), int64(g.End), g.Zone,
		int64(g.State), db.Micros(g.Begins), db.Micros(g.Ends), db.Micros(g.Ends.Add(goal.Late)), db.Micros(g.CreateTime), g.Behavior, g.PerGiver)
	return err
}

// Open are the goals in progress that a fact counts for. A fact of no person asks for no goals of people: PostgreSQL would look for those of
// nobody among all goals of units.
func (s Store) Open(ctx context.Context, f facts.Fact, employer string, units []string, made, now time.Time) ([]goal.Goal, error) {
	const open = selectGoal + `WHERE type = $1 AND begins <= $2 AND ends > $2 AND create_time <= $3 AND closes > $4 AND employer IN ('', $5) AND behavior IN ('', $6) AND state = 1 AND `
	args := []any{int64(f.Type), db.Micros(f.Time), db.Micros(made), db.Micros(now), employer, f.Shown()}
	var of []string
	if f.Person != "" {
		args = append(args, f.Person)
		of = append(of, open+fmt.Sprintf(`person = $%d AND person <> ''`, len(args)))
	}
	if len(units) > 0 {
		of = append(of, open+`person = '' AND unit IN `+db.In(1+len(args), len(units)))
		for _, unit := range units {
			args = append(args, unit)
		}
	}
	if len(of) == 0 {
		return nil, nil
	}
	return db.All(ctx, s.tx, scanGoal, strings.Join(of, ` UNION ALL `), args...)
}

// Add adds to the counts of goals.
func (s Store) Add(ctx context.Context, goals []goal.Goal, facts int64) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE goal SET count = CASE WHEN count + $1 < 0 THEN 0 ELSE count + $1 END WHERE id IN `+db.In(2, len(goals)), append([]any{facts}, ids(goals)...)...)
	return err
}

// Reach notes that goals in progress are reached.
func (s Store) Reach(ctx context.Context, goals []goal.Goal, now time.Time) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE goal SET state = $1, reached_time = $2 WHERE state = 1 AND id IN `+db.In(3, len(goals)),
		append([]any{int64(goal.Reached), db.Micros(now)}, ids(goals)...)...)
	if err != nil {
		return err
	}
	_, err = s.tx.ExecContext(ctx, `DELETE FROM goal_mark WHERE goal IN `+db.In(1, len(goals)), ids(goals)...)
	return err
}

// Alone has nobody else count, and nobody erased, until the transaction ends.
func (s Store) Alone(ctx context.Context) error { return fact.New(s.tx).Alone(ctx) }

// Miss ends the goals in progress whose time to close has come.
func (s Store) Miss(ctx context.Context, now time.Time) (int64, error) {
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM goal_mark WHERE goal IN (SELECT id FROM goal WHERE state = 1 AND closes <= $1)`, db.Micros(now)); err != nil {
		return 0, err
	}
	done, err := s.tx.ExecContext(ctx, `UPDATE goal SET state = $1 WHERE state = 1 AND closes <= $2`, int64(goal.Missed), db.Micros(now))
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// Closes says whether a goal is to be closed.
func (r goals) Closes(ctx context.Context, now time.Time) (due bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM goal WHERE state = 1 AND closes <= $1)`, db.Micros(now)).Scan(&due)
	return due, err
}

// Erase gives a person another name in goals of their own, ends those in progress, and forgets who thanked them; it gives them another name
// where they thanked others.
func Erase(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM goal_mark WHERE person = $1`, person); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM goal_sharer WHERE person = $1`, person); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE goal_mark SET giver = $1 WHERE giver = $2`, pseudonym, person); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE goal SET person = $1, display_name = '{}', state = CASE state WHEN 1 THEN 3 ELSE state END
		WHERE person = $2 AND person <> ''`, pseudonym, person)
	return err
}

func ids(goals []goal.Goal) []any {
	args := make([]any, len(goals))
	for i, g := range goals {
		args[i] = g.ID
	}
	return args
}

func scanGoal(scan db.Scan) (g goal.Goal, err error) {
	var name []byte
	var begins, ends, created int64
	var reached sql.NullInt64
	if err = scan(&g.ID, &name, &g.Unit, &g.Employer, &g.Person, &g.On, &g.Target, &g.Reward, &g.Start, &g.End, &g.Zone, &g.Count, &g.State, &begins, &ends,
		&reached, &created, &g.Behavior, &g.Sharing, &g.Each, &g.PerGiver); err != nil {
		return g, err
	}
	g.Version, g.Begins, g.Ends, g.ReachedTime, g.CreateTime = 1, db.FromMicros(begins), db.FromMicros(ends), db.FromNullMicros(reached), db.FromMicros(created)
	return g, json.Unmarshal(name, &g.DisplayName)
}

var (
	_ goal.Reader   = Reader{}
	_ goal.Store    = Store{}
	_ goal.Counting = Store{}
)

// Package badge keeps badges, how far teams and people have come, and who holds them.
package badge

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	goals "github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	at "github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("badge", migrations) }

// Reader is the domain's Reader and Servants over a database or a transaction.
type Reader struct {
	staff.Reader
	q db.Querier
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), q} }

// Store is the domain's Store over a transaction.
type Store struct {
	Reader
	tx     *db.Tx
	record event.Recorder
}

// New reads and writes within tx; record hands on what happened.
func New(tx *db.Tx, record event.Recorder) Store {
	return Store{NewReader(tx), tx, record}
}

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

// Goal reads a goal.
func (s Store) Goal(ctx context.Context, id string) (goals.Goal, error) {
	return goal.NewReader(s.tx).Goal(ctx, id)
}

// Alone has nobody else count, and nobody erased, until the transaction ends.
func (s Store) Alone(ctx context.Context) error { return fact.New(s.tx).Alone(ctx) }

// Individual says whether a site allows goals and badges of single people.
func (r Reader) Individual(ctx context.Context, site string) (bool, error) {
	return goal.NewReader(r.q).Individual(ctx, site)
}

const columnsOfBadge = `b.id, b.version, b.display_name, b.description, b.picture, b.unit, b.employer, b.holder, b.way, b.type, b.behavior, b.training,
	b.goal, b.levels, b.archived, b.create_time, b.update_time`

const selectBadge = `SELECT ` + columnsOfBadge + ` FROM badge b `

// Badge reads one.
func (r Reader) Badge(ctx context.Context, id string) (badge.Badge, error) {
	found, err := scanBadge(r.q.QueryRowContext(ctx, selectBadge+`WHERE b.id = $1`, id).Scan)
	return found, db.Found(err)
}

var badgeColumns = map[string]string{"id": "b.id", "create_time": "b.create_time"}

// Badges lists those within the scope, one more than a page.
func (r Reader) Badges(ctx context.Context, scope model.Scope, list model.List) ([]badge.Badge, error) {
	within, args := roster.Units.Reached(scope, "b.unit", "b.employer", 1)
	where, order, more := db.ListSQL(list, badgeColumns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectBadge, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanBadge, query, append(args, more...)...)
}

// Progress lists the badges that can be earned at a place, one more than a page.
func (r Reader) Progress(ctx context.Context, place at.Place, path []string, single bool, list model.List) ([]badge.Progress, error) {
	args := []any{place.Person, place.Unit, int64(place.Since), place.Employer}
	for _, unit := range path {
		args = append(args, unit)
	}
	may := `b.holder = 1`
	if single {
		may = `TRUE`
	}
	where, order, more := db.ListSQL(list, badgeColumns, 1+len(args))
	query := fmt.Sprintf(`SELECT `+columnsOfBadge+`, COALESCE(c.count, 0), COALESCE(a.level, 0) FROM badge b
		LEFT JOIN badge_count c ON c.badge = b.id AND (b.holder = 2 AND c.holder = $1 AND c.began = $3 OR b.holder = 1 AND c.holder = $2 AND c.began = 0)
		LEFT JOIN badge_award a ON a.badge = b.id AND NOT a.revoked AND a.holder = CASE b.holder WHEN 2 THEN $1 ELSE $2 END
		WHERE NOT b.archived AND `+may+` AND b.employer IN ('', $4) AND b.unit IN %s AND %s ORDER BY %s LIMIT %d`,
		db.In(5, len(path)), where, order, list.Size+1)
	return db.All(ctx, r.q, func(scan db.Scan) (p badge.Progress, err error) {
		p.Badge, err = scanBadge(func(into ...any) error { return scan(append(into, &p.Count, &p.Level)...) })
		return p, err
	}, query, append(args, more...)...)
}

// OfYears are the badges for years of service that can be earned.
func (r Reader) OfYears(ctx context.Context) ([]badge.Badge, error) {
	return db.All(ctx, r.q, scanBadge, selectBadge+`WHERE NOT b.archived AND b.way = $1 ORDER BY b.id`, int64(badge.ByYears))
}

// Serving are the people who may have earned a level of a badge for years of service.
func (r Reader) Serving(ctx context.Context, b badge.Badge, level int, began model.Day, now time.Time) ([]string, error) {
	var employers []string
	if b.Employer != "" {
		employers = []string{b.Employer}
	}
	args := []any{b.ID, level, int64(began)}
	people, more, err := roster.New(r.q).PeopleSQL(ctx, now, []string{b.Unit}, employers, 1+len(args))
	if err != nil {
		return nil, err
	}
	return db.All(ctx, r.q, db.Column[string], `SELECT w.person FROM (`+people+`) w JOIN goal_site g ON g.site = w.site AND g.individual
		WHERE `+roster.WorkedBy("w.person", "$3")+`
			AND NOT EXISTS (SELECT 1 FROM badge_award a WHERE a.badge = $1 AND a.holder = w.person AND (a.revoked OR a.level >= $2))
		ORDER BY w.person`, append(args, more...)...)
}

// AddBadge keeps a badge.
func (s Store) AddBadge(ctx context.Context, b badge.Badge) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO badge (id, version, display_name, description, picture, unit, employer, holder, way, type, behavior, training, goal, levels, archived,
			create_time, update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, FALSE, $15, $16)`,
		b.ID, b.Version, db.JSON(b.DisplayName), db.JSON(b.Description), b.Picture, b.Unit, b.Employer, int64(b.For), int64(b.By), int64(b.On),
		b.Behavior, b.Training, b.Goal, db.JSON(b.Levels), db.Micros(b.CreateTime), db.Micros(b.UpdateTime))
	return err
}

// Archive keeps that a badge is archived.
func (s Store) Archive(ctx context.Context, b badge.Badge) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE badge SET archived = $1, version = $2, update_time = $3 WHERE id = $4`, b.Archived, b.Version, db.Micros(b.UpdateTime), b.ID)
	return err
}

func scanBadge(scan db.Scan) (b badge.Badge, err error) {
	var name, description, levels []byte
	var created, updated int64
	if err = scan(&b.ID, &b.Version, &name, &description, &b.Picture, &b.Unit, &b.Employer, &b.For, &b.By, &b.On, &b.Behavior, &b.Training, &b.Goal, &levels,
		&b.Archived, &created, &updated); err != nil {
		return b, err
	}
	b.CreateTime, b.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	for from, into := range map[*[]byte]any{&name: &b.DisplayName, &description: &b.Description, &levels: &b.Levels} {
		if err := json.Unmarshal(*from, into); err != nil {
			return b, err
		}
	}
	return b, nil
}

// number is a placeholder.
func number(n int) string { return "$" + strconv.Itoa(n) }

var (
	_ badge.Reader   = Reader{}
	_ badge.Servants = Reader{}
	_ badge.Store    = Store{}
)

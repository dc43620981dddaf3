// Package fairness reads who recognised whom, for the board of fairness, and keeps which sites allow names.
package fairness

import (
	"context"
	"embed"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("fairness", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct {
	staff.Reader
	q db.Querier
}

// Store is the domain's Store over a transaction.
type Store struct {
	Reader
	tx *db.Tx
}

var _ domain.Store = Store{}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), q} }

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{NewReader(tx), tx} }

// Zone is where the days of a unit begin.
func (r Reader) Zone(ctx context.Context, unit string) (*time.Location, error) {
	name, err := roster.New(r.q).ZoneOf(ctx, unit)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name) // UTC for ""
}

// Tree is, of all units below one and of itself, the next higher one.
func (r Reader) Tree(ctx context.Context, top string) (map[string]string, error) {
	return roster.New(r.q).Parents(ctx, []string{top})
}

// atOnce is of how many people a statement asks: each is found by their key, and arguments have an end.
const atOnce = 500

// of asks about people, some at a time, whose ids follow after the other arguments.
func of[T any](ctx context.Context, r Reader, people []string, scan func(db.Scan) (T, error), query func(people string) string, args ...any) ([]T, error) {
	var all []T
	for part := range slices.Chunk(people, atOnce) {
		these := slices.Clone(args)
		for _, person := range part {
			these = append(these, person)
		}
		some, err := db.All(ctx, r.q, scan, query(db.In(len(args)+1, len(part))), these...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func scanEdge(scan db.Scan) (e domain.Edge, err error) {
	err = scan(&e.Giver, &e.Receiver, &e.Count)
	return e, err
}

// Thanks are who recognised these people within a time, and how often.
func (r Reader) Thanks(ctx context.Context, people []string, from, until time.Time) ([]domain.Edge, error) {
	return r.recognitions(ctx, people, from, until, recognition.Thanks)
}

// Letters are how often published letters thank these people, named or not.
func (r Reader) Letters(ctx context.Context, people []string, from, until time.Time) ([]domain.Edge, error) {
	return r.recognitions(ctx, people, from, until, recognition.Letter)
}

func (r Reader) recognitions(ctx context.Context, people []string, from, until time.Time, kind recognition.Kind) ([]domain.Edge, error) {
	return of(ctx, r, people, scanEdge, func(people string) string {
		return `SELECT r.giver, rr.person, count(*) FROM recognition_receiver rr JOIN recognition r ON r.id = rr.recognition
			WHERE rr.person IN ` + people + ` AND rr.create_time >= $1 AND rr.create_time < $2 AND r.kind = $3 AND NOT r.hidden AND r.withdraw_time = 0
			GROUP BY r.giver, rr.person ORDER BY rr.person, r.giver`
	}, db.Micros(from), db.Micros(until), int64(kind))
}

// Awards are how often these people won, and still do, in announced rounds that ended on these days.
func (r Reader) Awards(ctx context.Context, people []string, first, last model.Day) ([]domain.Edge, error) {
	return of(ctx, r, people, scanEdge, func(people string) string {
		return `SELECT '', w.person, count(*) FROM award_win w JOIN award_round a ON a.id = w.round
			WHERE w.person IN ` + people + ` AND w.revoked = 0 AND a.end_day >= $1 AND a.end_day <= $2 AND a.state IN ($3, $4)
			GROUP BY w.person ORDER BY w.person`
	}, int64(first), int64(last), int64(award.Announced), int64(award.Final))
}

// Badges are how many badges that were earned within a time these people hold, alone and with teams.
func (r Reader) Badges(ctx context.Context, people []string, from, until time.Time) ([]domain.Edge, error) {
	return of(ctx, r, people, scanEdge, func(people string) string {
		return `SELECT '', h.person, count(*) FROM (SELECT person, id FROM badge_award WHERE person <> '' AND person IN ` + people + `
				UNION ALL SELECT person, award FROM badge_member WHERE person IN ` + people + `) h
			JOIN badge_award a ON a.id = h.id WHERE NOT a.revoked AND a.create_time >= $1 AND a.create_time < $2 GROUP BY h.person ORDER BY h.person`
	}, db.Micros(from), db.Micros(until))
}

// Shown are those of these people who are named in a public recognition within a time.
func (r Reader) Shown(ctx context.Context, people []string, from, until time.Time) ([]string, error) {
	return of(ctx, r, people, db.Column[string], func(people string) string {
		return `SELECT DISTINCT rr.person FROM recognition_receiver rr JOIN recognition r ON r.id = rr.recognition
			WHERE rr.person IN ` + people + ` AND rr.create_time >= $1 AND rr.create_time < $2 AND r.kind <> $3 AND r.shown AND NOT rr.unnamed`
	}, db.Micros(from), db.Micros(until), int64(recognition.Anniversary))
}

// Listed says whether a site allows that people are named who have no recognition.
func (r Reader) Listed(ctx context.Context, site string) (allowed bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT listed FROM fairness_site WHERE site = $1`, site).Scan(&allowed)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return allowed, err
}

// SetListed says whether a site allows it.
func (s Store) SetListed(ctx context.Context, site string, allowed bool) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO fairness_site (site, listed) VALUES ($1, $2) ON CONFLICT (site) DO UPDATE SET listed = excluded.listed`, site, allowed)
	return err
}

// Package fairness reads who recognised whom, and keeps the boards of fairness and which sites allow names.
package fairness

import (
	"context"
	"embed"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
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

var (
	_ domain.Store  = Store{}
	_ domain.Source = Reader{}
)

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

// SiteZone is where the days of a site begin.
func (r Reader) SiteZone(ctx context.Context, site string) (*time.Location, error) {
	name, err := roster.New(r.q).SiteZone(ctx, site)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name)
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

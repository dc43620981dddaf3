// Package fairness reads who recognised whom, for the board of fairness.
package fairness

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
)

// Reader is the domain's Reader over a database.
type Reader struct {
	staff.Reader
	q db.Querier
}

var _ domain.Reader = Reader{}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), q} }

// Zone is where the days of a unit begin.
func (r Reader) Zone(ctx context.Context, unit string) (*time.Location, error) {
	name, err := roster.New(r.q).ZoneOf(ctx, unit)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name) // UTC for ""
}

// atOnce is of how many people a statement asks: each is found by their key, and arguments have an end.
const atOnce = 500

// Edges are who recognised these people within a time, and how often.
func (r Reader) Edges(ctx context.Context, people []string, from, until time.Time) ([]domain.Edge, error) {
	var all []domain.Edge
	for part := range slices.Chunk(people, atOnce) {
		args := []any{db.Micros(from), db.Micros(until), int64(recognition.Thanks)}
		for _, person := range part {
			args = append(args, person)
		}
		edges, err := db.All(ctx, r.q, func(scan db.Scan) (e domain.Edge, err error) {
			err = scan(&e.Giver, &e.Receiver, &e.Count)
			return e, err
		}, `SELECT r.giver, rr.person, count(*) FROM recognition_receiver rr JOIN recognition r ON r.id = rr.recognition
			WHERE rr.person IN `+db.In(4, len(part))+` AND rr.create_time >= $1 AND rr.create_time < $2 AND r.kind = $3 AND NOT r.hidden AND r.withdraw_time = 0
			GROUP BY r.giver, rr.person ORDER BY rr.person, r.giver`, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, edges...)
	}
	return all, nil
}

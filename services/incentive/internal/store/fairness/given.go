package fairness

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// Ready says whether it is known who works where.
func (r Reader) Ready(ctx context.Context) (bool, error) { return roster.New(r.q).Ready(ctx) }

// Tree is, of each unit, the next higher one.
func (r Reader) Tree(ctx context.Context) (map[string]string, error) {
	roots, err := roster.New(r.q).Roots(ctx)
	if err != nil {
		return nil, err
	}
	return roster.New(r.q).Parents(ctx, roots)
}

// Began is when the first was recognised who still is.
func (r Reader) Began(ctx context.Context) (time.Time, error) {
	var first int64
	err := r.q.QueryRowContext(ctx, `SELECT COALESCE(min(at), 0) FROM (SELECT min(create_time) AS at FROM recognition
		UNION ALL SELECT min(create_time) FROM badge_award UNION ALL SELECT min(create_time) FROM award_decision) began`).Scan(&first)
	if err != nil || first == 0 {
		return time.Time{}, err
	}
	return db.FromMicros(first), nil
}

// Given are who recognised whom within a time, and how often.
func (r Reader) Given(ctx context.Context, kind domain.Kind, from, until time.Time) ([]domain.Edge, error) {
	args := []any{db.Micros(from), db.Micros(until)}
	query := ""
	switch kind {
	case domain.Letters: // those who are not named, too
		query, args = given, append(args, int64(recognition.Letter))
	case domain.Awards:
		query, args = won, append(args, int64(award.Announced), int64(award.Final))
	case domain.Badges:
		query = held
	default:
		query, args = given, append(args, int64(recognition.Thanks))
	}
	return db.All(ctx, r.q, func(scan db.Scan) (e domain.Edge, err error) {
		err = scan(&e.Giver, &e.Receiver, &e.Count)
		return e, err
	}, query, args...)
}

const (
	given = `SELECT r.giver, rr.person, count(*) FROM recognition r JOIN recognition_receiver rr ON rr.recognition = r.id
		WHERE r.create_time >= $1 AND r.create_time < $2 AND r.kind = $3 AND NOT r.hidden AND r.withdraw_time = 0
		GROUP BY r.giver, rr.person`
	// A decision that corrects another one is announced by itself.
	won = `SELECT '', w.person, count(*) FROM award_decision d JOIN award_win w ON w.round = d.round AND w.revision = d.revision
		JOIN award_round a ON a.id = d.round
		WHERE d.create_time >= $1 AND d.create_time < $2 AND w.revoked = 0 AND a.state IN ($3, $4) GROUP BY w.person`
	held = `SELECT '', h.person, count(*) FROM (SELECT person, id FROM badge_award WHERE person <> '' UNION ALL SELECT person, award FROM badge_member) h
		JOIN badge_award a ON a.id = h.id WHERE NOT a.revoked AND a.create_time >= $1 AND a.create_time < $2 GROUP BY h.person`
)

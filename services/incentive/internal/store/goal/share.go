package goal

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
)

// peopleSQL are those at work in a unit and below it; its arguments begin at $start.
func (s Store) peopleSQL(ctx context.Context, now time.Time, unit, employer string, start int) (string, []any, error) {
	var employers []string
	if employer != "" {
		employers = []string{employer}
	}
	return roster.New(s.tx).PeopleSQL(ctx, now, []string{unit}, employers, start)
}

// CountPeople says how many are at work in a unit and below it.
func (s Store) CountPeople(ctx context.Context, now time.Time, unit, employer string) (people int64, err error) {
	query, args, err := s.peopleSQL(ctx, now, unit, employer, 1)
	if err == nil {
		err = s.tx.QueryRowContext(ctx, `SELECT count(*) FROM (`+query+`) w`, args...).Scan(&people)
	}
	return people, err
}

// SetSharing notes what becomes of the points of a goal.
func (s Store) SetSharing(ctx context.Context, id string, sharing goal.Sharing, each int64) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE goal SET sharing = $1, each = $2 WHERE id = $3`, int64(sharing), each, id)
	return err
}

// KeepSharers has all who are at work in the team of a goal wait for their share, and says how many they are.
func (s Store) KeepSharers(ctx context.Context, now time.Time, g goal.Goal) (int64, error) {
	query, args, err := s.peopleSQL(ctx, now, g.Unit, g.Employer, 2)
	if err != nil {
		return 0, err
	}
	done, err := s.tx.ExecContext(ctx, `INSERT INTO goal_sharer (goal, person) SELECT $1, w.person FROM (`+query+`) w`, append([]any{g.ID}, args...)...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// Sharers are some who wait for their share, all of one goal.
func (s Store) Sharers(ctx context.Context, most int) (g goal.Goal, people []string, err error) {
	g, err = scanGoal(s.tx.QueryRowContext(ctx, selectGoal+`WHERE sharing = 1 ORDER BY id LIMIT 1`).Scan)
	if errors.Is(err, db.ErrNoRows) {
		return goal.Goal{}, nil, nil
	}
	if err == nil {
		people, err = db.All(ctx, s.tx, db.Column[string], `SELECT person FROM goal_sharer WHERE goal = $1 ORDER BY person LIMIT $2`, g.ID, most)
	}
	return g, people, err
}

// ForgetSharers has people wait no longer.
func (s Store) ForgetSharers(ctx context.Context, id string, people []string) error {
	args := []any{id}
	for _, person := range people {
		args = append(args, person)
	}
	_, err := s.tx.ExecContext(ctx, `DELETE FROM goal_sharer WHERE goal = $1 AND person IN `+db.In(2, len(people)), args...)
	return err
}

// Shares says whether anybody waits for their share of a goal.
func (r goals) Shares(ctx context.Context) (waits bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM goal WHERE sharing = 1)`).Scan(&waits)
	return waits, err
}

package goal

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
)

// Mark notes for which goals a thanks counts, and says for which of them no other of the same giver, receiver and month does.
func (s Store) Mark(ctx context.Context, f facts.Fact, month model.Day, goals []goal.Goal) ([]goal.Goal, error) {
	taken, err := db.All(ctx, s.tx, db.Column[string], `SELECT DISTINCT goal FROM goal_mark WHERE giver = $1 AND person = $2 AND month = $3`,
		f.Giver, f.Person, int64(month))
	if err != nil {
		return nil, err
	}
	rows := make([][]any, len(goals))
	for i, g := range goals {
		rows[i] = []any{f.Key(), g.ID, f.Giver, f.Person, int64(month)}
	}
	err = db.Insert(ctx, s.tx, `INSERT INTO goal_mark (fact, goal, giver, person, month)`, rows, `ON CONFLICT DO NOTHING`)
	return slices.DeleteFunc(goals, func(g goal.Goal) bool { return slices.Contains(taken, g.ID) }), err
}

// Unmark forgets a thanks, and says for which goals in progress no other of the same giver, receiver and month counts instead.
func (s Store) Unmark(ctx context.Context, f facts.Fact, now time.Time) ([]goal.Goal, error) {
	goals, err := db.All(ctx, s.tx, scanGoal, selectGoal+`WHERE state = 1 AND closes > $1 AND id IN (SELECT m.goal FROM goal_mark m WHERE m.fact = $2
		AND NOT EXISTS (SELECT 1 FROM goal_mark o WHERE o.giver = m.giver AND o.person = m.person AND o.month = m.month AND o.goal = m.goal AND o.fact <> m.fact))`,
		db.Micros(now), f.Key())
	if err != nil {
		return nil, err
	}
	_, err = s.tx.ExecContext(ctx, `DELETE FROM goal_mark WHERE fact = $1`, f.Key())
	return goals, err
}

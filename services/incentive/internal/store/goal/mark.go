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

// Mark notes for which goals a thanks counts, and says for which of them no other of the same giver, receiver and month does, and fewer than PerGiver
// of the same giver.
func (s Store) Mark(ctx context.Context, f facts.Fact, month model.Day, goals []goal.Goal) ([]goal.Goal, error) {
	taken, err := db.All(ctx, s.tx, db.Column[string], `SELECT DISTINCT goal FROM goal_mark WHERE giver = $1 AND person = $2 AND month = $3`,
		f.Giver, f.Person, int64(month))
	if err != nil {
		return nil, err
	}
	before, err := s.given(ctx, f.Giver, goals)
	if err != nil {
		return nil, err
	}
	rows := make([][]any, len(goals))
	for i, g := range goals {
		rows[i] = []any{f.Key(), g.ID, f.Giver, f.Person, int64(month)}
	}
	err = db.Insert(ctx, s.tx, `INSERT INTO goal_mark (fact, goal, giver, person, month)`, rows, `ON CONFLICT DO NOTHING`)
	return slices.DeleteFunc(goals, func(g goal.Goal) bool { return slices.Contains(taken, g.ID) || enough(g, before) }), err
}

// enough says that a giver who gave so many thanks adds nothing more to a goal.
func enough(g goal.Goal, given map[string]int64) bool {
	return g.PerGiver > 0 && given[g.ID] >= g.PerGiver
}

// given counts the thanks of a giver for goals, one a receiver and month.
func (s Store) given(ctx context.Context, giver string, goals []goal.Goal) (map[string]int64, error) {
	given := make(map[string]int64, len(goals))
	_, err := db.All(ctx, s.tx, func(scan db.Scan) (none struct{}, err error) {
		var id string
		var thanks int64
		err = scan(&id, &thanks)
		given[id] = thanks
		return none, err
	}, `SELECT goal, count(*) FROM (SELECT DISTINCT goal, person, month FROM goal_mark WHERE giver = $1 AND goal IN `+db.In(2, len(goals))+`) m GROUP BY goal`,
		append([]any{giver}, ids(goals)...)...)
	return given, err
}

// Unmark forgets a thanks, and says for which goals in progress no other of the same giver, receiver and month counts instead, nor one of those that
// the giver gave beyond PerGiver.
func (s Store) Unmark(ctx context.Context, f facts.Fact, now time.Time) ([]goal.Goal, error) {
	goals, err := db.All(ctx, s.tx, scanGoal, selectGoal+`WHERE state = 1 AND closes > $1 AND id IN (SELECT m.goal FROM goal_mark m WHERE m.fact = $2
		AND NOT EXISTS (SELECT 1 FROM goal_mark o WHERE o.giver = m.giver AND o.person = m.person AND o.month = m.month AND o.goal = m.goal AND o.fact <> m.fact))`,
		db.Micros(now), f.Key())
	if err != nil {
		return nil, err
	}
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM goal_mark WHERE fact = $1`, f.Key()); err != nil || len(goals) == 0 {
		return nil, err
	}
	left, err := s.given(ctx, f.Giver, goals)
	return slices.DeleteFunc(goals, func(g goal.Goal) bool { return enough(g, left) }), err
}

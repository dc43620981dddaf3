package incentive_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/goal"

	"github.com/hearth-culture/hearth/services/incentive"
)

const (
	benchGoals = 1_000_000
	benchUnits = 100_000
)

// BenchmarkGoals is facts that add to goals while a million of them are in progress: ten for each of a hundred thousand teams, of which a
// fact adds to two. It says how many facts a second are kept and counted, each in a transaction of a hundred, and how much memory the
// process holds after all of it.
func BenchmarkGoals(b *testing.B) {
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) {
			d := testkit.Open(b, engine, incentive.Module().Migrations...)
			now := time.Now().UTC().Truncate(time.Microsecond)
			manyGoals(b, d, now)
			b.ResetTimer()
			for told := 0; told < b.N; told += facts.Step {
				countFacts(b, d, now, told, min(facts.Step, b.N-told))
			}
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "facts/s")
			runtime.GC()
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			b.ReportMetric(float64(memory.HeapAlloc), "heap-B")
			b.ReportMetric(float64(memory.Sys), "process-B")
			var counted int64
			require.NoError(b, d.Read().QueryRowContext(b.Context(), `SELECT sum(count) FROM goal`).Scan(&counted))
			require.Equal(b, int64(2*b.N), counted)
		})
	}
}

// countFacts keeps facts and applies them.
func countFacts(b *testing.B, d *db.DB, now time.Time, first, many int) {
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		store := fact.New(tx)
		for n := first; n < first+many; n++ {
			if err := facts.Take(ctx, store, facts.Fact{
				Type: facts.ContactsCounted, Resource: fmt.Sprint("contactCounts/", n), Unit: fmt.Sprint("team-", (n*7919)%benchUnits), Time: now,
				Attributes: map[string]any{"contacts": int64(1), "calls": int64(1)},
			}); err != nil {
				return err
			}
		}
		return nil
	}))
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		applied, err := facts.Apply(ctx, fact.New(tx), now, func(ctx context.Context, now time.Time, all []facts.Kept) ([]facts.Effect, error) {
			return domain.Apply(ctx, goal.New(tx), now, all, func(context.Context, []domain.Goal) error { return nil })
		})
		require.Equal(b, many, applied)
		return err
	}))
}

// manyGoals fills the tables in the database itself: ten goals a team, of five types of facts.
func manyGoals(b *testing.B, d *db.DB, now time.Time) {
	const series = `WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n + 1 < %d) `
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO roster_unit (unit, version, parent, site, archived) `+fmt.Sprintf(series, benchUnits)+
			`SELECT 'team-' || n, 1, 'root', '', FALSE FROM series`)
		return err
	}))
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO goal (id, display_name, unit, employer, person, type, target, reward, start_day, end_day, zone, count, state, begins, ends, closes, create_time) `+
			fmt.Sprintf(series, benchGoals)+`
			SELECT 'goal-' || n, '{"en": "Goal"}', 'team-' || (n % `+fmt.Sprint(benchUnits)+`), '', '', 4 + (n / `+fmt.Sprint(benchUnits)+`) % 5, 1000000, 10, 0, 1, 'UTC',
				0, 1, 0, $1, $1, 0 FROM series`, db.Micros(now.Add(24*time.Hour)))
		return err
	}))
}

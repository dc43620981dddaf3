package recognition_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/testkit"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/recognition"
)

// The organisation of the benchmark: 20 departments of 25 teams of 40 people. One team in ten works for a vendor, and one alone for a small
// one. Whoever gives thanks one colleague of the same team.
const (
	given       = 200_000
	departments = 20
	teams       = 500
	crew        = 40
)

var start = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func team(n int) string         { return fmt.Sprintf("team-%03d", n%teams) }
func member(team, n int) string { return fmt.Sprintf("person-%03d-%02d", team, n) }

func employer(team int) string {
	switch {
	case team == 7:
		return "small"
	case team%10 == 9:
		return "vendor"
	}
	return "house"
}

// BenchmarkFeed reads a page of fifty out of 200,000 recognitions, by who reads how much of them, and what they ask for.
func BenchmarkFeed(b *testing.B) {
	newest := model.List{Size: 50, Order: []model.Order{{Field: "create_time", Desc: true}}}
	by := func(conditions ...model.Condition) model.List {
		l := newest
		l.Conditions = conditions
		return l
	}
	deep := newest
	deep.After = []any{start.Add(given / 2 * time.Minute).UnixMicro(), ""}
	areas := func(units ...string) domain.Viewer {
		v := domain.Viewer{}
		for _, unit := range units {
			v.Scope.Areas = append(v.Scope.Areas, model.Area{Unit: unit})
		}
		return v
	}
	agent := func(team int) domain.Viewer {
		return domain.Viewer{Scope: model.Scope{Self: member(team, 3)}, Employer: employer(team)}
	}
	for _, engine := range testkit.Engines(b) {
		d := testkit.Open(b, engine, recognition.Migrations(), roster.Migrations())
		fill(b, d)
		read := recognition.NewReader(d.Read())
		for _, one := range []struct {
			name   string
			viewer domain.Viewer
			list   model.List
		}{
			{"everything", domain.Viewer{Scope: model.Everything()}, newest},
			{"agent", agent(1), newest},
			{"agent of a vendor", agent(9), newest},
			{"agent of a small vendor", agent(7), newest},
			{"agent, from the middle", agent(1), deep},
			{"agent, one behavior", agent(1), by(model.Condition{Field: "behavior", Op: "=", Value: "b-18"})},
			{"agent, private", agent(20), by(model.Condition{Field: "visibility", Op: "=", Value: int64(2)})},
			{"lead of a team", areas(team(11)), newest},
			{"lead of a team, from the middle", areas(team(11)), deep},
			{"manager of a department", areas("department-3"), newest},
			{"manager of all", areas("root"), newest},
			{"manager of all, one receiver", areas("root"), by(model.Condition{Field: "receiver", Op: "=", Value: member(11, 5)})},
			{"manager of all, one giver", areas("root"), by(model.Condition{Field: "giver", Op: "=", Value: member(11, 5)})},
			{"manager of all, one team", areas("root"), by(model.Condition{Field: "unit", Op: "=", Value: team(11)})},
		} {
			b.Run(engine.String()+"/"+one.name, func(b *testing.B) {
				for b.Loop() {
					found, err := read.Feed(b.Context(), one.viewer, one.list)
					require.NoError(b, err)
					require.NotEmpty(b, found)
				}
			})
		}
	}
}

// fill writes recognitions, one a minute, as Add writes them, and the tree of units.
func fill(b *testing.B, d *db.DB) {
	b.Helper()
	write := func(head string, rows [][]any) {
		require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error { return db.Insert(ctx, tx, head, rows, "") }))
	}
	units := [][]any{{"root", int64(1), "", "", false}}
	for n := range departments {
		units = append(units, []any{fmt.Sprintf("department-%d", n), int64(1), "root", "", false})
	}
	for n := range teams {
		units = append(units, []any{team(n), int64(1), fmt.Sprintf("department-%d", n%departments), "", false})
	}
	write(`INSERT INTO roster_unit (unit, version, parent, site, archived)`, units)
	const step = 20_000
	for from := 0; from < given; from += step {
		var all, receivers [][]any
		for n := from; n < from+step; n++ {
			id, at := uuid.NewString(), start.Add(time.Duration(n)*time.Minute).UnixMicro()
			of := n * 7 % teams
			visibility := int64(1)
			if n%20 == 0 {
				visibility = 2
			}
			all = append(all, []any{id, int64(1), member(of, n/teams%crew), "", fmt.Sprintf("b-%d", n%50), "Stayed until the customer was helped, and wrote down how.",
				visibility, int64(0), int64(0), int64(1), at, visibility == 1, false, "", "", false, int64(0)})
			receivers = append(receivers, []any{id, member(of, (n/teams+1)%crew), team(of), employer(of), at, nil})
		}
		write(`INSERT INTO recognition (id, kind, giver, team, behavior, story, visibility, points, years, receivers, create_time, shown, hidden,
			hide_reason, hidden_by, taken_back, reports)`, all)
		write(`INSERT INTO recognition_receiver (recognition, person, unit, employer, create_time, transfer)`, receivers)
	}
	if d.Engine() == db.Postgres {
		// As the server itself does some time after so many rows.
		require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `ANALYZE`)
			return err
		}))
	}
}

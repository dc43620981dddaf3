package directory_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/directory"
)

// enterprise is a file of people in 5,000 units on four levels, each team of twenty with a lead who reports to the department's.
func enterprise(people int) file {
	var in file
	in.units = append(in.units, unitRow("company", ""))
	for i := range 4_999 {
		parent := "company"
		if i >= 10 {
			parent = fmt.Sprint("u", i/10-1)
		}
		in.units = append(in.units, unitRow(fmt.Sprint("u", i), parent))
	}
	for i := range people {
		row := personRow(fmt.Sprint("p", i), fmt.Sprint("u", i/20%4_999), "")
		if i > 0 {
			row.Manager = fmt.Sprint("p", i/20) // whose row may come later than those of the team
		}
		row.DisplayName, row.Language, row.Shift, row.Channel, row.Position = fmt.Sprint("客服专员 ", i), "zh-CN", "night", "voice", "agent"
		in.people = append(in.people, row)
	}
	for i, j := 0, len(in.people)-1; i < j; i, j = i+1, j-1 {
		in.people[i], in.people[j] = in.people[j], in.people[i]
	}
	return in
}

// BenchmarkImport100k uploads a file of 100,000 people through gRPC into an empty directory, applies it, and then brings the same file in
// again, which changes nothing.
func BenchmarkImport100k(b *testing.B) {
	in := enterprise(100_000)
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				f := newFirm(b, testkit.Open(b, engine, directory.Module().Migrations...))
				f.running()
				b.StartTimer()
				summary, _ := f.imported(in)
				first := b.Elapsed()
				require.EqualValues(b, 105_000, summary.GetCreated())
				events := f.count("SELECT count(*) FROM event_outbox")
				require.Equal(b, 205_000, events)
				again, _ := f.imported(in)
				require.EqualValues(b, 105_000, again.GetUnchanged())
				require.Equal(b, events, f.count("SELECT count(*) FROM event_outbox"))
				b.ReportMetric(first.Seconds(), "s/first")
				b.ReportMetric((b.Elapsed() - first).Seconds(), "s/again")
			}
		})
	}
}

// BenchmarkBareRows100k is the yardstick: as many rows as such an import writes, 105,000 of units and people and 205,000 of events, in
// transactions of 1,000, on an engine as database/sql gives it.
func BenchmarkBareRows100k(b *testing.B) {
	const each = 1000
	text := strings.Repeat("x", 300)
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				pool := testkit.Bare(b, engine, 1)
				for _, table := range []string{"person", "event"} {
					_, err := pool.Exec("CREATE TABLE " + table + " (id TEXT PRIMARY KEY, text TEXT NOT NULL)")
					require.NoError(b, err)
				}
				b.StartTimer()
				writeRows(b, pool, "person", 105, each, text)
				writeRows(b, pool, "event", 205, each, text)
			}
		})
	}
}

func writeRows(b *testing.B, pool *sql.DB, table string, batches, each int, text string) {
	for range batches {
		rows := make([][]any, each)
		for i := range rows {
			rows[i] = []any{uuid.Must(uuid.NewV7()).String(), text}
		}
		require.NoError(b, testkit.BareTx(pool, "INSERT INTO "+table+" (id, text) VALUES ($1, $2)", rows))
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// The sheets are those of the benchmark of services/survey/internal/domain/column, and so is the sum of the squares of all counts.
const (
	sheets, units, items, options = 500_000, 5_000, 20, 6
	squares                       = 192_524_382
)

// BenchmarkHistogram has databases count ten million answers by unit and item.
func BenchmarkHistogram(b *testing.B) {
	b.Run("duckdb", duckdb)
	b.Run("postgres", postgres)
}

func duckdb(b *testing.B) {
	node, err := exec.LookPath("node")
	if err != nil {
		b.Skip("node is not here: ", err)
	}
	if _, err := os.Stat("duckdb/node_modules/@duckdb/node-api"); err != nil {
		b.Skip("npm install was not run in duckdb: ", err)
	}
	cmd := exec.Command(node, "histogram.js", strconv.Itoa(sheets), strconv.Itoa(units), strconv.Itoa(items), strconv.Itoa(options))
	cmd.Dir, cmd.Stderr = "duckdb", os.Stderr
	said, err := cmd.Output()
	require.NoError(b, err)
	type measured struct{ Seconds, Squares float64 }
	var ways struct{ Long, Unpivot, Unrolled measured }
	require.NoError(b, json.Unmarshal(said, &ways))
	for _, way := range []measured{ways.Long, ways.Unpivot, ways.Unrolled} {
		require.EqualValues(b, squares, way.Squares)
	}
	b.ReportMetric(min(ways.Long.Seconds, ways.Unpivot.Seconds), "s/histogram")
	b.ReportMetric(ways.Unrolled.Seconds, "s/unrolled")
}

// postgres is asked in the fastest of three ways: to read a long table took it three times as long, and one query that unrolls the columns twice.
func postgres(b *testing.B) {
	if !slices.Contains(testkit.Engines(b), db.Postgres) {
		b.Skip("PostgreSQL is not here")
	}
	pool := testkit.Bare(b, db.Postgres, 1)
	var columns, counts []string
	for i := range items {
		columns = append(columns, fmt.Sprintf("((n + 1) * (48271 + 97 * %d) %% 2147483647 %% %d)::smallint AS q%d", i, options, i))
		counts = append(counts, fmt.Sprintf("SELECT unit, %d, q%d, count(*) AS n FROM wide GROUP BY unit, q%d", i, i, i))
	}
	for _, statement := range []string{
		fmt.Sprintf("CREATE UNLOGGED TABLE wide AS SELECT ((n + 1) * 16807 %% 2147483647 %% %d)::smallint AS unit, %s FROM generate_series(0::bigint, %d) AS n",
			units, strings.Join(columns, ", "), sheets-1),
		"ANALYZE wide",
		"SET work_mem = '256MB'",
	} {
		_, err := pool.Exec(statement)
		require.NoError(b, err)
	}
	best := math.Inf(1)
	for range 2 {
		began := time.Now()
		var got float64
		require.NoError(b, pool.QueryRow("SELECT sum(n * n)::float8 FROM ("+strings.Join(counts, " UNION ALL ")+") AS counted").Scan(&got))
		best = min(best, time.Since(began).Seconds())
		require.EqualValues(b, squares, got)
	}
	b.ReportMetric(best, "s/histogram")
}

package db_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// The benchmarks write one row of a small table a request. One row more than the other: how many callers there are.
var benchSet = db.Set{Name: "bench", FS: fstest.MapFS{"0001_answer.sql": {Data: []byte(`-- +goose Up
CREATE TABLE answer (
	seq    BIGINT PRIMARY KEY,
	person TEXT NOT NULL,
	score  BIGINT NOT NULL
) STRICT;
`)}}}

const insertAnswer = "INSERT INTO answer (seq, person, score) VALUES ($1, $2, $3)"

// BenchmarkGroupCommit measures durable single-row transactions through DB.Tx.
func BenchmarkGroupCommit(b *testing.B) {
	for _, engine := range testkit.Engines(b) {
		for _, callers := range []int{1, 32, 256} {
			b.Run(fmt.Sprintf("%s/callers=%d", engine, callers), func(b *testing.B) {
				d := testkit.Open(b, engine, benchSet)
				var seq atomic.Int64
				b.ResetTimer()
				share(b, callers, func() error {
					n := seq.Add(1)
					return d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
						_, err := tx.ExecContext(ctx, insertAnswer, n, "person-0001", n%5)
						return err
					})
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
			})
		}
	}
}

// share spreads b.N calls over the callers.
func share(b *testing.B, callers int, call func() error) {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(b.N))
	errs := make(chan error, callers)
	for range callers {
		go func() {
			for left.Add(-1) >= 0 {
				if err := call(); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range callers {
		require.NoError(b, <-errs)
	}
}

// BenchmarkBareBatch is the yardstick: the same rows by one caller, a transaction for each 32 or 256 rows, on the
// engine as database/sql gives it.
func BenchmarkBareBatch(b *testing.B) {
	for _, engine := range testkit.Engines(b) {
		for _, rows := range []int{1, 32, 256} {
			b.Run(fmt.Sprintf("%s/rows=%d", engine, rows), func(b *testing.B) {
				pool := testkit.Bare(b, engine, 1)
				_, err := pool.Exec("CREATE TABLE answer (seq BIGINT PRIMARY KEY, person TEXT NOT NULL, score BIGINT NOT NULL)")
				require.NoError(b, err)
				b.ResetTimer()
				for done := 0; done < b.N; done += rows {
					tx, err := pool.Begin()
					require.NoError(b, err)
					for i := range min(rows, b.N-done) {
						_, err := tx.Exec(insertAnswer, done+i, "person-0001", i%5)
						require.NoError(b, err)
					}
					require.NoError(b, tx.Commit())
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}

package request_test

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// BenchmarkDo makes one durable effect through Do, called directly, beside the same effect in a bare transaction.
func BenchmarkDo(b *testing.B) {
	f := newFixture(b, testkit.Open(b, db.SQLite, sets(b)...))
	ctx := within(b.Context())
	calls := map[string]func() error{
		"bare": func() error {
			return f.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.put(ctx, "units/"+uuid.NewString()) })
		},
		"without request id": func() error {
			_, err := f.CreateUnit(ctx, unitRequest(team, ""))
			return err
		},
		"with request id": func() error {
			_, err := f.CreateUnit(ctx, unitRequest(team, uuid.NewString()))
			return err
		},
	}
	for _, callers := range []int{1, 32} {
		for _, name := range []string{"bare", "without request id", "with request id"} {
			b.Run(fmt.Sprintf("%s/callers=%d", name, callers), func(b *testing.B) { parallel(b, callers, calls[name]) })
		}
	}
}

// parallel shares the calls among as many callers, rounded up to a multiple of GOMAXPROCS; one caller calls alone.
func parallel(b *testing.B, callers int, call func() error) {
	var failed atomic.Pointer[error]
	keep := func(err error) {
		if err != nil {
			failed.Store(&err)
		}
	}
	if callers == 1 {
		for b.Loop() {
			keep(call())
		}
	} else {
		procs := runtime.GOMAXPROCS(0)
		b.SetParallelism((callers + procs - 1) / procs)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				keep(call())
			}
		})
	}
	require.Nil(b, failed.Load())
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

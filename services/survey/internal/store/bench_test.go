package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
	"github.com/hearth-culture/hearth/services/survey/internal/store/storetest"
)

// BenchmarkOpenAndClose100k opens surveys of 100,000 people in 5,000 units, and closes them.
func BenchmarkOpenAndClose100k(b *testing.B) {
	dir := &rostertest.Directory{}
	for n := range 5000 {
		parent := ""
		if n > 0 {
			parent = fmt.Sprintf("unit-%d", (n-1)/7)
		}
		dir.Units = append(dir.Units, rostertest.Unit(fmt.Sprintf("unit-%d", n), parent))
	}
	for n := range 100_000 {
		dir.People = append(dir.People, rostertest.Person(fmt.Sprintf("0192f0c0-0000-7000-8000-%012d", n), fmt.Sprintf("unit-%d", n%5000), "acme"))
	}
	for _, engine := range testkit.Engines(b) {
		d := testkit.Open(b, engine, roster.Migrations(), operation.Migrations(), store.Migrations())
		require.NoError(b, roster.Consumer(d, dir.Conn()).Before(b.Context()))
		h := storetest.House{DB: d, Bind: func(tx *db.Tx) storetest.Store { return store.New(tx, silent) }}
		h.Instrument(b, "i")
		made := 0
		b.Run(engine.String()+"/open", func(b *testing.B) {
			for b.Loop() {
				made++
				require.Equal(b, int64(100_000), h.Opened(b, fmt.Sprintf("survey-%d", made), "unit-0").Eligible)
			}
		})
		b.Run(engine.String()+"/close", func(b *testing.B) {
			for b.Loop() {
				require.Positive(b, made, "more closes than openings")
				h.Write(b, func(ctx context.Context, s storetest.Store) error {
					_, err := domain.CloseSurvey(ctx, s, model.Everything(), storetest.At, fmt.Sprintf("survey-%d", made), "")
					return err
				})
				made--
			}
		})
	}
}

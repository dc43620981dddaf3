package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestEachStatementHasItsSpan(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		seen := tracetest.NewInMemoryExporter()
		provider := sdk.NewTracerProvider(sdk.WithSyncer(seen))
		ctx, root := provider.Tracer("test").Start(t.Context(), "root")
		_ = d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_ = add(ctx, tx, "1")
			_ = tx.QueryRowContext(ctx, "SELECT size\n\tFROM team WHERE id = $1", "a").Scan(new(int))
			_ = tx.Savepoint(ctx, func(ctx context.Context) error { return add(ctx, tx, "1") })
			return errors.New("no")
		})
		_ = d.ReadTx(ctx, func(ctx context.Context, q db.Querier) error {
			rows, err := q.QueryContext(ctx, "WITH w AS (SELECT 1 AS one) SELECT one FROM w")
			return errors.Join(err, rows.Close())
		})
		root.End()

		type span struct {
			Name, Parent string
			Failed       bool
		}
		names, got := map[string]string{}, []span{}
		for _, s := range seen.GetSpans() {
			names[s.SpanContext.SpanID().String()] = s.Name
		}
		for _, s := range seen.GetSpans() {
			got = append(got, span{s.Name, names[s.Parent.SpanID().String()], s.Status.Code == codes.Error})
			for _, a := range s.Attributes {
				require.NotContains(t, a.Value.String(), "$1")
			}
		}
		require.Equal(t, []span{
			{"INSERT person", "transaction", false},
			{"SELECT team", "transaction", false},
			{"SAVEPOINT", "transaction", false},
			{"INSERT person", "transaction", true},
			{"transaction", "root", true},
			{"WITH w", "read transaction", false},
			{"read transaction", "root", false},
			{"root", "", false},
		}, got)
	}, people)
}

package db_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func adding(number string) db.Statement {
	return db.Statement{Query: "INSERT INTO person (number) VALUES ($1)", Args: []any{number}}
}

func reading(into *[]string) db.Statement {
	return db.Statement{Query: "SELECT number FROM person ORDER BY number", Read: func(scan db.Scan) error {
		var number string
		err := scan(&number)
		*into = append(*into, number)
		return err
	}}
}

func TestAPipelineRunsItsStatementsInOrder(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		var before, between, during []string
		require.NoError(t, d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error {
			require.Equal(t, d.Engine(), p.Engine())
			require.NoError(t, p.Send(ctx, reading(&before), adding("1"), reading(&between), adding("2")))
			require.NoError(t, p.Send(ctx, reading(&during)))
			require.Empty(t, numbers(t, d))
			require.NoError(t, p.Last(ctx, adding("3")))
			require.ErrorIs(t, p.Send(ctx, adding("4")), db.ErrEnded)
			require.ErrorIs(t, p.Last(ctx), db.ErrEnded)
			return nil
		}))
		require.Empty(t, before)
		require.Equal(t, []string{"1"}, between)
		require.Equal(t, []string{"1", "2"}, during)
		require.Equal(t, []string{"1", "2", "3"}, numbers(t, d))
	}, people)
}

func TestAPipelineWithoutALastStatementIsCommitted(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error { return p.Send(ctx, adding("1")) }))
		require.NoError(t, d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error { return p.Last(ctx, adding("2")) }))
		require.NoError(t, d.Pipeline(t.Context(), func(context.Context, *db.Pipeline) error { return nil }))
		require.Equal(t, []string{"1", "2"}, numbers(t, d))
	}, people)
}

func TestAPipelineThatFailsIsUndone(t *testing.T) {
	leave := map[string]func(ctx context.Context, p *db.Pipeline) error{
		"by an error": func(ctx context.Context, p *db.Pipeline) error {
			require.NoError(t, p.Send(ctx, adding("2")))
			return errOops
		},
		"by a statement, as if all were well": func(ctx context.Context, p *db.Pipeline) error {
			require.Equal(t, "person(number)", db.Duplicate(p.Send(ctx, adding("2"), adding("1"), adding("3"))))
			require.Equal(t, "person(number)", db.Duplicate(p.Last(ctx)))
			return nil
		},
		"by the last statement": func(ctx context.Context, p *db.Pipeline) error {
			require.NoError(t, p.Send(ctx, adding("2")))
			return p.Last(ctx, adding("3"), adding("1"))
		},
		"by what reads": func(ctx context.Context, p *db.Pipeline) error {
			read := reading(new([]string))
			read.Read = func(db.Scan) error { return errOops }
			require.ErrorIs(t, p.Send(ctx, adding("2"), read, adding("3")), errOops)
			return nil
		},
		"by the commit": func(ctx context.Context, p *db.Pipeline) error {
			return p.Last(ctx, adding("2"), db.Statement{Query: "INSERT INTO person (number, leads) VALUES ('bad', 'no such team')"})
		},
	}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('1')"))
		for how, fn := range leave {
			for range 10 { // more often than the pool has connections
				require.Error(t, d.Pipeline(t.Context(), fn), how)
			}
			require.Equal(t, []string{"1"}, numbers(t, d), how)
		}
		require.PanicsWithValue(t, "oops", func() {
			_ = d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error {
				require.NoError(t, p.Send(ctx, adding("2")))
				panic("oops")
			})
		})
		ctx, cancel := context.WithCancel(t.Context())
		require.Error(t, d.Pipeline(ctx, func(ctx context.Context, p *db.Pipeline) error {
			require.NoError(t, p.Send(ctx, adding("2")))
			cancel()
			return p.Last(ctx, adding("3"))
		}))
		require.NoError(t, d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error { return p.Last(ctx, adding("2")) }))
		require.Equal(t, []string{"1", "2"}, numbers(t, d))
	}, people)
}

func TestAPipelineWithinATransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		var seen []string
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, add(ctx, tx, "1"))
			p := tx.Pipeline()
			require.NoError(t, p.Send(ctx, adding("2"), reading(&seen)))
			require.NoError(t, p.Last(ctx, adding("3")))
			require.Empty(t, numbers(t, d))
			require.ErrorIs(t, d.Pipeline(ctx, func(context.Context, *db.Pipeline) error { return nil }), db.ErrNested)
			return add(ctx, tx, "4")
		}))
		require.Equal(t, []string{"1", "2"}, seen)
		require.Equal(t, []string{"1", "2", "3", "4"}, numbers(t, d))
	}, people)
}

func TestFaultsOfAPipeline(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		for _, stage := range []db.Stage{db.Begin, db.BeforeCommit, db.AfterCommit} {
			d.SetFault(func(at db.Stage) error {
				if at == stage {
					return errOops
				}
				return nil
			})
			require.ErrorIs(t, d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error { return p.Last(ctx, adding("1")) }), errOops)
			if stage == db.AfterCommit {
				require.Equal(t, []string{"1"}, numbers(t, d))
			} else {
				require.Empty(t, numbers(t, d))
			}
		}
		d.SetFault(nil)
	}, people)
}

// Rows that are sent with others are those that Insert writes.
func TestInsertingRows(t *testing.T) {
	row := func(id string, size any, open bool, body []byte) []any { return []any{id, size, open, body} }
	for _, size := range []int{0, 1, 5, 150} {
		testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
			var rows [][]any
			var want []kept
			for n := range size {
				id := string(rune('一' + n))
				body := []byte{0, byte(n), '\''}
				rows = append(rows, row(id, sql.NullInt64{Int64: int64(n), Valid: n%2 == 0}, n%3 == 0, body))
				want = append(want, kept{id: id, size: sql.NullInt64{Int64: int64(n) * int64(1-n%2), Valid: n%2 == 0}, open: n%3 == 0, body: string(body)})
			}
			insert := func(tail string, rows [][]any) error {
				return d.Pipeline(t.Context(), func(ctx context.Context, p *db.Pipeline) error {
					return p.Last(ctx, db.Inserting(p.Engine(), "INSERT INTO many (id, size, open, body)", "TEXT, BIGINT, BOOLEAN, BYTEA", rows, tail)...)
				})
			}
			require.NoError(t, insert("", rows))
			require.Equal(t, want, keptMany(t, d))
			if size == 0 {
				return
			}
			require.Error(t, insert("", [][]any{row("new", int64(1), true, nil)}), "a body is there")
			require.Equal(t, "many(id)", db.Duplicate(insert("", [][]any{row("new", int64(1), true, []byte{}), rows[0]})))
			require.NoError(t, insert("ON CONFLICT (id) DO UPDATE SET size = excluded.size", [][]any{row(want[0].id, int64(77), true, []byte{})}))
			want[0].size = sql.NullInt64{Int64: 77, Valid: true}
			require.Equal(t, want, keptMany(t, d))
		}, manySet)
	}
	require.Panics(t, func() { db.Inserting(db.Postgres, "INSERT INTO t (a)", "BIGINT", [][]any{{"1"}}, "") })
	require.Panics(t, func() { db.Inserting(db.Postgres, "INSERT INTO t (a)", "UUID", [][]any{{"1"}}, "") })
}

package db_test

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// posts is a table with a unique index over some of its rows.
var posts = db.Set{Name: "posts", FS: fstest.MapFS{"0001_post.sql": {Data: []byte(`-- +goose Up
CREATE TABLE post (team TEXT NOT NULL, title TEXT NOT NULL, held BOOLEAN NOT NULL) STRICT;
CREATE UNIQUE INDEX post_held ON post (team, title) WHERE held;
`)}}}

func TestErrorsHaveTheirClass(t *testing.T) {
	classes := map[string]func(error) bool{
		"unique": func(err error) bool { return db.Duplicate(err) != "" }, "text": db.IsText, "retryable": db.IsRetryable,
	}
	cases := []struct {
		name, class, statement string
		args                   []any
		duplicate              string
	}{
		{"unique", "unique", "INSERT INTO person (number) VALUES ('7')", nil, "person(number)"},
		{"unique among some", "unique", "INSERT INTO post (team, title, held) VALUES ('a', 'le(a)d=(x)', TRUE)", nil, "post(team, title)"},
		{"primary key", "unique", "INSERT INTO team (id) VALUES ('a')", nil, "team(id)"},
		{"foreign key", "", "INSERT INTO person (number, team) VALUES ('8', 'gone')", nil, ""},
		{"referred to", "", "DELETE FROM team WHERE id = 'a'", nil, ""},
		{"check", "", "UPDATE team SET size = -1", nil, ""},
		{"NUL", "text", "INSERT INTO person (number) VALUES ($1)", []any{"a\x00b"}, ""},
		{"not UTF-8", "text", "INSERT INTO person (number) VALUES ($1)", []any{"a\xff"}, ""},
		{"syntax", "", "INSERT INTO nowhere VALUES (1)", nil, ""},
	}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO team (id) VALUES ('a')", "INSERT INTO person (number, team) VALUES ('7', 'a')",
			"INSERT INTO post (team, title, held) VALUES ('a', 'le(a)d=(x)', TRUE)"))
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					_, err := tx.ExecContext(ctx, c.statement, c.args...)
					return err
				})
				require.Error(t, err)
				for class, is := range classes {
					require.Equal(t, class == c.class, is(err), "%s: %v", class, err)
				}
				require.Equal(t, c.duplicate, db.Duplicate(err))
				taken := errors.New("it is taken")
				if explained := (db.Unique{c.duplicate: taken}).Explain(err); c.duplicate != "" {
					require.Equal(t, taken, explained)
				}
				require.Equal(t, err, db.Unique{"team(size)": taken}.Explain(err), "what is not foreseen stays as it is")
			})
		}
	}, people, posts)
	for class, is := range classes {
		require.False(t, is(nil), class)
	}
	require.NoError(t, db.Unique{"team(id)": errors.New("it is taken")}.Explain(nil))
}

func TestValuesComeBackAsTheyWent(t *testing.T) {
	instant := time.Date(2026, 3, 29, 1, 59, 59, 123456789, time.FixedZone("", 3600))
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		cases := []struct {
			name   string
			active bool
			photo  []byte
			share  sql.Null[float64]
			hired  sql.Null[int64]
		}{
			{"null", false, nil, sql.Null[float64]{}, sql.Null[int64]{}},
			{"empty bytes", true, []byte{}, sql.Null[float64]{Valid: true}, sql.Null[int64]{Valid: true}},
			{"all bytes", true, []byte{0, 1, 255, '\''}, sql.Null[float64]{V: math.Pi, Valid: true}, sql.Null[int64]{V: math.MinInt64, Valid: true}},
			{"instant", true, nil, sql.Null[float64]{V: -0.1, Valid: true}, sql.Null[int64]{V: db.Micros(instant), Valid: true}},
		}
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				got := c
				err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					return tx.QueryRowContext(ctx, `INSERT INTO person (number, active, photo, share, hired) VALUES ($5, $4, $3, $2, $1)
						RETURNING active, photo, share, hired`, c.hired, c.share, c.photo, c.active, c.name).
						Scan(&got.active, &got.photo, &got.share, &got.hired)
				})
				require.NoError(t, err)
				require.Equal(t, c, got)
				row := d.Read().QueryRowContext(t.Context(), "SELECT active, photo, share, hired FROM person WHERE number = $1 AND active = $2", c.name, c.active)
				require.NoError(t, row.Scan(&got.active, &got.photo, &got.share, &got.hired))
				require.Equal(t, c, got)
			})
		}
		stored := ask[int64](t, d.Read(), "SELECT hired FROM person WHERE number = 'instant'")
		require.Equal(t, instant.Truncate(time.Microsecond).UTC(), db.FromMicros(stored))
	}, people)
}

func TestTypesAreStrict(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		for _, wrong := range []string{
			"INSERT INTO person (number, hired) VALUES ('1', 'yesterday')",
			"INSERT INTO person (number, active) VALUES ('1', 'perhaps')",
			`INSERT INTO person (number, hired) VALUES ('1', "yesterday")`,
		} {
			require.Error(t, in(t, d, wrong), wrong)
		}
	}, people)
}

func TestIdentityCounts(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('b')", "INSERT INTO person (number) VALUES ('a')"))
		first := ask[int64](t, d.Read(), "SELECT seq FROM person WHERE number = 'b'")
		require.Greater(t, ask[int64](t, d.Read(), "SELECT seq FROM person WHERE number = 'a'"), first)
	}, people)
}

// Two engines that compare text differently let one person pass for another.
func TestTextComparesByItsBytes(t *testing.T) {
	words := []string{"", " ", "A", "AB", "Zoë", "a", "a ", "a b", "a-1", "a.1", "a_1", "a1", "aB", "ab", "ä", "Ä", "A\u0308",
		"ß", "ss", "部门", "部門", "🔥", "👩‍👩‍👧", "é", "e\u0301", "%", "_", "'", `"`, `\`, "ı", "I", "i", "İ"}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for _, word := range words {
				if err := add(ctx, tx, word); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, slices.Sorted(slices.Values(words)), numbers(t, d))
		for _, word := range words {
			require.Equal(t, word, ask[string](t, d.Read(), "SELECT number FROM person WHERE number = $1", word))
			below := 0
			for _, other := range words {
				if other < word {
					below++
				}
			}
			require.Equal(t, below, ask[int](t, d.Read(), "SELECT count(*) FROM person WHERE number < $1", word), "%q", word)
		}
	}, people)
}

func TestAnyTextSortsAsInGo(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			words := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-cA-C_\- .äéßΣ部🔥]{0,4}`), 1, 12, rapid.ID).Draw(rt, "words")
			require.NoError(rt, in(t, d, "DELETE FROM person"))
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				for _, word := range words {
					if err := add(ctx, tx, word); err != nil {
						return err
					}
				}
				return nil
			})
			require.NoError(rt, err)
			require.Equal(rt, slices.Sorted(slices.Values(words)), numbers(t, d))
		})
	}, people)
}

func TestReadRefusesWrites(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		const insert = "INSERT INTO team (id) VALUES ('a')"
		_, err := d.Read().ExecContext(t.Context(), insert)
		require.Error(t, err)
		require.Error(t, d.ReadTx(t.Context(), func(ctx context.Context, q db.Querier) error {
			_, err := q.ExecContext(ctx, insert)
			return err
		}))
		require.Zero(t, ask[int](t, d.Read(), "SELECT count(*) FROM team"))
	}, people)
}

func TestReadTxSeesOneState(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		const count = "SELECT count(*) FROM team"
		err := d.ReadTx(t.Context(), func(_ context.Context, q db.Querier) error {
			require.Equal(t, d.Engine(), q.Engine())
			require.Zero(t, ask[int](t, q, count))
			require.NoError(t, in(t, d, "INSERT INTO team (id) VALUES ('a')"))
			require.Zero(t, ask[int](t, q, count))
			require.Equal(t, 1, ask[int](t, d.Read(), count))
			return nil
		})
		require.NoError(t, err)
	}, people)
}

func TestReadNeverSeesAnUncommittedWrite(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, add(ctx, tx, "1"))
			require.Equal(t, 1, ask[int](t, tx, "SELECT count(*) FROM person"))
			require.Empty(t, numbers(t, d))
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, []string{"1"}, numbers(t, d))
	}, people)
}

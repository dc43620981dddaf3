package store_test

import (
	"bytes"
	"context"
	"io/fs"
	"math"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
	"github.com/hearth-culture/hearth/services/survey/internal/store/storetest"
)

// oldItems are the questions as they were kept when all were ratings.
const oldItems = `[{"id":"belong","text":{"en":"I belong here.","zh-CN":"我在这里有归属感。"},"required":true,"min":1,"max":5},` +
	`{"id":"Belong","text":{"en":"I would recommend us."},"min":0,"max":10},{"id":"change_1","text":{"en":"It has become better. 🙂"},"min":-3,"max":3}]`

// Of an answer that was given before marks were kept nobody can say by which way in: it counts, may be replaced, and is shown to nobody.
func TestSheetsFromBeforeTheMark(t *testing.T) {
	const first = "0001_surveys.sql"
	text, err := fs.ReadFile(store.Migrations().FS, first)
	require.NoError(t, err)
	before := db.Set{Name: store.Migrations().Name, FS: fstest.MapFS{first: {Data: text}}}
	for _, engine := range testkit.Engines(t) {
		t.Run(engine.String(), func(t *testing.T) {
			d := testkit.Open(t, engine, roster.Migrations(), operation.Migrations(), before)
			h := house(t, d)
			require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO instrument (id, version, display_name, items, published, create_time, update_time)
					VALUES ('i', 3, '{"en":"Pulse"}', $1, TRUE, 1, 2)`, oldItems)
				return err
			}))
			require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO survey (id, version, display_name, instrument, owner_unit, employer, mode, audience, state,
						eligible, close_time, create_time, update_time, asked, responses)
					VALUES ('s', 1, '{"en": "June"}', 'i', 'root', '', 1, '{"units": ["root"]}', 2, 2, $1, 1, 1, 0, 0)`, int64(math.MaxInt64))
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(ctx, `INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers)
					VALUES ('s', 'p00', 'a', 'acme', '', '', '', '', TRUE, $1), ('s', 'p01', 'a', 'acme', '', '', '', '', FALSE, $2)`,
					[]byte{1, 2, 3}, []byte{0, 0, 0})
				return err
			}))
			require.NoError(t, db.Migrate(t.Context(), d, store.Migrations()))
			kept, err := h.Read.Instrument(t.Context(), "i")
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(storetest.Questions(t).Content(), kept.Content))
			require.Equal(t, []any{int64(3), true, "i", int32(1)}, []any{kept.Version, kept.Published, kept.Family, kept.Edition})

			sheet, err := h.Read.Sheet(t.Context(), "s", "p00")
			require.NoError(t, err)
			require.True(t, sheet.Answered)
			require.Equal(t, []byte{1, 2, 3}, sheet.Answers)
			blank, err := h.Read.Sheet(t.Context(), "s", "p01")
			require.NoError(t, err)
			require.True(t, bytes.Equal(blank.Mark, sheet.Mark))
			require.Len(t, sheet.Mark, len(domain.NoMark()))
			require.NoError(t, h.Submit(t.Context(), storetest.Questions(t), "s", "p01", 1))
			h.Write(t, func(ctx context.Context, s storetest.Store) error {
				closed, err := domain.CloseSurvey(ctx, s, model.Everything(), storetest.At, "s", "")
				require.Equal(t, domain.Participation{Eligible: 2, Responses: 2}, closed.Participation)
				return err
			})
		})
	}
}

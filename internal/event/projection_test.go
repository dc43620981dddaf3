package event_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var kept = db.Set{Name: "kept", FS: fstest.MapFS{"0001_kept.sql": {Data: []byte(`-- +goose Up
CREATE TABLE kept (id TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL, colour TEXT NOT NULL, gone BOOLEAN NOT NULL) STRICT;
`)}}}

type keptState struct {
	id      string
	version int64
	colour  string
}

var projection = event.Projection[keptState]{Table: "kept", Key: "id", Columns: []string{"colour", "gone"},
	Row: func(s keptState) (string, int64, []any) {
		return s.id, s.version, []any{s.colour, s.version == event.Final}
	}}

// Whatever comes, in whatever order and however often: the newest is kept, and only what was written is said to be.
func TestAProjectionKeepsTheNewest(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(r *rapid.T) {
			require.NoError(r, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, "DELETE FROM kept")
				return err
			}))
			want := map[string]keptState{}
			for range rapid.IntRange(1, 5).Draw(r, "batches") {
				batch := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) keptState {
					id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(r, "id")
					version := rapid.SampledFrom([]int64{1, 2, 3, 4, event.Final}).Draw(r, "version")
					return keptState{id, version, fmt.Sprint("colour ", version)}
				}), 0, 6).Draw(r, "states")
				var wantFresh, wantChanged []keptState
				for _, id := range []string{"a", "b", "c", "d"} {
					of := slices.DeleteFunc(slices.Clone(batch), func(s keptState) bool { return s.id != id })
					if len(of) == 0 {
						continue
					}
					newest := slices.MaxFunc(of, func(a, b keptState) int { return cmp.Compare(a.version, b.version) })
					switch before, known := want[id]; {
					case !known:
						wantFresh = append(wantFresh, newest)
					case newest.version > before.version:
						wantChanged = append(wantChanged, newest)
					default:
						continue
					}
					want[id] = newest
				}
				var fresh, changed []keptState
				require.NoError(r, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
					fresh, changed, err = projection.Keep(ctx, tx, batch...)
					return err
				}))
				require.Equal(r, append([]keptState{}, wantFresh...), append([]keptState{}, fresh...))
				require.Equal(r, append([]keptState{}, wantChanged...), append([]keptState{}, changed...))
			}
			rows, err := d.Read().QueryContext(t.Context(), "SELECT id, version, colour, gone FROM kept")
			require.NoError(r, err)
			got := map[string]keptState{}
			for rows.Next() {
				var one keptState
				var gone bool
				require.NoError(r, rows.Scan(&one.id, &one.version, &one.colour, &gone))
				require.Equal(r, one.version == event.Final, gone)
				got[one.id] = one
			}
			require.NoError(r, rows.Err())
			require.NoError(r, rows.Close())
			require.Equal(r, want, got)
		})
	}, kept)
}

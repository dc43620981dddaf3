package roster

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func eachEngine(b *testing.B, fn func(b *testing.B, d *db.DB)) {
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) { fn(b, testkit.Open(b, engine, Migrations())) })
	}
}

// big is a snapshot of 5,000 units and 100,000 people in messages of 500.
func big() *directory {
	dir := &directory{parts: []*directoryv1.SnapshotRosterResponse{{Watermark: timestamppb.Now(), Units: bigTree()}}}
	for i := range 200 {
		part := &directoryv1.SnapshotRosterResponse{}
		for j := range 500 {
			n := i*500 + j
			part.People = append(part.People, person(fmt.Sprintf("0192f0c0-0000-7000-8000-%012d", n), 1, placed(fmt.Sprintf("unit-%d", n%5000), "acme", "2024-01-01", "")))
		}
		dir.parts = append(dir.parts, part)
	}
	return dir
}

func BenchmarkSnapshot100k(b *testing.B) {
	dir := big()
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := testkit.Open(b, engine, Migrations())
				b.StartTimer()
				require.NoError(b, snapshot(b.Context(), d, dir.client()))
			}
		})
		b.Run(engine.String()+"/again", func(b *testing.B) {
			d := testkit.Open(b, engine, Migrations())
			require.NoError(b, snapshot(b.Context(), d, dir.client()))
			for b.Loop() {
				require.NoError(b, snapshot(b.Context(), d, dir.client()))
			}
		})
	}
}

// BenchmarkTree5000 walks 5,000 units: up from a leaf, down from the root, and down with 100,000 people placed in them.
func BenchmarkTree5000(b *testing.B) {
	eachEngine(b, func(b *testing.B, d *db.DB) {
		require.NoError(b, snapshot(b.Context(), d, big().client()))
		roster := New(d.Read())
		scope := areas(model.Area{Unit: "unit-0"})
		b.Run("InScope", func(b *testing.B) {
			for b.Loop() {
				in, err := roster.InScope(b.Context(), scope, "unit-4999", "")
				require.NoError(b, err)
				require.True(b, in)
			}
		})
		b.Run("Reached", func(b *testing.B) {
			where, args := Units.Reached(scope, "unit", "site", 1)
			for b.Loop() {
				var count int
				require.NoError(b, d.Read().QueryRowContext(b.Context(), `SELECT count(*) FROM roster_unit WHERE `+where, args...).Scan(&count))
				require.Equal(b, 5000, count)
			}
		})
		b.Run("PeopleAt", func(b *testing.B) {
			for b.Loop() {
				found, err := roster.PeopleAt(b.Context(), instant(b, "2026-01-01T08:00"), []string{"unit-0"}, nil)
				require.NoError(b, err)
				require.Len(b, found, 100_000)
			}
		})
	})
}

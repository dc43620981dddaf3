package roster

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// One person is where the list of all has them, at every hour of days on which placements begin and end.
func TestAPersonIsWhereTheListHasThem(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("root", "", 1), unitAt("china", "root", "sh", 1), unit("team", "china", 1), unitAt("coast", "root", "ny", 1))
		sites(t, d, site("sh", 1, "Asia/Shanghai"), site("ny", 1, "America/New_York"))
		random := rand.New(rand.NewPCG(1, 2))
		var all []*directoryv1.RosterPerson
		for i := range 40 {
			var placements []*directoryv1.RosterPlacement
			day := 5 + random.IntN(4)
			for range 1 + random.IntN(3) {
				last := day + random.IntN(3)
				placements = append(placements, placed([]string{"root", "team", "coast"}[random.IntN(3)], "acme", fmt.Sprintf("2026-03-%02d", day), fmt.Sprintf("2026-03-%02d", last)))
				day = last + 1 + random.IntN(2)
			}
			all = append(all, person(fmt.Sprintf("p%d", i), 1, placements...))
		}
		people(t, d, all...)
		atWork, away := 0, 0
		for when := instant(t, "2026-03-04T22:00"); when.Before(instant(t, "2026-03-16T00:00")); when = when.Add(7 * time.Hour) {
			listed, err := New(d.Read()).PeopleAt(t.Context(), when, []string{"root"}, nil)
			require.NoError(t, err)
			want := map[string]Placement{}
			for _, p := range listed {
				want[p.Person] = p
			}
			for i := range all {
				id := fmt.Sprintf("p%d", i)
				got, _, err := New(d.Read()).PersonAt(t.Context(), id, when)
				if there, ok := want[id]; ok {
					require.NoError(t, err)
					require.Equal(t, there, got, when)
					atWork++
				} else {
					require.True(t, errors.Is(err, model.ErrNotFound), "%s at %s: %v", id, when, err)
					away++
				}
			}
		}
		require.Positive(t, atWork)
		require.Positive(t, away)
		_, _, err := New(d.Read()).PersonAt(t.Context(), "unheard-of", time.Now())
		require.ErrorIs(t, err, model.ErrNotFound)
	}, Migrations())
}

func TestAPersonInACircleHasNoSite(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("a", "b", 1), unit("b", "a", 1))
		people(t, d, person("p", 1, placed("a", "acme", "2026-01-01", "")))
		found, tenure, err := New(d.Read()).PersonAt(t.Context(), "p", instant(t, "2026-02-01T08:00"))
		require.NoError(t, err)
		require.Equal(t, "a", found.Unit)
		require.Equal(t, "2026-02-01", tenure.Today.String())
	}, Migrations())
}

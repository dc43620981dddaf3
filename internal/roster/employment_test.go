package roster

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func date(t require.TestingT, text string) model.Day {
	day, err := model.ParseDay(text)
	require.NoError(t, err)
	return day
}

// began is when the employment began in which a person works on a day, as one is told of, and as all are; "" for who does not work.
func began(t testing.TB, d *db.DB, person, on string) string {
	t.Helper()
	r, at := New(d.Read()), instant(t, on+"T12:00")
	all, err := r.EmployedAt(t.Context(), at, []string{"root"}, nil)
	require.NoError(t, err)
	_, one, err := r.PersonAt(t.Context(), person, at)
	since, works := all[person]
	if !works {
		require.ErrorIs(t, err, model.ErrNotFound)
		return ""
	}
	require.NoError(t, err)
	require.Equal(t, one.Since, since)
	return since.String()
}

func TestAnEmploymentBeginsAfterAGapAndGoesOnOverMoves(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("root", "", 1), unit("a", "root", 1), unit("b", "root", 1), unit("beyond", "", 1))
		people(t, d,
			person("stayed", 1, placed("a", "acme", "2019-11-23", "")),
			person("moved", 1, placed("a", "acme", "2019-11-23", "2024-01-31"), placed("b", "beta", "2024-02-01", "2024-12-31"), placed("a", "acme", "2025-01-01", "")),
			person("back", 1, placed("a", "acme", "2019-11-23", "2024-01-31"), placed("a", "acme", "2024-02-02", "")),
			person("from beyond", 1, placed("beyond", "acme", "2019-11-23", "2024-01-31"), placed("a", "acme", "2024-02-01", "")),
			person("gone", 1, placed("a", "acme", "2019-11-23", "2024-01-31")),
		)
		for _, test := range []struct{ person, on, want string }{
			{"stayed", "2019-11-22", ""}, {"stayed", "2019-11-23", "2019-11-23"}, {"stayed", "2026-11-22", "2019-11-23"},
			{"moved", "2024-01-31", "2019-11-23"}, {"moved", "2024-02-01", "2019-11-23"}, {"moved", "2026-11-22", "2019-11-23"},
			{"back", "2024-01-31", "2019-11-23"}, {"back", "2024-02-01", ""}, {"back", "2024-02-02", "2024-02-02"}, {"back", "2026-11-22", "2024-02-02"},
			{"from beyond", "2026-11-22", "2019-11-23"}, {"gone", "2024-01-31", "2019-11-23"}, {"gone", "2024-02-01", ""},
		} {
			require.Equal(t, test.want, began(t, d, test.person, test.on), "%v", test)
		}
		r := New(d.Read())
		employed, err := r.EmployedAt(t.Context(), instant(t, "2024-06-01T12:00"), []string{"root"}, []string{"beta"})
		require.NoError(t, err)
		require.Equal(t, map[string]model.Day{"moved": date(t, "2019-11-23")}, employed, "who works for the employer, since another's time")

		days := func(texts ...string) (days []model.Day) {
			for _, text := range texts {
				days = append(days, date(t, text))
			}
			return days
		}
		first, again := date(t, "2019-11-23"), date(t, "2024-02-02")
		begun, err := r.BegunOn(t.Context(), days("2024-02-01", "2024-02-02", "2019-11-23", "2025-01-01"))
		require.NoError(t, err)
		require.Equal(t, map[string]model.Day{"stayed": first, "moved": first, "back": again, "from beyond": first, "gone": first}, begun)
		begun, err = r.BegunOn(t.Context(), days("2024-02-01", "2025-01-01"))
		require.NoError(t, err)
		require.Empty(t, begun, "a move begins nothing")
		begun, err = r.BegunOn(t.Context(), nil)
		require.NoError(t, err)
		require.Empty(t, begun)
	}, Migrations())
}

// Whatever a person's stretches are: since when they are employed is a day on which an employment has begun, and the last one until then.
func TestWhoIsEmployedSinceADayHasBegunOnIt(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("root", "", 1))
		version, start := int64(0), date(t, "2024-01-01")
		rapid.Check(t, func(rt *rapid.T) {
			version++
			var placements []*directoryv1.RosterPlacement
			var days, starts []model.Day
			next := start
			for range rapid.IntRange(1, 5).Draw(rt, "stretches") {
				from := next + model.Day(rapid.IntRange(0, 2).Draw(rt, "gap"))
				if len(days) == 0 || from > next {
					starts = append(starts, from)
				}
				to := from + model.Day(rapid.IntRange(0, 2).Draw(rt, "length"))
				placements = append(placements, placed("root", "acme", from.String(), to.String()))
				for day := from; day <= to; day++ {
					days = append(days, day)
				}
				next = to + 1
			}
			people(t, d, person("p", version, placements...))
			single := rapid.SampledFrom(days).Draw(rt, "single")
			begun, err := New(d.Read()).BegunOn(t.Context(), days)
			require.NoError(rt, err)
			require.Equal(rt, map[string]model.Day{"p": starts[len(starts)-1]}, begun)
			begun, err = New(d.Read()).BegunOn(t.Context(), []model.Day{single})
			require.NoError(rt, err)
			require.Equal(rt, slices.Contains(starts, single), len(begun) > 0)
			on := rapid.SampledFrom(days).Draw(rt, "day")
			last := starts[0]
			for _, first := range starts {
				if first <= on {
					last = first
				}
			}
			require.Equal(rt, last.String(), began(t, d, "p", on.String()))
		})
	}, Migrations())
}

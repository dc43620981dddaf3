package roster

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestPeopleOnADayThatIsOver(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unitAt("root", "", "sh", 1), unit("team", "root", 1), unitAt("coast", "root", "ny", 1), unit("other", "", 1))
		people(t, d,
			person("left", 1, placed("team", "acme", "2026-01-01", "2026-10-31")),
			person("left-before", 1, placed("team", "acme", "2026-01-01", "2026-10-30")),
			person("came-after", 1, placed("team", "acme", "2026-11-01", "")),
			person("moved", 1, placed("team", "acme", "2026-01-01", "2026-10-31"), placed("coast", "beta", "2026-11-01", "")),
			person("elsewhere", 1, placed("other", "beta", "2026-10-31", "")))
		day, err := model.ParseDay("2026-10-31")
		require.NoError(t, err)
		found, err := New(d.Read()).PeopleOn(t.Context(), day)
		require.NoError(t, err)
		var places [][4]string
		for _, p := range found {
			places = append(places, [4]string{p.Person, p.Unit, p.Employer, p.Site})
		}
		require.Equal(t, [][4]string{{"elsewhere", "other", "beta", ""}, {"left", "team", "acme", "sh"}, {"moved", "team", "acme", "sh"}}, places)
	}, Migrations())
}

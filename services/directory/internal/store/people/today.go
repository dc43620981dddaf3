package people

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// withToday is the table of people, p, for a query that asks for the day that each has at an instant, as domain.History.Today says it.
// Mostly it is the same day at all sites: then it is an argument, and nothing is asked of the tree.
func (r Reader) withToday(ctx context.Context, q *query, now time.Time) (persons string, err error) {
	elsewhere, err := r.elsewhere(ctx, now)
	if err != nil {
		return "", err
	}
	if len(elsewhere) == 0 {
		q.today = q.place(int64(model.DayOf(now)))
		return "person p", nil
	}
	utc := q.place(int64(model.DayOf(now.UTC())))
	days := "CASE"
	for _, day := range slices.Sorted(maps.Keys(elsewhere)) {
		zones := elsewhere[day]
		start := len(q.args) + 1
		q.args = append(q.args, tables.Args(zones)...)
		days += ` WHEN d.unit IN (WITH RECURSIVE placed (unit, site) AS (SELECT id, site FROM unit WHERE parent IS NULL
			UNION SELECT u.id, COALESCE(u.site, placed.site) FROM unit u JOIN placed ON u.parent = placed.unit)
			SELECT placed.unit FROM placed JOIN site ON site.id = placed.site WHERE site.time_zone IN ` + db.In(start, len(zones)) + `)
			THEN ` + strconv.FormatInt(int64(day), 10)
	}
	days += " ELSE " + strconv.FormatInt(int64(model.DayOf(now)), 10) + " END"
	q.today = "p.today"
	return "(SELECT p.*, " + days + " AS today FROM person p LEFT JOIN placement d ON d.person = p.id AND d.from_day = " + shown(utc) + ") p", nil
}

// elsewhere are the zones of sites in which an instant lies on another day than on the clock that it was read from.
func (r Reader) elsewhere(ctx context.Context, now time.Time) (map[model.Day][]string, error) {
	zones, err := db.All(ctx, r.q, db.Column[string], "SELECT DISTINCT time_zone FROM site ORDER BY time_zone")
	if err != nil {
		return nil, err
	}
	return model.Elsewhere(now, zones)
}

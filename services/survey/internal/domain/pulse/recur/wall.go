package recur

import (
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// At is when a clock on a wall of the zone shows so many minutes after midnight on the day. Where it shows them twice, because it is put
// back, the first time counts. Where it leaves them out, because it is put forward, the time comes as long after midnight as on any
// other day, when the clock shows more.
func At(day model.Day, minutes int, zone *time.Location) time.Time {
	wall := midnight(day).Add(time.Duration(minutes) * time.Minute)
	before, after := offset(wall.Add(-24*time.Hour), zone), offset(wall.Add(24*time.Hour), zone)
	for _, by := range []time.Duration{max(before, after), min(before, after)} {
		if at := wall.Add(-by); offset(at, zone) == by {
			return at
		}
	}
	return wall.Add(-before)
}

func offset(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

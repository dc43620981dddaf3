package fairness

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// quarter is of how many days it is said who has no recognition.
const quarter = 91

// Store changes what sites allow, within one transaction.
type Store interface {
	Reader
	SetListed(ctx context.Context, site string, allowed bool) error
}

// Unrecognised are those of a unit who stand in no public recognition of the last quarter, by their ids, out of so many who were looked at.
type Unrecognised struct {
	// Start and End are the first and the last day.
	Start, End model.Day
	People     int64
	Names      []string
}

// FindUnrecognised names, of the people of a unit whom the scope reaches and whose sites allow it, who stands in no public recognition of the
// last quarter. What is private does not count, so that nobody learns from a name that is missing what they could not read anyway. Of
// fewer than Floor people it names nobody. It refuses a unit or an employer beyond the scope (model.ErrNotFound).
func FindUnrecognised(ctx context.Context, r Reader, scope model.Scope, now time.Time, unit, employer string) (Unrecognised, error) {
	employers, err := reached(ctx, r, scope, unit, employer)
	if err != nil {
		return Unrecognised{}, err
	}
	zone, err := r.Zone(ctx, unit)
	if err != nil {
		return Unrecognised{}, err
	}
	places, err := r.Workplaces(ctx, now, []string{unit}, employers)
	if err != nil {
		return Unrecognised{}, err
	}
	allowed := map[string]bool{}
	var people []string
	for _, place := range places {
		if _, known := allowed[place.Site]; !known {
			if allowed[place.Site], err = r.Listed(ctx, place.Site); err != nil {
				return Unrecognised{}, err
			}
		}
		if allowed[place.Site] {
			people = append(people, place.Person)
		}
	}
	today := model.DayOf(now.In(zone))
	found := Unrecognised{Start: today - quarter + 1, End: today, People: int64(len(people))}
	if len(people) < Floor {
		return found, nil
	}
	thanked, err := r.Shown(ctx, people, begin(found.Start, zone), begin(found.End+1, zone))
	if err != nil {
		return Unrecognised{}, err
	}
	slices.Sort(thanked)
	found.Names = slices.DeleteFunc(people, func(person string) bool {
		_, is := slices.BinarySearch(thanked, person)
		return is
	})
	return found, nil
}

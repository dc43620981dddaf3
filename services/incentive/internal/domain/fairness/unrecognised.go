package fairness

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Store changes what sites allow, within one transaction.
type Store interface {
	Reader
	SetListed(ctx context.Context, site string, allowed bool) error
}

// Unrecognised are those of a unit who stand in no public recognition of the last quarter, by their ids, out of so many who were looked at.
type Unrecognised struct {
	Asked
	People int64
	Names  []string
}

// FindUnrecognised names, of the people of a unit whom the scope reaches and whose sites allow it, who stands in no public recognition of the
// last quarter. What is private does not count, so that nobody learns from a name that is missing what they could not read anyway. Of
// fewer than Floor people it names nobody. It refuses a unit or an employer beyond the scope (model.ErrNotFound).
func FindUnrecognised(ctx context.Context, r Reader, scope model.Scope, now time.Time, unit, employer string) (Unrecognised, error) {
	asked := Asked{Unit: unit, Employer: employer, Start: model.NoDay, End: model.NoDay}
	employers, err := reached(ctx, r, scope, asked)
	if err != nil {
		return Unrecognised{}, err
	}
	zone, err := r.Zone(ctx, asked.Unit)
	if err != nil {
		return Unrecognised{}, err
	}
	if asked, err = asked.period(model.DayOf(now.In(zone))); err != nil {
		return Unrecognised{}, err
	}
	places, err := r.Workplaces(ctx, now, []string{asked.Unit}, employers)
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
	found := Unrecognised{Asked: asked, People: int64(len(people))}
	if len(people) < Floor {
		return found, nil
	}
	thanked, err := r.Shown(ctx, people, begin(asked.Start, zone), begin(asked.End+1, zone))
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

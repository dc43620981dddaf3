package roster

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// Tenure is how long somebody is employed: since the first day of their employment, which goes on over moves, until the day that they have.
type Tenure struct{ Since, Today model.Day }

var noTenure = Tenure{Since: model.NoDay, Today: model.NoDay}

// since is the first day of the employment to which a day belongs, of a person's stretches in their order: a move goes on with it, and a
// day between two stretches ends it. It is model.NoDay where the person does not work on that day.
func since(stretches []stretch, day model.Day) model.Day {
	first := model.NoDay
	for i, s := range stretches {
		if i == 0 || s.from > stretches[i-1].to+1 {
			first = s.from
		}
		if s.from <= day && day <= s.to {
			return first
		}
	}
	return model.NoDay
}

// EmployedAt is since which day each is employed whom PeopleAt lists: the Since of PersonAt.
func (r Roster) EmployedAt(ctx context.Context, at time.Time, units, employers []string) (map[string]model.Day, error) {
	people, args, err := r.peopleSQL(ctx, `p.person, p.from_day`, at, units, employers, 1)
	if err != nil {
		return nil, err
	}
	employed := map[string]model.Day{}
	var whose []stretch // of one person, as far as they are read
	_, err = db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
		var s stretch
		var today model.Day // a day of the stretch in which they work now, which is as good as today
		if err = scan(&s.Person, &today, &s.from, &s.to); err != nil {
			return none, err
		}
		if len(whose) > 0 && whose[0].Person != s.Person {
			whose = whose[:0]
		}
		if whose = append(whose, s); s.from == today {
			employed[s.Person] = since(whose, today)
		}
		return none, nil
	}, `SELECT w.person, w.from_day, h.from_day, h.to_day FROM (`+people+`) w JOIN roster_placement h ON h.person = w.person
		ORDER BY w.person, h.from_day`, args...)
	return employed, err
}

// BegunOn are the people who have begun an employment on one of the days, and on which: the last, where there are several.
func (r Roster) BegunOn(ctx context.Context, days []model.Day) (map[string]model.Day, error) {
	if len(days) == 0 {
		return nil, nil
	}
	// Numbers, not arguments: there may be hundreds.
	numbers := make([]string, len(days))
	for i, day := range slices.Sorted(slices.Values(days)) {
		numbers[i] = number(day)
	}
	begun := map[string]model.Day{}
	_, err := db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
		var person string
		var day model.Day
		err = scan(&person, &day)
		begun[person] = day
		return none, err
	}, `SELECT b.person, max(b.from_day) FROM roster_placement b WHERE b.from_day IN (`+strings.Join(numbers, ",")+`)
		AND NOT EXISTS (SELECT 1 FROM roster_placement e WHERE e.person = b.person AND e.to_day = b.from_day - 1) GROUP BY b.person`)
	return begun, err
}

package fairness

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// mostDays is how long a period may be: a year, a leap year too.
const mostDays = 366

// quarter is how many days a period has of which nobody said when it begins.
const quarter = 91

// Reader reads what the board is made of.
type Reader interface {
	staff.Reader
	// Zone is where the days of a unit begin: that of the nearest site at or above it, UTC where there is none.
	Zone(ctx context.Context, unit string) (*time.Location, error)
	// Edges are who recognised these people from one instant until before another, and how often. What was hidden does not count, nor what
	// Hearth said itself, such as anniversaries.
	Edges(ctx context.Context, people []string, from, until time.Time) ([]Edge, error)
}

// Asked is of whom a board is, and when. All ids are bare.
type Asked struct {
	Unit string
	// Employer narrows it to one employer's people; "" does not.
	Employer string
	// Start and End are the first and the last day; model.NoDay for the last quarter, and until today.
	Start, End model.Day
}

// Board says how recognition is spread over those who work in a unit and below it today.
type Board struct {
	Asked
	People int64
	// Figures is nil where the people are fewer than Floor.
	Figures *Figures
}

// Figures are those of a board. What is nil is not defined.
type Figures struct {
	Recognitions, Recognised int64
	Coverage                 float64
	Gini                     *float64
	Reciprocity, CrossSite   *float64
	Sites, Shifts            []Group
}

// Look makes a board of the people of a unit whom the scope reaches. It refuses a unit or an employer beyond it (model.ErrNotFound), and a
// period that ends before it begins, has not ended its last day's beginning, or is longer than a year (INVALID_FIELD).
func Look(ctx context.Context, r Reader, scope model.Scope, now time.Time, asked Asked) (Board, error) {
	employers, err := reached(ctx, r, scope, asked)
	if err != nil {
		return Board{}, err
	}
	zone, err := r.Zone(ctx, asked.Unit)
	if err != nil {
		return Board{}, err
	}
	if asked, err = asked.period(model.DayOf(now.In(zone))); err != nil {
		return Board{}, err
	}
	people, err := r.Workplaces(ctx, now, []string{asked.Unit}, employers)
	board := Board{Asked: asked, People: int64(len(people))}
	if err != nil || len(people) < Floor {
		return board, err
	}
	ids := make([]string, len(people))
	for i, place := range people {
		ids[i] = place.Person
	}
	edges, err := r.Edges(ctx, ids, begin(asked.Start, zone), begin(asked.End+1, zone))
	if err != nil {
		return Board{}, err
	}
	board.Figures, err = figuresOf(people, edges)
	return board, err
}

// reached are the employers whose people of the unit the scope reaches: none where it reaches all of them.
func reached(ctx context.Context, r Reader, scope model.Scope, asked Asked) ([]string, error) {
	exists, err := r.UnitExists(ctx, asked.Unit)
	if err != nil {
		return nil, err
	}
	if !exists {
		return nil, model.ErrNotFound
	}
	above, err := r.Above(ctx, asked.Unit)
	if err != nil {
		return nil, err
	}
	all := scope.All
	var employers []string
	for _, area := range scope.Areas {
		if area.Unit != "" && !slices.Contains(above, area.Unit) {
			continue
		}
		all = all || area.Employer == ""
		employers = append(employers, area.Employer)
	}
	switch {
	case asked.Employer != "" && (all || slices.Contains(employers, asked.Employer)):
		return []string{asked.Employer}, nil
	case all && asked.Employer == "":
		return nil, nil
	case asked.Employer != "" || len(employers) == 0:
		return nil, model.ErrNotFound
	}
	return employers, nil
}

func (a Asked) period(today model.Day) (Asked, error) {
	if a.End == model.NoDay {
		a.End = today
	}
	if a.Start == model.NoDay {
		a.Start = a.End - quarter + 1
	}
	switch {
	case a.End > today:
		return a, model.InvalidField("end_date", model.Say("has not come yet", "尚未到来"))
	case a.End < a.Start:
		return a, model.InvalidField("end_date", model.Say("is before start_date", "早于 start_date"))
	case a.End-a.Start >= mostDays:
		return a, model.InvalidField("start_date", model.Say("is more than %d days before the end", "距结束日期超过 %d 天", mostDays))
	}
	return a, nil
}

// begin is when a day begins on the clocks of a zone.
func begin(day model.Day, zone *time.Location) time.Time {
	return time.Date(1970, 1, 1+int(day), 0, 0, 0, 0, zone)
}

func figuresOf(people []staff.Place, edges []Edge) (*Figures, error) {
	counts := make(map[string]int64, len(people))
	siteOf := make(map[string]string, len(people))
	for _, place := range people {
		counts[place.Person], siteOf[place.Person] = 0, place.Site
	}
	var f Figures
	var within []Edge
	for _, e := range edges {
		counts[e.Receiver] += e.Count
		f.Recognitions += e.Count
		if _, here := counts[e.Giver]; here {
			within = append(within, e)
		}
	}
	all := make([]int64, len(people))
	sites, shifts := map[string][]int64{}, map[string][]int64{}
	for i, place := range people {
		all[i] = counts[place.Person]
		sites[place.Site], shifts[place.Shift] = append(sites[place.Site], all[i]), append(shifts[place.Shift], all[i])
	}
	f.Recognised = int64(len(all) - zeros(all))
	f.Coverage, _ = Coverage(all)
	f.Gini = defined(Gini(all))
	f.Reciprocity = defined(Reciprocity(within))
	f.CrossSite = defined(CrossSite(within, siteOf))
	var err error
	if f.Sites, err = Groups(sites); err != nil {
		return nil, err
	}
	f.Shifts, err = Groups(shifts)
	return &f, err
}

func defined(figure float64, is bool) *float64 {
	if !is {
		return nil
	}
	return &figure
}

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
	// Tree is, of all units below one and of itself, the next higher one.
	Tree(ctx context.Context, top string) (above map[string]string, err error)
	// Thanks are who recognised these people from one instant until before another, and how often. What was hidden or taken back does not
	// count, nor what Hearth said itself, such as anniversaries. Letters are how often published ones thank them, by nobody.
	Thanks(ctx context.Context, people []string, from, until time.Time) ([]Edge, error)
	Letters(ctx context.Context, people []string, from, until time.Time) ([]Edge, error)
	// Awards are how often these people won, and still do, in rounds that were announced and ended on these days, by nobody.
	Awards(ctx context.Context, people []string, first, last model.Day) ([]Edge, error)
	// Badges are how many badges these people hold, alone and with teams, that were earned from one instant until before another, by nobody.
	Badges(ctx context.Context, people []string, from, until time.Time) ([]Edge, error)
	// Shown are those of these people who are named in a public recognition from one instant until before another.
	Shown(ctx context.Context, people []string, from, until time.Time) ([]string, error)
	// Listed says whether a site allows that people are named who have no recognition.
	Listed(ctx context.Context, site string) (bool, error)
}

// Kind is of what a board is. The numbers are those of hearth.incentive.v1.FairnessKind.
type Kind int32

// The kinds.
const (
	Thanks Kind = iota + 1
	Letters
	Awards
	Badges
)

// Asked is of whom a board is, and when. All ids are bare.
type Asked struct {
	Unit string
	// Employer narrows it to one employer's people; "" does not.
	Employer string
	Kind     Kind
	// Start and End are the first and the last day; model.NoDay for the last quarter, and until today.
	Start, End model.Day
}

// Board says how recognition is spread over those who work in a unit and below it today.
type Board struct {
	Asked
	People int64
	// Figures is nil where the people are fewer than Floor, or where it would say something of fewer beside another board.
	Figures *Figures
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
	all, above, err := enterprise(ctx, r, now, asked.Unit)
	if err != nil {
		return Board{}, err
	}
	var people []staff.Place
	for _, place := range all {
		if below(above, place.Unit, asked.Unit) && (len(employers) == 0 || slices.Contains(employers, place.Employer)) {
			people = append(people, place)
		}
	}
	board := Board{Asked: asked, People: int64(len(people))}
	if len(people) < Floor {
		return board, nil
	}
	parts := Cut(above, all)
	if !parts.Whole(people) {
		return board, nil
	}
	ids := make([]string, len(people))
	for i, place := range people {
		ids[i] = place.Person
	}
	edges, err := asked.edges(ctx, r, ids, zone)
	if err != nil {
		return Board{}, err
	}
	board.Figures, err = parts.Figures(people, edges)
	return board, err
}

// enterprise is everybody who works in the enterprise in which a unit lies, and the unit above each of its units: what is told of a unit
// depends on what is told of all others.
func enterprise(ctx context.Context, r Reader, now time.Time, unit string) (people []staff.Place, above map[string]string, err error) {
	path, err := r.Above(ctx, unit)
	if err != nil {
		return nil, nil, err
	}
	top := path[len(path)-1]
	if above, err = r.Tree(ctx, top); err != nil {
		return nil, nil, err
	}
	people, err = r.Workplaces(ctx, now, []string{top}, nil)
	return people, above, err
}

// below says that a unit is another one or lies below it.
func below(above map[string]string, unit, of string) bool {
	for range above { // no way up is longer, even where the copy holds a circle for a moment
		if unit == of {
			return true
		}
		unit = above[unit]
	}
	return false
}

func (a Asked) edges(ctx context.Context, r Reader, people []string, zone *time.Location) ([]Edge, error) {
	from, until := begin(a.Start, zone), begin(a.End+1, zone)
	switch a.Kind {
	case Letters:
		return r.Letters(ctx, people, from, until)
	case Awards:
		return r.Awards(ctx, people, a.Start, a.End)
	case Badges:
		return r.Badges(ctx, people, from, until)
	default:
		return r.Thanks(ctx, people, from, until)
	}
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

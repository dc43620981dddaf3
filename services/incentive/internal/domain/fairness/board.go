package fairness

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Reader reads boards.
type Reader interface {
	staff.Reader
	// Zone is where the days of a unit begin: that of the nearest site at or above it, UTC where there is none.
	Zone(ctx context.Context, unit string) (*time.Location, error)
	// Shown are those of these people who are named in a public recognition from one instant until before another.
	Shown(ctx context.Context, people []string, from, until time.Time) ([]string, error)
	// Listed says whether a site allows that people are named who have no recognition.
	Listed(ctx context.Context, site string) (bool, error)
	// Computed is when the boards of a month were made, of the last one that has any for NoMonth; NoMonth where there are none.
	Computed(ctx context.Context, month Month) (Month, time.Time, error)
	// Of is what is kept of who worked in a unit and below it in a month: their cells and the sums of these. With employers, of who worked for one
	// of them.
	Of(ctx context.Context, month Month, kind Kind, unit string, employers []string) ([]Cell, Sums, error)
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
	// Month is NoMonth for the last one that has boards.
	Month Month
}

// Board says how recognition was spread over those who worked in a unit and below it on the last day of a month.
type Board struct {
	Asked
	// ComputeTime is zero where no boards of the month are kept.
	ComputeTime time.Time
	People      int64
	// Figures is nil where the people are fewer than Floor, or where it would say something of fewer beside another board.
	Figures *Figures
}

// Look tells the board of the people of a unit whom the scope reaches. It refuses a unit or an employer beyond it (model.ErrNotFound), and a
// month that has not ended (INVALID_FIELD).
func Look(ctx context.Context, r Reader, scope model.Scope, now time.Time, asked Asked) (Board, error) {
	employers, err := reached(ctx, r, scope, asked.Unit, asked.Employer)
	if err != nil {
		return Board{}, err
	}
	if asked.Month != NoMonth && !asked.Month.ended(now) {
		return Board{}, model.InvalidField("month", model.Say("has not ended yet", "尚未结束"))
	}
	board := Board{Asked: asked}
	month, computed, err := r.Computed(ctx, asked.Month)
	if err != nil {
		return Board{}, err
	}
	if month == NoMonth {
		if asked.Month == NoMonth {
			board.Month = MonthOf(model.DayOf(now.UTC())).before()
		}
		return board, nil
	}
	board.Month, board.ComputeTime = month, computed
	cells, sums, err := r.Of(ctx, month, asked.Kind, asked.Unit, employers)
	if err != nil {
		return Board{}, err
	}
	for _, c := range cells {
		board.People += c.People
	}
	board.Figures, err = sums.Tell(cells)
	return board, err
}

// reached are the employers whose people of the unit the scope reaches: none where it reaches all of them.
func reached(ctx context.Context, r Reader, scope model.Scope, unit, employer string) ([]string, error) {
	exists, err := r.UnitExists(ctx, unit)
	if err != nil {
		return nil, err
	}
	if !exists {
		return nil, model.ErrNotFound
	}
	above, err := r.Above(ctx, unit)
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
	case employer != "" && (all || slices.Contains(employers, employer)):
		return []string{employer}, nil
	case all && employer == "":
		return nil, nil
	case employer != "" || len(employers) == 0:
		return nil, model.ErrNotFound
	}
	return employers, nil
}

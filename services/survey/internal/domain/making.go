package domain

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// Cell is a group of people whose figures may be seen.
type Cell struct {
	// Place is its number in the order of the release.
	Place int64
	// Unit is bare; "" for all together where several subtrees were asked. Above is the nearest unit above it that is shown, if HasAbove.
	Unit, Above string
	HasAbove    bool
	Name        UnitName
	// Attribute is 0 for a whole unit. Level is of it.
	Attribute Attribute
	Level     string
	// LevelName is what the level was called, where it has a name of its own.
	LevelName model.Text
	// Employer is whose people alone they are, "" for several or all.
	Employer         string
	Eligible, Sheets int64
	// Counts are by column how many sheets have each byte, from the blank on; nil where they are hidden.
	Counts [][]int64
	// Statistics are those on whole sheets.
	Statistics []Statistic
}

// UnitName is what a unit was called when a release was made.
type UnitName struct {
	DisplayName model.Text
	// Code is its id in the system from which it came.
	Code string
}

// Statistic is a figure on whole sheets of a construct, by its place in the form.
type Statistic struct {
	Construct int
	Kind      tally.Kind
	Value     float64
}

// ReleasePublished is the fact that the figures of a survey may be read.
type ReleasePublished struct{ Survey Survey }

// Happened marks a fact.
func (ReleasePublished) Happened() {}

// Made is what may be seen of a survey.
type Made struct {
	Cells    []Cell
	Comments []Comment
	Themes   []Themes
}

// MakeRelease counts the sheets of a closed survey, reads what was written beside them, and decides what of both may be seen. It changes
// nothing; it takes seconds where many were asked. names are what units are called now, by their bare ids: cells and comments bear them.
func MakeRelease(ctx context.Context, r Reader, survey Survey, names map[string]UnitName) (made Made, err error) {
	asks, err := Compiled(ctx, r, survey)
	if err != nil {
		return made, err
	}
	f := form.Of(asks)
	tree, err := r.Tree(ctx, survey)
	if err != nil || len(tree.Units) == 0 {
		// It was opened before units were frozen: nothing may be seen.
		return made, err
	}
	sheets, err := counted(ctx, r, survey, f)
	if err != nil {
		return made, err
	}
	s, err := sheets.Survey(tree, survey.Split.K)
	if err != nil {
		return made, err
	}
	decide := release.New
	if survey.Split.K == HidesNothing {
		decide = release.Everything
	}
	released, err := decide(s)
	if err != nil {
		return made, err
	}
	statistics := map[int][]Statistic{}
	for _, one := range sheets.Statistics(tree, released) {
		statistics[one.Unit] = append(statistics[one.Unit], Statistic{one.Construct, one.Kind, one.Value})
	}
	made.Cells = cells(survey, tree, f, released, statistics)
	for i := range made.Cells {
		made.Cells[i].Name = names[made.Cells[i].Unit]
	}
	c := commenting{survey, tree, make([]bool, len(tree.Units)), make([]int64, len(tree.Units)), called(tree, names), &made}
	for i, one := range released.Cells() {
		if one.Level == cell.AllLevels {
			c.published[one.Unit], c.cells[one.Unit] = true, int64(i)
		}
	}
	return made, c.comment(ctx, r, asks.Content())
}

// cells are those of a release, in its order and by their names.
func cells(survey Survey, tree frozen.Tree, f form.Form, r *release.Release, statistics map[int][]Statistic) []Cell {
	lowest := make([]int, len(tree.Units))
	for u, unit := range tree.Units {
		lowest[u] = -1
		if _, shown := r.Participation(cell.Cell{Unit: u, Level: cell.AllLevels}); shown {
			lowest[u] = u
		} else if unit.Parent >= 0 {
			lowest[u] = lowest[unit.Parent]
		}
	}
	var all []Cell
	for i, c := range r.Cells() {
		people, _ := r.Participation(c)
		one := Cell{
			Place: int64(i), Unit: tree.Units[c.Unit].ID, Employer: survey.Employer(),
			Eligible: int64(people.Eligible), Sheets: int64(people.Sheets), Counts: make([][]int64, len(f.Columns)),
		}
		if parent := tree.Units[c.Unit].Parent; parent >= 0 && lowest[parent] >= 0 {
			one.Above, one.HasAbove = tree.Units[lowest[parent]].ID, true
		}
		if c.Level == cell.AllLevels {
			one.Statistics = statistics[c.Unit]
		} else {
			at := c.Attribute
			if survey.Split.Attribute == 0 {
				at--
			}
			one.Attribute, one.Level = survey.Split.Attributes()[at], tree.Levels[at][c.Level]
			if one.Attribute == Employer && one.Employer == "" {
				one.Employer = one.Level
			}
		}
		for column := range f.Columns {
			if counts, shown := r.Counts(c, column); shown {
				for _, n := range counts {
					one.Counts[column] = append(one.Counts[column], int64(n))
				}
			}
		}
		all = append(all, one)
	}
	return all
}

// PublishRelease keeps what may be seen of a closed survey, once, and drops all else that was written. It says whether it was the first to do so.
func PublishRelease(ctx context.Context, s Store, now time.Time, id string, made Made) (first bool, err error) {
	survey, err := s.SurveyToChange(ctx, id)
	if err != nil || survey.State != Closed || !survey.ReleasedTime.IsZero() {
		return false, err
	}
	if err := s.KeepCells(ctx, id, made.Cells); err != nil {
		return false, err
	}
	if err := s.KeepComments(ctx, id, made.Comments, made.Themes); err != nil {
		return false, err
	}
	survey.Touch(now)
	survey.ReleasedTime = survey.UpdateTime
	if err := save(ctx, s, survey); err != nil {
		return false, err
	}
	return true, s.Record(ctx, ReleasePublished{survey})
}

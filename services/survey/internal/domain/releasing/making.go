// Package releasing makes the release of a closed survey: it counts, reads comments, and decides what of both may be seen.
package releasing

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// Made is what may be seen of a survey.
type Made struct {
	Cells    []published.Cell
	Comments []published.Comment
	Themes   []published.Themes
}

// Reader reads what a release is made of.
type Reader interface {
	domain.Reader
	// EachSheet hands on the sheets of a closed survey, one after the other: the unit, the levels of the split's attributes, whether it was
	// filled in, and the answers. Levels and answers hold until each returns.
	EachSheet(ctx context.Context, survey domain.Survey, each func(unit string, levels []string, answered bool, answers []byte) error) error
	// EachComment hands on what was written beside the sheets of a closed survey, until it is released: by item, then by chance.
	EachComment(ctx context.Context, survey string, each func(item, unit, text string) error) error
}

// Store reads and writes within a transaction.
type Store interface {
	domain.Store
	// KeepCells keeps what may be seen of a survey, once and for all.
	KeepCells(ctx context.Context, survey string, cells []published.Cell) error
	// KeepComments keeps what may be read of what was written, once and for all, and drops what was written itself.
	KeepComments(ctx context.Context, survey string, comments []published.Comment, themes []published.Themes) error
}

// Make counts the sheets of a closed survey, reads what was written beside them, and decides what of both may be seen. It changes
// nothing; it takes seconds where many were asked. names are what units are called now, by their bare ids: cells and comments bear them.
func Make(ctx context.Context, r Reader, survey domain.Survey, names map[string]published.UnitName) (made Made, err error) {
	asks, err := domain.Compiled(ctx, r, survey)
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
	if survey.Split.K == domain.HidesNothing {
		decide = release.Everything
	}
	released, err := decide(s)
	if err != nil {
		return made, err
	}
	statistics := map[int][]published.Statistic{}
	for _, one := range sheets.Statistics(tree, released) {
		statistics[one.Unit] = append(statistics[one.Unit], published.Statistic{Construct: one.Construct, Kind: one.Kind, Value: one.Value})
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
func cells(survey domain.Survey, tree frozen.Tree, f form.Form, r *release.Release, statistics map[int][]published.Statistic) []published.Cell {
	lowest := make([]int, len(tree.Units))
	for u, unit := range tree.Units {
		lowest[u] = -1
		if _, shown := r.Participation(cell.Cell{Unit: u, Level: cell.AllLevels}); shown {
			lowest[u] = u
		} else if unit.Parent >= 0 {
			lowest[u] = lowest[unit.Parent]
		}
	}
	var all []published.Cell
	for i, c := range r.Cells() {
		people, _ := r.Participation(c)
		one := published.Cell{
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
			if one.Attribute == domain.Employer && one.Employer == "" {
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

// Publish keeps what may be seen of a closed survey, once, and drops all else that was written. It says whether it was the first to do so.
func Publish(ctx context.Context, s Store, now time.Time, id string, made Made) (first bool, err error) {
	survey, err := s.SurveyToChange(ctx, id)
	if err != nil || survey.State != domain.Closed || !survey.ReleasedTime.IsZero() {
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
	if err := domain.Save(ctx, s, survey); err != nil {
		return false, err
	}
	return true, s.Record(ctx, published.ReleasePublished{Survey: survey})
}

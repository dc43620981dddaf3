package published

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
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
	Attribute domain.Attribute
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

// Figures is what the figures of a cell are made of, where k is the fewest answers that count, and so many constructs are asked.
func (c Cell) Figures(k, constructs int) report.Cell {
	made := report.Cell{K: int64(k), Eligible: c.Eligible, Counts: c.Counts, Scores: make([]*report.Scores, constructs)}
	sheets := map[int]int64{}
	for _, one := range c.Statistics {
		if one.Kind == tally.Sheets {
			sheets[one.Construct] = int64(one.Value)
		}
	}
	for _, one := range c.Statistics {
		if n, known := sheets[one.Construct]; known && one.Kind == tally.SD {
			made.Scores[one.Construct] = &report.Scores{SD: one.Value, Sheets: n}
		}
	}
	return made
}

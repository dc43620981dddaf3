// Package form is what the figures of a survey need to know of its instrument.
package form

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Form says what every byte of a sheet stands for, and what is scored together.
type Form struct {
	Columns []Column
	// Blocks is how many there are that Column.Block counts.
	Blocks     int
	Constructs []Construct
	Indexes    []Index
	// Outcome is what constructs may go together with, the Drivers by their places; both are empty where the instrument names none.
	OutcomeID string
	Outcome   []Member
	Drivers   []int
}

// Column is one byte of every sheet: 0 is blank, and the first of the options 1.
type Column struct {
	ID      string
	Options int
	// Scale is nil where the options have no order.
	Scale *score.Scale
	// Scores are the values of the options as they were answered, NaN where they have none.
	Scores []float64
	// Block is what is hidden or shown together.
	Block int
	// NPS: it is a net promoter score.
	NPS bool
}

// Construct is columns and other constructs that are scored together. Its block is its place in the form.
type Construct struct {
	ID      string
	Members []Member
	// Children stand behind it in the form.
	Children []int
	// Weight is that within its parent.
	Weight float64
}

// Member is a column, by its place, as a part of a construct.
type Member struct {
	Column int
	Weight float64
}

// Index is a linear index over the columns' ids.
type Index struct {
	ID     string
	Linear score.Linear
}

// Whole are the columns of constructs and of the outcome. Statistics on whole sheets are of the sheets on which none of them is blank.
func (f Form) Whole() []int {
	var columns []int
	for _, construct := range f.Constructs {
		for _, member := range construct.Members {
			columns = append(columns, member.Column)
		}
	}
	for _, member := range f.Outcome {
		if !slices.Contains(columns, member.Column) {
			columns = append(columns, member.Column)
		}
	}
	return columns
}

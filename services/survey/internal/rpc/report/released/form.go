package released

import (
	"slices"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// Form says what the figures of a release are of, in the reader's language.
type Form struct {
	Columns    []Column
	Constructs []Construct
	Indexes    []Index
	column     map[string]int
	construct  map[string]int
	index      map[string]int
}

// Column is what an ItemFigures is of.
type Column struct {
	ID string
	// Text is the item; Part the row of a matrix, or the option of a multiple choice or ranking.
	Text, Part string
	// Options are what could be answered, in the order of the counts.
	Options []string
	// Good and Bad are which of them are favourable and unfavourable; nil where the scale names none.
	Good, Bad []bool
	// Scale: the options have an order; Reversed: it is turned round before anything is computed.
	Scale, Reversed bool
	// NPS: it is a net promoter score.
	NPS bool
}

// Label is the item, and the part of it where it has several.
func (c Column) Label() string {
	if c.Part == "" {
		return c.Text
	}
	return c.Text + " — " + c.Part
}

// Construct is what a ConstructFigures is of.
type Construct struct {
	ID, Name, Reading string
	// Columns are its own items, by their place among the columns of the form.
	Columns []int
	// Depth is how many constructs are above it.
	Depth int
}

// Index is what an IndexFigure is of.
type Index struct{ ID, Name string }

// Form is what was asked.
func (r Release) Form() Form {
	f := Form{column: map[string]int{}, construct: map[string]int{}, index: map[string]int{}}
	for _, item := range r.Instrument.GetItems() {
		for _, column := range r.columns(item) {
			f.column[column.ID] = len(f.Columns)
			f.Columns = append(f.Columns, column)
		}
	}
	for i, construct := range r.Instrument.GetConstructs() {
		made := Construct{ID: construct.GetId(), Name: r.Text(construct.GetDisplayName()), Reading: r.Text(construct.GetReading())}
		if above, ok := f.construct[construct.GetParent()]; ok {
			made.Depth = f.Constructs[above].Depth + 1
		}
		for _, member := range construct.GetItems() {
			at, ok := f.column[member.GetItem()]
			if !ok {
				continue
			}
			made.Columns = append(made.Columns, at)
			if member.GetReversed() {
				f.Columns[at].turn()
			}
		}
		f.construct[made.ID] = i
		f.Constructs = append(f.Constructs, made)
	}
	for i, index := range r.Instrument.GetLinearIndexes() {
		f.index[index.GetId()] = i
		f.Indexes = append(f.Indexes, Index{index.GetId(), r.Text(index.GetDisplayName())})
	}
	return f
}

// turn has the favourable options follow a scale that is turned round: they are named as it stands afterwards.
func (c *Column) turn() {
	c.Reversed = true
	slices.Reverse(c.Good)
	slices.Reverse(c.Bad)
}

// Column is the column with the id; false for none.
func (f Form) Column(id string) (Column, bool) {
	at, ok := f.column[id]
	if !ok {
		return Column{}, false
	}
	return f.Columns[at], true
}

// ConstructName is the name of a construct; "" for none.
func (f Form) ConstructName(id string) string {
	if at, ok := f.construct[id]; ok {
		return f.Constructs[at].Name
	}
	return ""
}

// Asked says whether the id is that of a construct or of a column.
func (f Form) Asked(id string) bool {
	_, construct := f.construct[id]
	_, column := f.column[id]
	return construct || column
}

// Of is "item" or "construct", and what the one with the id is called.
func (f Form) Of(id string) (kind, name string) {
	if column, is := f.Column(id); is {
		return "item", column.Label()
	}
	return "construct", f.ConstructName(id)
}

// IndexName is the name of a linear index; "" for none.
func (f Form) IndexName(id string) string {
	if at, ok := f.index[id]; ok {
		return f.Indexes[at].Name
	}
	return ""
}

// Item finds the figures of a column in a cell, nil for none.
func Item(cell *surveyv1.Cell, id string) *surveyv1.ItemFigures {
	for _, figures := range cell.GetItems() {
		if figures.GetItem() == id {
			return figures
		}
	}
	return nil
}

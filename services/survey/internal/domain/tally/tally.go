// Package tally counts sheets, in one pass over them, into what a release is made of: how many people of every atom chose each option, and
// the sums from which statistics on whole sheets follow. No sheet is kept.
package tally

import (
	"fmt"
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
)

// Tally is the counts so far.
type Tally struct {
	form   form.Form
	atoms  frozen.Atoms
	survey release.Survey
	whole  []int
	// sums are by the unit with whose people a sheet is counted, and by construct.
	sums [][]moment.Sums
	// values are room for the answers to one construct.
	values [][]float64
}

// New counts the sheets of the groups of a tree that asks somebody.
func New(f form.Form, tree frozen.Tree, groups []frozen.Group, k int) (*Tally, error) {
	p, atoms, err := tree.Population(groups)
	if err != nil {
		return nil, err
	}
	t := &Tally{form: f, atoms: atoms, whole: f.Whole(), sums: make([][]moment.Sums, len(tree.Units))}
	t.survey = release.Survey{
		Population: p, Plan: tree.Plan(), K: k, Constructs: f.Blocks,
		Incomplete: make([]int, len(p.Atoms)), Items: make([]block.Item, len(f.Columns)),
	}
	for i, column := range f.Columns {
		t.survey.Items[i] = block.Item{
			Construct: column.Block,
			Scores:    append([]float64{math.NaN()}, column.Scores...),
			Counts:    make([]int, (1+column.Options)*len(p.Atoms)),
		}
	}
	for u := range t.sums {
		t.sums[u] = make([]moment.Sums, len(f.Constructs))
	}
	for _, construct := range f.Constructs {
		t.values = append(t.values, make([]float64, len(construct.Members)))
	}
	return t, nil
}

// Add counts one sheet that was filled in at a place.
func (t *Tally) Add(unit string, levels []string, sheet []byte) error {
	a, is := t.atoms.Of(unit, levels)
	if !is || len(sheet) != len(t.form.Columns) {
		return fmt.Errorf("tally: a sheet of %d columns of unit %s", len(sheet), unit)
	}
	for i, option := range sheet {
		width := 1 + t.form.Columns[i].Options
		if int(option) >= width {
			return fmt.Errorf("tally: option %d in column %s", option, t.form.Columns[i].ID)
		}
		t.survey.Items[i].Counts[a*width+int(option)]++
	}
	t.survey.Population.Atoms[a].Sheets++
	for _, column := range t.whole {
		if sheet[column] == 0 {
			t.survey.Incomplete[a]++
			return nil
		}
	}
	with := t.survey.Plan.With[t.survey.Population.Atoms[a].Unit]
	for c, construct := range t.form.Constructs {
		if len(construct.Members) == 0 {
			continue
		}
		for i, member := range construct.Members {
			t.values[c][i] = keyed(t.form.Columns[member.Column], sheet[member.Column])
		}
		if err := t.sums[with][c].Add(t.values[c]); err != nil {
			return err
		}
	}
	return nil
}

// keyed is the value of an answer on a scale, in the direction in which it is scored.
func keyed(column form.Column, option byte) float64 {
	step := int(option) - 1
	if column.Scale.Reversed {
		step = column.Options - 1 - step
	}
	return float64(int(column.Scale.Lowest) + step)
}

// Survey is what a release is made of.
func (t *Tally) Survey() release.Survey { return t.survey }

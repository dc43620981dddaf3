// Package tally counts sheets into what a release is made of: how many people of every atom chose each option, and the sums from which
// statistics on whole sheets follow. It holds the sheets, without whose they are, as long as it lasts; where the instrument names an
// outcome, also the scores of whole ones.
package tally

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/column"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
)

// Tally is the counts so far.
type Tally struct {
	form  form.Form
	whole []int
	// widths are, by column, how many bytes a sheet may have there.
	widths []int
	sheets *column.Sheets
	atoms  map[string]*atom
	// sums are by unit and by construct.
	sums map[string][]moment.Sums
	// scores are by unit those of whole sheets: of each driver, and the outcome's last.
	scores map[string][]float64
	// key and values are room for a place, and for the answers to each construct.
	key    []byte
	values [][]float64
}

// atom is the people of one place.
type atom struct {
	frozen.Group
	// place is its number among the atoms, in the order in which they came.
	place              int
	sheets, incomplete int
	// sums are its unit's, by construct.
	sums []moment.Sums
}

// New has counted nothing yet.
func New(f form.Form) *Tally {
	t := &Tally{
		form: f, whole: f.Whole(), sheets: column.New(len(f.Columns)),
		atoms: map[string]*atom{}, sums: map[string][]moment.Sums{}, scores: map[string][]float64{},
	}
	for _, column := range f.Columns {
		t.widths = append(t.widths, 1+column.Options)
	}
	for _, construct := range f.Constructs {
		t.values = append(t.values, make([]float64, len(construct.Members)))
	}
	return t
}

// Add counts one person who was asked at a place, and takes in their sheet if they filled it in. It keeps neither slice.
func (t *Tally) Add(unit string, levels []string, answered bool, sheet []byte) error {
	one := t.at(unit, levels)
	one.People++
	if !answered {
		return nil
	}
	if len(sheet) != len(t.form.Columns) {
		return fmt.Errorf("tally: a sheet of %d columns, not %d", len(sheet), len(t.form.Columns))
	}
	for i, option := range sheet {
		if int(option) > t.form.Columns[i].Options {
			return fmt.Errorf("tally: option %d in column %s", option, t.form.Columns[i].ID)
		}
	}
	t.sheets.Add(one.place, sheet)
	one.sheets++
	for _, column := range t.whole {
		if sheet[column] == 0 {
			one.incomplete++
			return nil
		}
	}
	return t.sum(one, sheet)
}

// at is the atom of a place.
func (t *Tally) at(unit string, levels []string) *atom {
	t.key = append(t.key[:0], unit...)
	for _, level := range levels {
		t.key = append(append(t.key, 0), level...) // 0 is in no id and no level
	}
	one, is := t.atoms[string(t.key)]
	if !is {
		sums, is := t.sums[unit]
		if !is {
			sums = make([]moment.Sums, len(t.form.Constructs))
			t.sums[unit] = sums
		}
		one = &atom{Group: frozen.Group{Unit: unit, Levels: slices.Clone(levels)}, place: len(t.atoms), sums: sums}
		t.atoms[string(t.key)] = one
	}
	return one
}

// sum takes a complete sheet of an atom into the sums of its unit.
func (t *Tally) sum(one *atom, sheet []byte) error {
	for c, construct := range t.form.Constructs {
		if len(construct.Members) == 0 {
			continue
		}
		for i, member := range construct.Members {
			t.values[c][i] = keyed(t.form.Columns[member.Column], sheet[member.Column])
		}
		if err := one.sums[c].Add(t.values[c]); err != nil {
			return err
		}
	}
	t.score(one.Unit, sheet)
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

// Survey is what a release is made of. The order in which sheets came makes no difference. It refuses people of places that the tree
// does not have.
func (t *Tally) Survey(tree frozen.Tree, k int) (release.Survey, error) {
	atoms := slices.SortedFunc(maps.Values(t.atoms), func(a, b *atom) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), slices.Compare(a.Levels, b.Levels))
	})
	groups := make([]frozen.Group, len(atoms))
	for i, one := range atoms {
		groups[i] = one.Group
	}
	p, err := tree.Population(groups)
	if err != nil {
		return release.Survey{}, err
	}
	s := release.Survey{Population: p, Plan: tree.Plan(), K: k, Constructs: t.form.Blocks}
	for i, one := range atoms {
		s.Population.Atoms[i].Sheets = one.sheets
		s.Incomplete = append(s.Incomplete, one.incomplete)
	}
	counts := t.sheets.Counts(len(atoms), t.widths)
	for i, column := range t.form.Columns {
		item := block.Item{
			Construct: column.Block,
			Scores:    append([]float64{math.NaN()}, column.Scores...),
			Counts:    make([]int, 0, (1+column.Options)*len(atoms)),
		}
		for _, one := range atoms {
			for _, n := range counts[i][one.place*t.widths[i] : (one.place+1)*t.widths[i]] {
				item.Counts = append(item.Counts, int(n))
			}
		}
		s.Items = append(s.Items, item)
	}
	return s, nil
}

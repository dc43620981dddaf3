// Package relation says how the figures of groups stand to others: to what the unit above holds besides, to the wave before, and to what others
// answered elsewhere. The page, the tables and JSON read it here, so that they say the same.
package relation

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Standings are how units stand to what the ones above them hold besides. Cells come with those below them right behind, so that those above the
// last one are all that has to be kept.
type Standings struct {
	// All are the tests, in the order of the cells. Their Q and Verdict are there after Settle.
	All []Standing

	r     released.Release
	form  form.Form
	whole map[string]bool
	above map[released.Key][]upper // by level, without the unit
	of    map[released.Key][]comparison.Standing
}

// Standing is a favourable share of a unit beside that of what the unit above it holds besides.
type Standing struct {
	// Cell and Above say who they are and how many answered; they have no figures.
	Cell, Above *surveyv1.Cell
	// ID is a construct, or an item where the instrument has no constructs.
	ID         string
	Rate, Rest float64
	*comparison.Favourable
}

// upper is a unit that others may stand below.
type upper struct {
	head *surveyv1.Cell
	side comparison.Side
}

// NewStandings begins with no cell.
func NewStandings(r released.Release) (*Standings, error) {
	scored, err := r.Scored()
	return &Standings{
		r: r, form: scored, whole: map[string]bool{}, above: map[released.Key][]upper{}, of: map[released.Key][]comparison.Standing{},
	}, err
}

// StandingsOf are those of all cells of a release.
func StandingsOf(r released.Release) (*Standings, error) {
	s, err := NewStandings(r)
	if err != nil {
		return nil, err
	}
	for cell, err := range r.Cells {
		if err != nil {
			return nil, err
		}
		s.Add(cell)
	}
	s.Settle()
	return s, nil
}

// Add takes in a cell. Levels of a unit count only where the reader does not see it as a whole: its people would be tested twice.
func (s *Standings) Add(cell *surveyv1.Cell) {
	key := released.KeyOf(cell)
	if !key.Whole() && s.whole[key.Unit] {
		return
	}
	s.whole[key.Unit] = s.whole[key.Unit] || key.Whole()
	level := key
	level.Unit = ""
	own := upper{headOf(cell), s.r.Side(s.form, cell)}
	stack := s.above[level]
	for cell.Parent != nil && len(stack) > 0 && stack[len(stack)-1].head.GetUnit() != cell.GetParent() {
		stack = stack[:len(stack)-1]
	}
	if cell.Parent == nil {
		stack = stack[:0]
	}
	s.above[level] = append(stack, own)
	if len(stack) == 0 {
		return
	}
	over := stack[len(stack)-1]
	rest, is := comparison.Rest(over.side, own.side, over.head.GetSheets()-cell.GetSheets())
	if !is {
		return
	}
	all := comparison.Standings(own.side, rest)
	s.of[key] = all
	for _, one := range all {
		if one.Favourable != nil {
			s.All = append(s.All, Standing{own.head, over.head, one.ID, one.First, one.Second, one.Favourable})
		}
	}
}

// headOf is who a cell is of.
func headOf(cell *surveyv1.Cell) *surveyv1.Cell {
	return &surveyv1.Cell{
		Unit: cell.GetUnit(), UnitName: cell.GetUnitName(), UnitCode: cell.GetUnitCode(), Parent: cell.Parent, Attribute: cell.GetAttribute(),
		Level: cell.GetLevel(), LevelName: cell.GetLevelName(), Eligible: cell.GetEligible(), Sheets: cell.GetSheets(), Rate: cell.GetRate(),
	}
}

// Settle adjusts all tests for their number, as one family.
func (s *Standings) Settle() {
	tests := make([]*comparison.Favourable, len(s.All))
	for i, one := range s.All {
		tests[i] = one.Favourable
	}
	comparison.Settle(tests)
}

// Verdict is what may be said of a construct or an item of a cell; 0 where there is no test.
func (s *Standings) Verdict(cell *surveyv1.Cell, id string) comparison.Verdict {
	for _, one := range s.of[released.KeyOf(cell)] {
		if one.ID == id && one.Favourable != nil {
			return one.Verdict
		}
	}
	return 0
}

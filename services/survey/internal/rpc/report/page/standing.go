package page

import (
	"cmp"
	"math"
	"slices"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// standing is how units stand to what the ones above them hold besides. Cells come with those below them right behind, so that those above the
// last one are all that has to be kept.
type standing struct {
	r     released.Release
	form  form.Form
	above map[key][]upper
	tests []*comparison.Favourable
	of    map[key][]comparison.Standing
	found []standout
	names map[key]string
}

// upper is a unit that others may stand below.
type upper struct {
	unit, name string
	sheets     int64
	side       comparison.Side
}

// standout is a unit that may differ from the rest of the one above it.
type standout struct {
	at                 key
	Unit, Of, What     string
	Rate, Rest, Points float64
	test               *comparison.Favourable
}

// Higher says which way.
func (s standout) Higher() bool { return s.test.Verdict == comparison.Higher }

// Test is the test of the difference.
func (s standout) Test() *comparison.Favourable { return s.test }

func newStanding(r released.Release) (*standing, error) {
	scored, err := r.Scored()
	return &standing{r: r, form: scored, above: map[key][]upper{}, of: map[key][]comparison.Standing{}, names: map[key]string{}}, err
}

// add takes in a cell, which is a whole unit, or a level of one of which the reader sees no more.
func (s *standing) add(cell *surveyv1.Cell, names map[string]string) {
	kind := key{attribute: cell.GetAttribute(), level: cell.GetLevel()}
	own := upper{cell.GetUnit(), nameOf(s.r, cell), cell.GetSheets(), s.r.Side(s.form, cell)}
	stack := s.above[kind]
	for cell.Parent != nil && len(stack) > 0 && stack[len(stack)-1].unit != cell.GetParent() {
		stack = stack[:len(stack)-1]
	}
	if cell.Parent == nil {
		stack = stack[:0]
	}
	s.above[kind] = append(stack, own)
	if len(stack) == 0 {
		return
	}
	over := stack[len(stack)-1]
	rest, is := comparison.Rest(over.side, own.side, over.sheets-own.sheets)
	if !is {
		return
	}
	all := comparison.Standings(own.side, rest)
	s.of[keyOf(cell)], s.names[keyOf(cell)] = all, own.name
	for _, one := range all {
		if one.Favourable == nil {
			continue
		}
		s.tests = append(s.tests, one.Favourable)
		s.found = append(s.found, standout{
			at: keyOf(cell), Unit: own.name, Of: over.name, What: names[one.ID], Rate: one.First, Rest: one.Second,
			Points: math.Round(100*one.First) - math.Round(100*one.Second), test: one.Favourable,
		})
	}
}

// settle finds those that stand out among all tests of the page, those furthest from the rest first.
func (s *standing) settle() {
	comparison.Settle(s.tests)
	s.found = slices.DeleteFunc(s.found, func(one standout) bool {
		return one.test.Verdict != comparison.Higher && one.test.Verdict != comparison.Lower
	})
	slices.SortStableFunc(s.found, func(a, b standout) int {
		return cmp.Compare(math.Abs(b.test.Difference), math.Abs(a.test.Difference))
	})
}

// mark is what a square of the heat map shows of a difference.
func (s *standing) mark(of key, id string) string {
	for _, one := range s.of[of] {
		if one.ID == id && one.Favourable != nil {
			switch one.Verdict {
			case comparison.Higher:
				return "▲"
			case comparison.Lower:
				return "▼"
			}
		}
	}
	return ""
}

// mostStandouts is how many are told one by one; the heat map marks all.
const mostStandouts = 30

// against is the section of units against the rest.
type against struct {
	Words            *words
	Found            []standout
	Tests, More, All int
}

func (v view) against(s *standing) against {
	shown := s.found[:min(len(s.found), mostStandouts)]
	return against{v.words, shown, len(s.tests), len(s.found) - len(shown), len(s.found)}
}

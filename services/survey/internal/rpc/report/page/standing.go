package page

import (
	"cmp"
	"math"
	"slices"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// standout is a unit that differs from the rest of the one above it by more than chance.
type standout struct {
	at             released.Key
	Unit, Of, What string
	Points         float64
	Test           relation.Standing
}

// Higher says which way.
func (s standout) Higher() bool { return s.Test.Verdict == comparison.Higher }

// standouts are those among all tests of the page, those furthest from the rest first.
func (v view) standouts(all []relation.Standing) (found []standout) {
	names := headNames(v.form)
	for _, one := range all {
		if one.Verdict == comparison.Higher || one.Verdict == comparison.Lower {
			found = append(found, standout{
				released.KeyOf(one.Cell), nameOf(v.Release, one.Cell), nameOf(v.Release, one.Above), names[one.ID],
				math.Round(100*one.Rate) - math.Round(100*one.Rest), one,
			})
		}
	}
	slices.SortStableFunc(found, func(a, b standout) int {
		return cmp.Compare(math.Abs(b.Test.Difference), math.Abs(a.Test.Difference))
	})
	return found
}

// mark is what a square of the heat map shows of a difference.
func mark(s *relation.Standings, cell *surveyv1.Cell, id string) string {
	switch s.Verdict(cell, id) {
	case comparison.Higher:
		return "▲"
	case comparison.Lower:
		return "▼"
	}
	return ""
}

// mostStandouts is how many are told one by one; the heat map marks all.
const mostStandouts = 30

// against is the section of units against the rest.
type against struct {
	Words       *words
	Found       []standout
	Tests, More int
}

func (v view) against(seen *overview) against {
	shown := seen.found[:min(len(seen.found), mostStandouts)]
	return against{v.words, shown, len(seen.standings.All), len(seen.found) - len(shown)}
}

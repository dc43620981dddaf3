package attack

import (
	"math"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Report is what of a survey is shown.
type Report struct {
	// Plan says with whom people are counted.
	Plan population.Plan
	// Cells are those of which is shown how many were asked and how many answered.
	Cells []cell.Cell
	// Shown are, by item, the cells that have figures of it.
	Shown [][]cell.Cell
	// Answers are, by item and atom, how many answers the figures are of.
	Answers [][]int
	// Blanks tells that blanks are among them.
	Blanks bool
	// Whole are the cells that have statistics on sheets without a blank.
	Whole []cell.Cell
}

// Reporter is a way to decide it.
type Reporter func(s release.Survey) (Report, error)

// Hearth shows what a release shows. A blank is an answer.
func Hearth(s release.Survey) (Report, error) {
	made, err := release.New(s)
	if err != nil {
		return Report{}, err
	}
	sheets := make([]int, len(s.Population.Atoms))
	for i, a := range s.Population.Atoms {
		sheets[i] = a.Sheets
	}
	report := Report{Plan: s.Plan, Cells: made.Cells(), Blanks: true}
	for u := range s.Population.Parents {
		if made.WholeSheets(u) {
			report.Whole = append(report.Whole, cell.Cell{Unit: u, Level: cell.AllLevels})
		}
	}
	for item := range s.Items {
		var cells []cell.Cell
		for _, c := range made.Cells() {
			if _, is := made.Counts(c, item); is {
				cells = append(cells, c)
			}
		}
		report.Shown, report.Answers = append(report.Shown, cells), append(report.Answers, sheets)
	}
	return report, nil
}

// Naive looks at each figure by itself: it is shown if it is of k answers. Nobody is merged upward.
func Naive(s release.Survey) (Report, error) {
	report := Report{Plan: population.Plan{With: make([]int, len(s.Population.Parents))}}
	for u := range report.Plan.With {
		report.Plan.With[u] = u
	}
	sheets, whole := make([]int, len(s.Population.Atoms)), make([]int, len(s.Population.Atoms))
	for i, a := range s.Population.Atoms {
		sheets[i], whole[i] = a.Sheets, a.Sheets-s.Incomplete[i]
	}
	report.Cells, report.Whole = large(s, report.Plan, sheets), large(s, report.Plan, whole)
	for item := range s.Items {
		answers := rated(s, item)
		report.Shown, report.Answers = append(report.Shown, large(s, report.Plan, answers)), append(report.Answers, answers)
	}
	return report, nil
}

// large are the cells of k answers and more.
func large(s release.Survey, plan population.Plan, answers []int) (large []cell.Cell) {
	all := everyCell(s.Population)
	rows, atoms := Rows(s.Population, plan, all)
	for i, one := range all {
		sum := 0
		for column, in := range rows[i] {
			sum += in * answers[atoms[column]]
		}
		if sum >= s.K {
			large = append(large, one)
		}
	}
	return large
}

// What a product documents as its defaults, with k as its "rated answers".
const (
	// suppressed is how many hidden answers there must be below a unit; until then, the next smallest group is hidden too.
	suppressed = 2
	// exempt is the size from which a group is never hidden for others' sake.
	exempt = 400
)

// Rival is the documented default of a product: each item is shown in groups of k answers, and of the units right below another, the next
// smallest is hidden until two answers are. Groups by an attribute are looked at by themselves, as the switch for them is off.
func Rival(s release.Survey) (Report, error) {
	report, err := Naive(s)
	report.Whole = nil
	for item, answers := range report.Answers {
		hidden := suppress(s, answers)
		report.Shown[item] = slices.DeleteFunc(report.Shown[item], func(c cell.Cell) bool {
			return c.Attribute == 0 && c.Level == cell.AllLevels && hidden[c.Unit]
		})
	}
	return report, err
}

// suppress finds the units that are hidden beside those that are too small themselves.
func suppress(s release.Survey, answers []int) (hidden []bool) {
	parents := s.Population.Parents
	below := make([]int, len(parents))
	for i, a := range s.Population.Atoms {
		below[a.Unit] += answers[i]
	}
	for u := len(parents) - 1; u > 0; u-- {
		below[parents[u]] += below[u]
	}
	hidden = make([]bool, len(parents))
	for parent := range parents {
		for {
			sum, next := 0, -1
			for u := parent + 1; u < len(parents); u++ {
				switch {
				case parents[u] != parent:
				case hidden[u] || below[u] < s.K:
					sum += below[u]
				case below[u] < exempt && (next < 0 || below[u] < below[next]):
					next = u
				}
			}
			if sum == 0 || sum >= suppressed || next < 0 {
				break
			}
			hidden[next] = true
		}
	}
	return hidden
}

// rated are, by atom, the answers to an item that are no blank.
func rated(s release.Survey, item int) []int {
	options := len(s.Items[item].Scores)
	answers := make([]int, len(s.Population.Atoms))
	for i, n := range s.Items[item].Counts {
		if !math.IsNaN(s.Items[item].Scores[i%options]) {
			answers[i/options] += n
		}
	}
	return answers
}

func everyCell(p population.Population) []cell.Cell {
	all := cell.Set{Units: slices.Repeat([]bool{true}, len(p.Parents)), Levels: make([][]bool, p.Levels)}
	for l := range all.Levels {
		all.Levels[l] = all.Units
	}
	for _, levels := range p.RootLevels {
		all.Roots = append(all.Roots, slices.Repeat([]bool{true}, levels))
	}
	return all.All()
}

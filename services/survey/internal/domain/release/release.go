// Package release makes the figures of a survey that anybody ever sees, once, when it is closed, so that no arithmetic on them reaches
// the answers of fewer than k people. docs/decisions/0009-safe-release.md says by which rules, and what they do not promise.
package release

import (
	"errors"
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// The fewest sheets of a group that may be told apart.
const (
	// LeastK is the floor of what people may choose for k.
	LeastK = 5
	// CommentFloor is for what was written in free words.
	CommentFloor = 10
	// WholeSheetFloor is for statistics that need all answers of a person together.
	WholeSheetFloor = 30
)

// ErrSmallK is a k below LeastK.
var ErrSmallK = errors.New("release: k is less than 5")

// Survey is what a release is made of.
type Survey struct {
	Population population.Population
	// Plan was made before anybody answered.
	Plan population.Plan
	// Incomplete is how many sheets of every atom have a blank.
	Incomplete []int
	Items      []block.Item
	Constructs int
	K          int
}

func (s Survey) check() error {
	if s.K < LeastK {
		return ErrSmallK
	}
	return s.checkNumbers()
}

func (s Survey) checkNumbers() error {
	if err := s.Population.Check(); err != nil {
		return err
	}
	units := len(s.Population.Parents)
	if len(s.Plan.Reported) != units || len(s.Plan.With) != units {
		return fmt.Errorf("release: a plan of %d units for %d", len(s.Plan.Reported), units)
	}
	if len(s.Incomplete) != len(s.Population.Atoms) {
		return fmt.Errorf("release: %d numbers of incomplete sheets for %d atoms", len(s.Incomplete), len(s.Population.Atoms))
	}
	for i, item := range s.Items {
		if item.Construct < 0 || item.Construct >= s.Constructs {
			return fmt.Errorf("release: item %d is of construct %d, which does not exist", i, item.Construct)
		}
		if err := item.Check(s.Population); err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
	}
	return nil
}

// Release is what may be seen. What it does not have is hidden: too small, forbidden, too much alike and unknown look the same.
type Release struct {
	cells  []cell.Cell
	nodes  cell.Nodes
	people []population.Count
	// shown are the cells of each construct, and constructs those of each item.
	shown      []cell.Set
	constructs []int
	// figures are, by item, the counts of the options of all cells, in their order.
	figures [][]int
	whole   []bool
	// everything: nothing was to be hidden.
	everything bool
}

// New decides what may be seen of a survey, and counts it.
func New(s Survey) (*Release, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	p := s.Population
	set := choice.Cells(p, s.Plan, s.K)
	var err error
	if set.Roots, err = choice.Roots(p, s.Plan, set, s.K); err != nil {
		return nil, err
	}
	r, layout := s.count(set, block.Hide(p, s.Plan, set, s.Items, s.Constructs, s.K))
	r.whole = s.wholeSheets(set, layout)
	return r, nil
}

// count counts the cells of a set, those of each construct that are shown among them.
func (s Survey) count(set cell.Set, shown []cell.Set) (*Release, *cell.Layout) {
	p := s.Population
	layout := cell.NewLayout(p, s.Plan, set)
	r := &Release{cells: layout.Cells, nodes: layout.Nodes, shown: shown}
	both := make([]int, 0, 2*len(p.Atoms))
	for _, a := range p.Atoms {
		both = append(both, a.Eligible, a.Sheets)
	}
	both = layout.Totals(layout.Residuals(both, 2), 2)
	for i := range r.cells {
		r.people = append(r.people, population.Count{Eligible: both[2+2*i], Sheets: both[3+2*i]})
	}
	for _, item := range s.Items {
		width := len(item.Scores)
		r.constructs = append(r.constructs, item.Construct)
		r.figures = append(r.figures, layout.Totals(layout.Residuals(item.Counts, width), width)[width:])
	}
	return r, layout
}

// Cells are the published ones, each before those inside of it.
func (r *Release) Cells() []cell.Cell { return append([]cell.Cell(nil), r.cells...) }

// Participation is how many people of a cell were asked and how many answered.
func (r *Release) Participation(c cell.Cell) (people population.Count, shown bool) {
	if node := r.nodes.Of(c); node > 0 {
		return r.people[node-1], true
	}
	return population.Count{}, false
}

// Counts are how many sheets of a cell have each option of an item.
func (r *Release) Counts(c cell.Cell, item int) (counts []int, shown bool) {
	if item < 0 || item >= len(r.figures) || !r.shown[r.constructs[item]].Has(c) {
		return nil, false
	}
	width := len(r.figures[item]) / len(r.cells)
	first := (r.nodes.Of(c) - 1) * width
	return append([]int(nil), r.figures[item][first:first+width]...), true
}

// WholeSheets tells whether of a unit also what needs all answers of a person together may be seen, such as reliability, correlations and
// the spread of the scores of people.
func (r *Release) WholeSheets(unit int) bool {
	return unit >= 0 && unit < len(r.whole) && r.whole[unit]
}

package tally

import (
	"runtime"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/reliability"
)

// Kind is what a statistic on whole sheets is.
type Kind int

// The statistics that are kept.
const (
	Alpha Kind = iota + 1
	Omega
	// SD is that of the scores of people.
	SD
	// ICC1 and ICC2 compare the units right below, and so does ICC1Unequal.
	ICC1
	ICC2
	// Sheets is on how many sheets without a blank the others are.
	Sheets
	// DriverR is the correlation of a construct with the outcome, DriverWeight its relative weight, and the last two the ends of the
	// interval of its share.
	DriverR
	DriverWeight
	DriverLow
	DriverHigh
	// ICC1Unequal is ICC1 for units of unequal size.
	ICC1Unequal
)

// Statistic is one figure of a unit and a construct, by their places.
type Statistic struct {
	Unit, Construct int
	Kind            Kind
	Value           float64
}

// digits is how many count below the root, where a difference of figures to many digits could be solved for the scores of a few. Where
// nothing is hidden, all count.
const digits = 4

// Statistics are those that may be seen beside a release: of units that it allows them, and of constructs that it shows there.
func (t *Tally) Statistics(tree frozen.Tree, r *release.Release) []Statistic {
	total, below, driven := t.totals(tree), below(tree, r), t.driven(tree, r)
	of := make([][]Statistic, len(total))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for u := range total {
		if r.WholeSheets(u) {
			work.Go(func() error {
				for c, construct := range t.form.Constructs {
					if len(construct.Members) > 0 && t.shown(r, u, c) {
						of[u] = append(of[u], t.ofConstruct(r, total, below[u], u, c)...)
					}
				}
				if driven[u] {
					of[u] = append(of[u], t.drivers(tree, r, u)...)
				}
				return nil
			})
		}
	}
	_ = work.Wait() // none fails
	return slices.Concat(of...)
}

// ofConstruct are the statistics of a unit and a construct that its answers settle.
func (t *Tally) ofConstruct(r *release.Release, total [][]moment.Sums, below []int, unit, construct int) (all []Statistic) {
	add := func(kind Kind, value float64, err error) {
		if err == nil {
			all = append(all, Statistic{unit, construct, kind, rounded(r, unit, value)})
		}
	}
	sums := &total[unit][construct]
	alpha, err := reliability.Alpha(sums)
	add(Alpha, alpha, err)
	omega, err := reliability.Omega(sums)
	add(Omega, omega.Omega, err)
	sd, err := t.scored(sums, construct).SD()
	add(SD, sd, err)
	all = append(all, Statistic{unit, construct, Sheets, float64(sums.N())})
	variance, err := t.between(r, total, below, unit, construct)
	if err == nil {
		add(ICC1, variance.ICC1(), nil)
		add(ICC1Unequal, variance.ICC1Unequal(), nil)
		icc2, err := variance.ICC2()
		add(ICC2, icc2, err)
	}
	return all
}

// totals are the sums of every unit with all below it, of people where they are counted.
func (t *Tally) totals(tree frozen.Tree) [][]moment.Sums {
	total := make([][]moment.Sums, len(tree.Units))
	for u := range total {
		total[u] = make([]moment.Sums, len(t.form.Constructs))
	}
	for _, unit := range tree.Units {
		for c := range t.sums[unit.ID] {
			merge(&total[unit.With][c], &t.sums[unit.ID][c])
		}
	}
	for u := len(total) - 1; u > 0; u-- {
		for c := range total[u] {
			merge(&total[tree.Units[u].Parent][c], &total[u][c])
		}
	}
	return total
}

func merge(to, from *moment.Sums) {
	if err := to.Merge(from); err != nil {
		panic(err) // both are of one construct
	}
}

// below are, by unit, the units right below it that the release shows.
func below(tree frozen.Tree, r *release.Release) [][]int {
	below, lowest := make([][]int, len(tree.Units)), make([]int, len(tree.Units))
	for u, unit := range tree.Units {
		above := -1
		if unit.Parent >= 0 {
			above = lowest[unit.Parent]
		}
		lowest[u] = above
		if _, shown := r.Participation(cell.Cell{Unit: u, Level: cell.AllLevels}); shown {
			lowest[u] = u
			if above >= 0 {
				below[above] = append(below[above], u)
			}
		}
	}
	return below
}

// between compares the units right below one. Either each of them may be seen with statistics on whole sheets, or the comparison follows
// from what the release shows anyway: the counts of these units, of whole sheets alone, and the spread of all of their people at the root.
func (t *Tally) between(r *release.Release, total [][]moment.Sums, below []int, unit, construct int) (agreement.Variance, error) {
	var groups []figure.Summary
	whole, counted := true, true
	for _, u := range below {
		if !t.shown(r, u, construct) {
			return agreement.Variance{}, figure.ErrNotIdentified
		}
		group := t.scored(&total[u][construct], construct)
		if group.N == 0 && r.ShowsEverything() {
			continue // in it everybody left something blank
		}
		people, _ := r.Participation(cell.Cell{Unit: u, Level: cell.AllLevels})
		whole, counted = whole && r.WholeSheets(u), counted && int64(people.Sheets) == group.N
		groups = append(groups, group)
	}
	switch all := t.scored(&total[unit][construct], construct); {
	case whole:
		return agreement.Analyse(groups)
	case counted && unit == 0:
		return agreement.FromAll(all, groups)
	}
	return agreement.Variance{}, figure.ErrNotIdentified
}

// shown tells whether the release shows a construct of a unit.
func (t *Tally) shown(r *release.Release, unit, construct int) bool {
	for _, member := range t.form.Constructs[construct].Members {
		if _, shown := r.Counts(cell.Cell{Unit: unit, Level: cell.AllLevels}, member.Column); !shown {
			return false
		}
	}
	return true
}

// scored sums up the scores of people, weighted as the mean of the construct is; of nobody to a summary of which nothing follows.
func (t *Tally) scored(sums *moment.Sums, construct int) figure.Summary {
	var weights []float64
	for _, member := range t.form.Constructs[construct].Members {
		weights = append(weights, member.Weight)
	}
	summary, err := sums.Score(weights...)
	if err != nil {
		return figure.Summary{}
	}
	return summary
}

func rounded(r *release.Release, unit int, value float64) float64 {
	if unit == 0 || r.ShowsEverything() {
		return value
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', digits, 64), 64)
	if err != nil {
		panic(err) // it was written a moment ago
	}
	return short
}

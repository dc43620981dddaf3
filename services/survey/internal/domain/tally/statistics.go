package tally

import (
	"strconv"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
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
	// ICC1 and ICC2 compare the units right below.
	ICC1
	ICC2
)

// Statistic is one figure of a unit and a construct, by their places.
type Statistic struct {
	Unit, Construct int
	Kind            Kind
	Value           float64
}

// digits is how many count below the root, where a difference of figures to many digits could be solved for the scores of a few.
const digits = 4

// Statistics are those that may be seen beside a release: of units that it allows them, and of constructs that it shows there.
func (t *Tally) Statistics(r *release.Release) []Statistic {
	total := t.totals()
	below := t.below(r)
	var all []Statistic
	for u := range total {
		if !r.WholeSheets(u) {
			continue
		}
		for c, construct := range t.form.Constructs {
			if len(construct.Members) == 0 || !t.shown(r, u, c) {
				continue
			}
			add := func(kind Kind, value float64, err error) {
				// What the answers do not settle there is no figure of.
				if err == nil {
					all = append(all, Statistic{u, c, kind, rounded(u, value)})
				}
			}
			alpha, err := reliability.Alpha(&total[u][c])
			add(Alpha, alpha, err)
			omega, err := reliability.Omega(&total[u][c])
			add(Omega, omega.Omega, err)
			sd, err := scores(&total[u][c]).SD()
			add(SD, sd, err)
			variance, err := t.between(r, total, below[u], c)
			if err == nil {
				add(ICC1, variance.ICC1(), nil)
				icc2, err := variance.ICC2()
				add(ICC2, icc2, err)
			}
		}
	}
	return all
}

// totals are the sums of every unit with all below it.
func (t *Tally) totals() [][]moment.Sums {
	parents := t.survey.Population.Parents
	total := make([][]moment.Sums, len(parents))
	for u := len(parents) - 1; u >= 0; u-- {
		if total[u] == nil {
			total[u] = make([]moment.Sums, len(t.form.Constructs))
		}
		for c := range total[u] {
			merge(&total[u][c], &t.sums[u][c])
		}
		if u == 0 {
			continue
		}
		if total[parents[u]] == nil {
			total[parents[u]] = make([]moment.Sums, len(t.form.Constructs))
		}
		for c := range total[u] {
			merge(&total[parents[u]][c], &total[u][c])
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
func (t *Tally) below(r *release.Release) [][]int {
	parents := t.survey.Population.Parents
	below, lowest := make([][]int, len(parents)), make([]int, len(parents))
	for u, parent := range parents {
		above := -1
		if parent >= 0 {
			above = lowest[parent]
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

// between compares units that may all be seen with statistics on whole sheets.
func (t *Tally) between(r *release.Release, total [][]moment.Sums, units []int, construct int) (agreement.Variance, error) {
	var groups []figure.Summary
	for _, u := range units {
		if !r.WholeSheets(u) || !t.shown(r, u, construct) {
			return agreement.Variance{}, figure.ErrNotIdentified
		}
		groups = append(groups, scores(&total[u][construct]))
	}
	return agreement.Analyse(groups)
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

// scores sums up the scores of people; of nobody to a summary of which nothing follows.
func scores(sums *moment.Sums) figure.Summary {
	summary, err := sums.Score()
	if err != nil {
		return figure.Summary{}
	}
	return summary
}

func rounded(unit int, value float64) float64 {
	if unit == 0 {
		return value
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', digits, 64), 64)
	if err != nil {
		panic(err) // it was written a moment ago
	}
	return short
}

package tally

import (
	"cmp"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// mostDriven bounds how many units have drivers: each takes a bootstrap of a tenth of a second.
const mostDriven = 20

// score keeps what a whole sheet says of drivers and outcome.
func (t *Tally) score(unit string, sheet []byte) {
	if len(t.form.Drivers) == 0 {
		return
	}
	row := t.scores[unit]
	for _, c := range t.form.Drivers {
		row = append(row, t.mean(t.form.Constructs[c].Members, sheet))
	}
	t.scores[unit] = append(row, t.mean(t.form.Outcome, sheet))
}

// mean is the score of a person: the weighted mean of their answers.
func (t *Tally) mean(members []form.Member, sheet []byte) float64 {
	var sum, weights float64
	for _, member := range members {
		sum += member.Weight * keyed(t.form.Columns[member.Column], sheet[member.Column])
		weights += member.Weight
	}
	return sum / weights
}

// driven are the units that have drivers: of those that may have statistics on whole sheets and show all that the drivers are made of,
// the highest.
func (t *Tally) driven(tree frozen.Tree, r *release.Release) []bool {
	driven := make([]bool, len(tree.Units))
	if len(t.form.Drivers) == 0 {
		return driven
	}
	var units, depth []int
	for u, unit := range tree.Units {
		depth = append(depth, 0)
		if u > 0 {
			depth[u] = depth[unit.Parent] + 1
		}
		if r.WholeSheets(u) && t.showsDrivers(r, u) {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b int) int { return cmp.Compare(depth[a], depth[b]) })
	for _, u := range units[:min(len(units), mostDriven)] {
		driven[u] = true
	}
	return driven
}

func (t *Tally) showsDrivers(r *release.Release, unit int) bool {
	for _, c := range t.form.Drivers {
		if !t.shown(r, unit, c) {
			return false
		}
	}
	for _, member := range t.form.Outcome {
		if _, shown := r.Counts(cell.Cell{Unit: unit, Level: cell.AllLevels}, member.Column); !shown {
			return false
		}
	}
	return true
}

// drivers are the statistics of a unit's drivers, none where its answers do not settle them.
func (t *Tally) drivers(tree frozen.Tree, r *release.Release, unit int) (all []Statistic) {
	width := len(t.form.Drivers) + 1
	var rows [][]float64
	inside := make([]bool, len(tree.Units))
	for u, one := range tree.Units {
		inside[u] = u == unit || one.Parent >= 0 && inside[one.Parent]
	}
	for _, one := range tree.Units {
		if inside[one.With] {
			rows = slices.AppendSeq(rows, slices.Chunk(t.scores[one.ID], width))
		}
	}
	// The order in which sheets came must not show in what is drawn from them.
	slices.SortFunc(rows, slices.Compare)
	columns := make([][]float64, width)
	for i := range columns {
		for _, row := range rows {
			columns[i] = append(columns[i], row[i])
		}
	}
	model, err := driver.Analyse(columns[width-1], columns[:width-1], 1)
	if err != nil {
		return nil
	}
	add := func(construct int, kind Kind, value float64) {
		all = append(all, Statistic{unit, construct, kind, rounded(r, unit, value)})
	}
	for i, one := range model.Drivers {
		c := t.form.Drivers[i]
		add(c, DriverR, one.R)
		add(c, DriverWeight, one.Weight)
		add(c, DriverLow, one.ShareInterval.Low)
		add(c, DriverHigh, one.ShareInterval.High)
	}
	return all
}

package attack_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

func arithmetic(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	o := attack.NewOrganisation(r, 30, 45)
	return linear(t, report, o.Wave(r, k, attack.Questions{Items: 2, Options: 3, Blank: true}), nil)
}

// linear solves the numbers of people and the figures of each item, with what some know of themselves, whose numbers are.
func linear(t *testing.T, report attack.Reporter, w attack.Wave, colluders []int) attempt {
	shown, err := report(w.Survey)
	require.NoError(t, err)
	one := attempt{k, k - len(colluders), len(shown.Cells) == 0}
	solve := func(sizes []int, rows [][]int) {
		for _, who := range colluders {
			if place := who % max(1, len(sizes)); place < len(sizes) && sizes[place] > 0 {
				sizes[place]--
			}
		}
		one.fewest = min(one.fewest, attack.Reached(sizes, rows, k))
	}
	solve(shown.Answered(w.Survey))
	for item := range w.Items {
		solve(shown.Sums(w.Survey, item))
	}
	return one
}

func colluders(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	o := attack.NewOrganisation(r, 30, 45)
	w := o.Wave(r, k, attack.Questions{Items: 1, Options: 3, Blank: true})
	// Half of the time they are of one place.
	one := r.IntN(1000)
	var who []int
	for range 1 + r.IntN(k-1) {
		who = append(who, one)
		if r.IntN(2) == 0 {
			one = r.IntN(1000)
		}
	}
	return linear(t, report, w, who)
}

func wholeSheets(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	o := attack.NewOrganisation(r, 12, 50)
	w := o.Wave(r, k, attack.Questions{Items: 1 + r.IntN(3), Options: 3, Blank: true})
	shown, err := report(w.Survey)
	require.NoError(t, err)
	sizes, rows := shown.SumsAndWhole(w.Survey, 0)
	return attempt{attack.Reached(sizes, rows, k), k, len(shown.Whole) == 0}
}

// floors looks at what has a floor of its own: solves the statistics on whole sheets by themselves, and counts the comments that stand together.
func floors(t *testing.T, r *rand.Rand) attempt {
	o := attack.NewOrganisation(r, 12, 50)
	w := o.Wave(r, k, attack.Questions{Items: 1 + r.IntN(3), Options: 3, Blank: true})
	shown, err := attack.Hearth(w.Survey)
	require.NoError(t, err)
	rows, atoms := attack.Rows(w.Population, shown.Plan, shown.Whole)
	published, written := make([]bool, len(o.Parents)), make([]int, len(o.Parents))
	for _, c := range shown.Cells {
		published[c.Unit] = published[c.Unit] || c.Level == cell.AllLevels
	}
	var whole []int
	for _, i := range atoms {
		a := w.Population.Atoms[i]
		whole = append(whole, a.Sheets-w.Incomplete[i])
		written[w.Plan.With[a.Unit]] += r.IntN(1 + a.Sheets)
	}
	one := attempt{attack.Reached(whole, rows, release.WholeSheetFloor), release.WholeSheetFloor, len(shown.Whole) == 0}
	together := make([]int, len(o.Parents))
	for u, at := range release.Comments(o.Parents, published, written, release.CommentFloor) {
		if at >= 0 {
			together[at] += written[u]
		}
	}
	for _, comments := range together {
		if comments > 0 && comments < release.CommentFloor {
			one.fewest = min(one.fewest, comments)
		}
	}
	return one
}

const waves = 3

func threeWaves(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	return throughWaves(t, r, report, attack.NewOrganisation(r, 15, 20), attack.Anew)
}

func threeWavesAlike(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	return throughWaves(t, r, report, attack.NewOrganisation(r, 15, 20), attack.Alike)
}

func throughWaves(t *testing.T, r *rand.Rand, report attack.Reporter, o *attack.Organisation, figures func([]attack.Wave, []attack.Report, int) ([]int, [][]int)) attempt {
	var made []attack.Wave
	var reports []attack.Report
	for range waves {
		w := o.Wave(r, k, attack.Questions{Items: 1, Options: 3, Blank: true})
		o.Move(r)
		shown, err := report(w.Survey)
		require.NoError(t, err)
		made, reports = append(made, w), append(reports, shown)
	}
	sizes, rows := figures(made, reports, 0)
	return attempt{attack.Reached(sizes, rows, k), k, len(rows) == 0}
}

// mostTables is how many tables of answers are tried of one organisation.
const mostTables = 1500

// fewTables is how many are where the rules are run on each.
const fewTables = 200

func fitting(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	_, p := puzzle(t, r, report, 2+r.IntN(2))
	told, all := p.Told(k, mostTables, false)
	return attempt{told, k, !all}
}

func narrowing(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	_, p := puzzle(t, r, report, 5)
	told, all := p.Narrowed(k, mostTables)
	return attempt{told, k, !all}
}

func fittingBesideOne(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	_, p := puzzle(t, r, report, 2+r.IntN(2))
	told, all := p.Told(k-1, mostTables, true)
	return attempt{told, k - 1, !all}
}

// fittingRules leaves out the tables of which the rules would have shown something else.
func fittingRules(t *testing.T, r *rand.Rand, report attack.Reporter) attempt {
	w, p := puzzle(t, r, report, 2+r.IntN(2))
	shown, err := report(w.Survey)
	require.NoError(t, err)
	_, atoms := attack.Rows(w.Population, w.Plan, nil)
	p.Possible = func(table [][]int) bool {
		other, item := w.Survey, w.Items[0]
		item.Counts = slices.Clone(item.Counts)
		for place, i := range atoms {
			copy(item.Counts[i*len(item.Scores):], table[place])
		}
		other.Items = []block.Item{item}
		again, err := report(other)
		require.NoError(t, err)
		return slices.Equal(shown.Shown[0], again.Shown[0])
	}
	told, all := p.Told(k, fewTables, false)
	return attempt{told, k, !all}
}

func puzzle(t *testing.T, r *rand.Rand, report attack.Reporter, options int) (attack.Wave, attack.Puzzle) {
	o := attack.NewOrganisation(r, 6, 10)
	w := o.Wave(r, k, attack.Questions{Items: 1, Options: options})
	shown, err := report(w.Survey)
	require.NoError(t, err)
	return w, shown.Puzzle(w.Survey, 0)
}

package survey_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// released is what may be seen of a wave, by the rules alone: of atoms that are counted here, person by person.
func (w *wave) released() (*release.Release, frozen.Tree) {
	w.Helper()
	above := map[string]string{root: "", depA: root, teamA: depA, depB: root}
	var groups []frozen.Group
	at := map[place]int{}
	for _, one := range w.places {
		if _, known := at[one]; !known {
			at[one] = len(groups)
			groups = append(groups, frozen.Group{Unit: one.unit(), Levels: one.levels()})
		}
		groups[at[one]].People++
	}
	tree, err := frozen.New(above, []string{root}, groups, frozen.Split{Units: true, Attributes: 2}, 5)
	require.NoError(w, err)
	p, err := tree.Population(groups)
	require.NoError(w, err)
	s := release.Survey{Population: p, Plan: tree.Plan(), K: 5, Constructs: 4, Incomplete: make([]int, len(groups))}
	for i, options := range []int{5, 5, 5, 11, 2} {
		item := block.Item{Construct: max(1, i-1), Scores: []float64{math.NaN()}, Counts: make([]int, (1+options)*len(groups))}
		for option := range options {
			score := float64(option)
			if i == 4 {
				score = math.NaN()
			}
			item.Scores = append(item.Scores, score)
		}
		for n, sheet := range w.sheets {
			if sheet != nil {
				item.Counts[at[w.places[n]]*(1+options)+int(sheet[i])]++
			}
		}
		s.Items = append(s.Items, item)
	}
	for n, sheet := range w.sheets {
		if sheet != nil {
			s.Population.Atoms[at[w.places[n]]].Sheets++
		}
	}
	r, err := release.New(s)
	require.NoError(w, err)
	return r, tree
}

// What is listed is what the rules let be seen, no cell and no count more or less.
func TestCellsAreThoseOfTheRelease(t *testing.T) {
	inHouse(t, func(h *house) {
		hidden := 0
		for seed := range uint64(4) {
			w := h.wave(nil, root)
			r := rand.New(rand.NewPCG(seed, 3))
			w.answered(r)
			got, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_FULL)
			require.NoError(h, err)
			want, tree := w.released()
			require.Len(h, got, len(want.Cells()))
			for i, c := range want.Cells() {
				require.Equal(h, "units/"+tree.Units[c.Unit].ID, got[i].GetUnit())
				switch {
				case c.Level == cell.AllLevels:
					require.Zero(h, got[i].GetAttribute())
				case c.Attribute == 0:
					require.Equal(h, surveyv1.Attribute_ATTRIBUTE_EMPLOYER, got[i].GetAttribute())
					require.Equal(h, tree.Levels[0][c.Level], got[i].GetLevel())
				default:
					require.Equal(h, surveyv1.Attribute_ATTRIBUTE_POSITION, got[i].GetAttribute())
					require.Equal(h, tree.Levels[1][c.Level], got[i].GetLevel())
				}
				people, _ := want.Participation(c)
				require.Equal(h, int64(people.Eligible), got[i].GetEligible())
				require.Equal(h, int64(people.Sheets), got[i].GetSheets())
				require.Len(h, got[i].GetItems(), 5)
				for item, figures := range got[i].GetItems() {
					counts, shown := want.Counts(c, item)
					require.Equal(h, !shown, figures.GetHidden())
					if !shown {
						hidden++
						sameMessages(h, []*surveyv1.ItemFigures{{Item: figures.GetItem(), Hidden: true}}, []*surveyv1.ItemFigures{figures})
						continue
					}
					require.Equal(h, int64(counts[0]), figures.GetBlank())
					for option, n := range counts[1:] {
						require.Equal(h, int64(n), figures.GetCounts()[option])
					}
				}
				part := got[i].GetConstructs()[1]
				require.Equal(h, got[i].GetItems()[0].GetHidden(), part.GetHidden())
				require.Equal(h, part.GetHidden(), got[i].GetConstructs()[0].GetHidden(), "what is made of something hidden is hidden")
				if part.GetHidden() {
					require.Nil(h, part.Mean)
					require.True(h, got[i].GetIndexes()[0].GetHidden())
				} else {
					require.InDelta(h, part.GetMean(), got[i].GetConstructs()[0].GetMean(), 1e-12, "of one part alone")
				}
			}
		}
		h.Logf("%d figures were hidden", hidden)
	})
}

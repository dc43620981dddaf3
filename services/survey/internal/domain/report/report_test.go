package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// questions are two ratings of a construct below another one (the second turned round), a net promoter score, and a choice.
func questions() form.Form {
	first, second, nps := score.Rating(1, 5), score.Rating(1, 5), score.Rating(0, 11)
	second.Reversed = true
	return form.Form{
		Columns: []form.Column{
			{ID: "q1", Options: 5, Scale: &first, Block: 1}, {ID: "q2", Options: 5, Scale: &second, Block: 1},
			{ID: "nps", Options: 11, Scale: &nps, Block: 2, NPS: true}, {ID: "pick", Options: 2, Block: 3},
		},
		Blocks: 4,
		Constructs: []form.Construct{
			{ID: "index", Children: []int{1}, Weight: 1},
			{ID: "factor", Members: []form.Member{{Column: 0, Weight: 1}, {Column: 1, Weight: 3}}, Weight: 2},
		},
		Indexes: []form.Index{{ID: "sum", Linear: score.Linear{Terms: []score.Term{{Item: "q1", Coefficient: 2}, {Item: "nps", Coefficient: 1}}, Constant: 1}}},
	}
}

// counts are of ten sheets: 1 blank and 9 answers; 10 and none; the golden net promoter score; the choice.
func counts() [][]int64 {
	return [][]int64{{1, 1, 1, 0, 3, 4}, {0, 5, 3, 2, 0, 0}, {0, 0, 0, 0, 1, 0, 1, 1, 1, 2, 2, 2}, {2, 5, 3}}
}

func TestItems(t *testing.T) {
	items := report.Cell{K: 5, Eligible: 20, Counts: counts()}.Items(questions())
	require.Equal(t, int64(9), items[0].N)
	require.Equal(t, int64(1), items[0].Blank)
	require.InDelta(t, 35.0/9, *items[0].Mean, 1e-12)
	require.InDelta(t, 100*(35.0/9-1)/4, *items[0].Index, 1e-12)
	require.Equal(t, int64(7), items[0].Favourable.Count)
	require.InDelta(t, 7.0/9, items[0].Favourable.Rate, 1e-12)
	require.Less(t, items[0].Favourable.Low, 7.0/9)
	require.Greater(t, items[0].Favourable.High, 7.0/9)
	require.Equal(t, int64(2), items[0].Unfavourable.Count)
	require.InDelta(t, 4.3, *items[1].Mean, 1e-12, "turned round")
	require.InDelta(t, 10, *items[2].Score, 1e-9)
	require.InDelta(t, 26.26785107, *items[2].ScoreSE, 5e-9)
	require.Nil(t, items[2].Favourable, "eleven points name none")
	require.Empty(t, cmp.Diff(report.Item{Counts: []int64{5, 3}, Blank: 2, N: 8}, items[3]))
	require.Nil(t, items[0].Score)

	all := report.Cell{K: 5, Eligible: 10, Counts: counts()}.Items(questions())
	require.InDelta(t, all[1].Favourable.Rate, all[1].Favourable.Low, 1e-12, "all of ten answered")

	blank := report.Cell{K: 5, Eligible: 20, Counts: [][]int64{{9, 0, 0, 0, 0, 0}, nil, nil, nil}}.Items(questions())
	require.Empty(t, cmp.Diff(report.Item{Counts: make([]int64, 5), Blank: 9}, blank[0]))
	require.Empty(t, cmp.Diff(report.Item{Hidden: true}, blank[1]))
}

func TestConstructs(t *testing.T) {
	f := questions()
	cell := report.Cell{K: 5, Eligible: 20, Counts: counts()}
	all := cell.Constructs(f)
	want := (35.0/9 + 3*4.3) / 4
	require.InDelta(t, want, *all[1].Mean, 1e-12)
	require.Equal(t, 2, all[1].Used)
	require.InDelta(t, (7.0/9+3*0.8)/4, *all[1].Favourable, 1e-12)
	require.InDelta(t, 100*(want-1)/4, *all[1].Index, 1e-12)
	require.InDelta(t, want, *all[0].Mean, 1e-12, "the construct above has one part")
	require.Equal(t, 1, all[0].Used)
	require.NotNil(t, all[1].RWG)
	require.Nil(t, all[0].RWG, "it has no items of its own")

	require.Equal(t, int64(9), all[1].N, "the fewest answers to one of its items")
	require.Equal(t, all[1].N, all[0].N)
	within, err := interval.RateFinite(*all[1].Favourable, 9, 20)
	require.NoError(t, err)
	require.Equal(t, within, *all[1].Within)
	require.Nil(t, all[1].Around)
	cell.Scores = []*report.Scores{{SD: 1, Sheets: 9}, {SD: .75, Sheets: 9}}
	all = cell.Constructs(f)
	around, err := interval.MeanFinite(figure.Summary{N: 9, Mean: want, Variance: .75 * .75}, 20)
	require.NoError(t, err)
	require.Equal(t, around, *all[1].Around)
	require.Nil(t, all[0].Around, "what stands above others has no scores of people")
	cell.Scores = nil

	cell.K = 10
	all = cell.Constructs(f)
	require.Equal(t, int64(10), all[1].N)
	require.Equal(t, 1, all[1].Used, "nine answers are too few")
	require.InDelta(t, 4.3, *all[1].Mean, 1e-12)
	cell.K = 11
	all = cell.Constructs(f)
	require.Empty(t, cmp.Diff([]report.Construct{{}, {}}, all))

	cell.K, cell.Counts[0] = 5, nil
	require.Empty(t, cmp.Diff([]report.Construct{{Hidden: true}, {Hidden: true}}, cell.Constructs(f)))
}

func TestIndexes(t *testing.T) {
	f := questions()
	cell := report.Cell{K: 5, Eligible: 20, Counts: counts()}
	require.InDelta(t, 2*35.0/9+7.5+1, *cell.Indexes(f)[0].Value, 1e-12)
	cell.K = 10
	require.Empty(t, cmp.Diff([]report.Index{{}}, cell.Indexes(f)))
	cell.Counts[2] = nil
	require.Empty(t, cmp.Diff([]report.Index{{Hidden: true}}, cell.Indexes(f)))
}

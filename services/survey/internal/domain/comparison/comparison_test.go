package comparison_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// asks are two items of one construct, one that is of none, and one whose options have no order.
func asks() form.Form {
	column := func(id string, block int) form.Column {
		scale := score.Rating(1, 5)
		return form.Column{ID: id, Options: 5, Scale: &scale, Block: block}
	}
	return form.Form{
		Columns: []form.Column{column("heard", 0), column("grows", 0), column("stays", 1), {ID: "why", Options: 3, Block: 2}},
		Blocks:  3,
		Constructs: []form.Construct{{ID: "belonging", Weight: 1, Members: []form.Member{
			{Column: 0, Weight: 1}, {Column: 1, Weight: 1},
		}}},
	}
}

func side(eligible int64, counts ...[]int64) comparison.Side {
	return comparison.Side{Form: asks(), Cell: report.Cell{K: 5, Eligible: eligible, Counts: counts}}
}

func TestItems(t *testing.T) {
	// 4 5 3 4 4 5 3 4 against 3 3 4 2 3 4 3; 88 of 100 against 72 of 100 favourable.
	made := comparison.Compare(
		side(200, []int64{0, 0, 0, 2, 4, 2}, []int64{0, 0, 12, 0, 44, 44}, []int64{8, 0, 0, 0, 0, 0}, []int64{0, 1, 2, 5}),
		side(200, []int64{0, 0, 1, 4, 2, 0}, []int64{0, 28, 0, 0, 36, 36}, nil, []int64{0, 1, 2, 5}),
	)
	require.Equal(t, []string{"why"}, made.LeftOut)
	require.Len(t, made.Items, 3)
	heard, grows := made.Items[0], made.Items[1]
	require.InDelta(t, 4-22.0/7, *heard.Difference, 1e-12)
	require.InDelta(t, 2.295276167, heard.Mean.T, 1e-9)
	require.InDelta(t, 12.96401028, heard.Mean.DF, 5e-9)
	require.InDelta(t, 0.0390503132, heard.Mean.P, 1e-8)
	require.InDelta(t, 1.11054157, heard.Mean.HedgesG, 5e-9)
	require.InDelta(t, 2.8284271247, grows.Favourable.Z, 1e-9)
	require.InDelta(t, 0.004677735, grows.Favourable.P, 1e-9)
	require.Equal(t, comparison.Higher, grows.Favourable.Verdict)
	require.Equal(t, comparison.Item{ID: "stays", Hidden: true}, made.Items[2], "the second hides it")
	require.Equal(t, 5, made.Tests, "two means, two shares and that of both together")
	require.LessOrEqual(t, grows.Favourable.Q, 4*grows.Favourable.P)
	require.Greater(t, grows.Favourable.Q, grows.Favourable.P)
	require.NotNil(t, made.Constructs[0].Difference)
	require.Nil(t, made.Constructs[0].Mean, "counts do not tell how the scores of people spread")
	both := made.Constructs[0].Favourable
	require.InDelta(t, (6.0/8+.88)/2-(2.0/7+.72)/2, both.Difference, 1e-12)
	require.Greater(t, both.P, grows.Favourable.P, "as many people as answered the item with the fewest answers")
}

func TestConstructsAreTestedBySpreadOfScores(t *testing.T) {
	first := side(60, []int64{0, 0, 0, 0, 40, 0}, []int64{0, 0, 0, 0, 40, 0}, nil, nil)
	second := side(60, []int64{0, 0, 0, 40, 0, 0}, []int64{0, 0, 0, 40, 0, 0}, nil, nil)
	first.Scores = []*report.Scores{{SD: 1, Sheets: 40}}
	made := comparison.Compare(first, second)
	require.Nil(t, made.Constructs[0].Mean, "of the second it is not known")
	second.Scores = []*report.Scores{{SD: 1, Sheets: 40}}
	made = comparison.Compare(first, second)
	test := made.Constructs[0].Mean
	require.InDelta(t, 1/math.Sqrt(2.0/40), test.T, 1e-12)
	require.InDelta(t, 78, test.DF, 1e-9)
	require.Equal(t, comparison.Higher, test.Verdict)

	second.Counts[1] = []int64{37, 0, 0, 3, 0, 0}
	made = comparison.Compare(first, second)
	require.Nil(t, made.Constructs[0].Difference, "of too few the second item does not count: other items would be compared")
}

func TestVerdicts(t *testing.T) {
	even := func(n int64) []int64 { return []int64{0, n, n, n, n, n} }
	verdict := func(first, second []int64) comparison.Verdict {
		return comparison.Compare(side(1e6, first, nil, nil, nil), side(1e6, second, nil, nil, nil)).Items[0].Mean.Verdict
	}
	require.Equal(t, comparison.TooFew, verdict(even(2), even(2)))
	require.Equal(t, comparison.Close, verdict(even(100), even(100)))
	require.Equal(t, comparison.Lower, verdict([]int64{0, 60, 20, 20, 10, 10}, even(24)))
}

func TestOnlyTheSameIsCompared(t *testing.T) {
	counts := []int64{0, 2, 2, 2, 2, 2}
	first, second := side(10, counts, counts, counts, nil), side(10, counts, counts, counts, nil)
	second.Form.Columns[0].Scale.Reversed = true
	second.Form.Columns[2].ID = "leaves"
	made := comparison.Compare(first, second)
	require.Equal(t, []string{"heard", "stays", "why", "belonging", "leaves"}, made.LeftOut)
	require.Len(t, made.Items, 1)
	require.Empty(t, made.Constructs)

	second = side(10, counts, counts, counts, nil)
	second.Form.Constructs[0].Members[0].Weight = 2
	require.Contains(t, comparison.Compare(first, second).LeftOut, "belonging")
	second = side(10, counts, counts, counts, nil)
	require.NotNil(t, comparison.Compare(first, second).Constructs[0].Favourable)
	second.Form.Columns[0].Scale.FavourableOptions = []int{4}
	made = comparison.Compare(first, second)
	require.Nil(t, made.Items[0].Favourable, "another definition of what is favourable")
	require.Nil(t, made.Constructs[0].Favourable)
}

func anySide(t *rapid.T, name string) comparison.Side {
	var counts [][]int64
	for range 3 {
		if rapid.IntRange(0, 4).Draw(t, name+" hides") == 0 {
			counts = append(counts, nil)
			continue
		}
		counts = append(counts, rapid.SliceOfN(rapid.Int64Range(0, 40), 6, 6).Draw(t, name))
	}
	made := side(1000, append(counts, nil)...)
	if rapid.Bool().Draw(t, name+" tells the spread") {
		made.Scores = []*report.Scores{{SD: rapid.Float64Range(.1, 2).Draw(t, "sd"), Sheets: 30}}
	}
	return made
}

func TestSidesChangeTheSignAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySide(t, "a"), anySide(t, "b")
		there, back := comparison.Compare(a, b), comparison.Compare(b, a)
		require.Equal(t, there.Tests, back.Tests)
		turned := map[comparison.Verdict]comparison.Verdict{
			comparison.Higher: comparison.Lower, comparison.Lower: comparison.Higher,
			comparison.Close: comparison.Close, comparison.TooFew: comparison.TooFew,
		}
		means := func(one, other *comparison.Test) {
			require.Equal(t, one == nil, other == nil)
			if one != nil {
				require.InDelta(t, one.T, -other.T, 1e-9)
				require.InDelta(t, one.Q, other.Q, 1e-9)
				require.InDelta(t, one.HedgesG, -other.HedgesG, 1e-9)
				require.InDelta(t, one.Interval.Low, -other.Interval.High, 1e-9)
				require.Equal(t, turned[one.Verdict], other.Verdict)
			}
		}
		for i, one := range there.Items {
			other := back.Items[i]
			require.Equal(t, one.First, other.Second)
			means(one.Mean, other.Mean)
			require.Equal(t, one.Favourable == nil, other.Favourable == nil)
			if one.Favourable != nil {
				require.InDelta(t, one.Favourable.Difference, -other.Favourable.Difference, 1e-12)
				require.InDelta(t, one.Favourable.P, other.Favourable.P, 1e-9)
				require.Equal(t, turned[one.Favourable.Verdict], other.Favourable.Verdict)
			}
		}
		for i, one := range there.Constructs {
			means(one.Mean, back.Constructs[i].Mean)
		}
	})
}

// What one side hides leaves no trace, whatever the other side shows of it.
func TestWhatIsHiddenIsNotUsed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySide(t, "a"), anySide(t, "b")
		at := rapid.IntRange(0, 2).Draw(t, "hidden")
		b.Counts[at] = nil
		shown := comparison.Compare(a, b)
		a.Counts[at] = nil
		require.Equal(t, comparison.Compare(a, b), shown)
		require.Equal(t, comparison.Item{ID: a.Form.Columns[at].ID, Hidden: true}, shown.Items[at])
	})
}

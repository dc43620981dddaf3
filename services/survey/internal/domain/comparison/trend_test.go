package comparison_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
)

func TestTrends(t *testing.T) {
	low, high := []int64{0, 4, 4, 2, 0, 0}, []int64{1, 0, 0, 2, 4, 3}
	first, second, last := side(10, low, low, low, nil), side(12, high, nil, high, nil), side(20, high, high, high, nil)
	first.Form.Columns[2].Scale.Reversed = true
	last.Scores = []*report.Scores{{SD: .5, Sheets: 9}}
	trends := comparison.Trends([]comparison.Side{first, second, last})
	ids := []string{}
	for _, trend := range trends {
		ids = append(ids, trend.ID)
	}
	require.Equal(t, []string{"heard", "grows", "stays", "belonging"}, ids, "why has no order of options")

	heard := trends[0].Points
	require.Len(t, heard, 3)
	require.InDelta(t, 1.8, *heard[0].Item.Mean, 1e-12)
	require.Equal(t, *heard[0].Item.Mean, heard[0].Mean.Low, "all ten answered")
	require.Greater(t, *heard[2].Item.Mean, heard[2].Mean.Low)
	require.True(t, trends[1].Points[1].Hidden)
	require.Nil(t, trends[1].Points[1].Mean)
	require.Equal(t, 1, trends[2].Points[0].Wave, "the first wave asked it the other way round")

	belonging := trends[3].Points
	require.True(t, trends[3].Construct)
	require.NotNil(t, belonging[0].Construct.Mean)
	require.Nil(t, belonging[0].Mean, "it is not known how the scores of people spread")
	require.Equal(t, belonging[0].Construct.Within, belonging[0].Favourable)
	require.True(t, belonging[1].Hidden)
	require.Nil(t, belonging[1].Favourable)
	require.Greater(t, belonging[2].Mean.High, *belonging[2].Construct.Mean)
}

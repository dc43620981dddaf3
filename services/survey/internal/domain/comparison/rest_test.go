package comparison_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
)

func TestRest(t *testing.T) {
	whole := side(30, []int64{1, 2, 3, 4, 5, 6}, []int64{0, 0, 1, 5, 10, 5}, nil, nil)
	part := side(10, []int64{1, 1, 1, 1, 1, 1}, nil, []int64{6, 0, 0, 0, 0, 0}, nil)
	rest, is := comparison.Rest(whole, part, 15)
	require.True(t, is)
	require.Equal(t, int64(20), rest.Eligible)
	require.Equal(t, [][]int64{{0, 1, 2, 3, 4, 5}, nil, nil, nil}, rest.Counts)
	for _, sheets := range []int64{0, 4, -1} {
		_, is = comparison.Rest(whole, part, sheets)
		require.False(t, is)
	}
}

func TestRelate(t *testing.T) {
	// 0 is the root of 1 and 4, and 1 of 2 and 3.
	parents := []int{-1, 0, 1, 1, 0}
	place := func(unit, attribute int, level string) comparison.Place {
		return comparison.Place{unit, attribute, level}
	}
	for name, c := range map[string]struct {
		first, second comparison.Place
		want          comparison.Relation
	}{
		"siblings":                      {place(2, 0, ""), place(3, 0, ""), comparison.Apart},
		"cousins":                       {place(2, 0, ""), place(4, 0, ""), comparison.Apart},
		"above":                         {place(1, 0, ""), place(3, 0, ""), comparison.FirstHolds},
		"far above":                     {place(0, 0, ""), place(3, 0, ""), comparison.FirstHolds},
		"itself":                        {place(3, 0, ""), place(3, 0, ""), comparison.FirstHolds},
		"two levels":                    {place(1, 1, "day"), place(1, 1, "night"), comparison.Apart},
		"two levels of above and below": {place(0, 1, "day"), place(3, 1, "night"), comparison.Apart},
		"a level above and below":       {place(0, 1, "day"), place(3, 1, "day"), comparison.FirstHolds},
		"a level of it":                 {place(1, 0, ""), place(1, 1, "day"), comparison.FirstHolds},
		"a level of one below":          {place(0, 0, ""), place(2, 1, "day"), comparison.FirstHolds},
		"a level of one above":          {place(2, 0, ""), place(1, 1, "day"), comparison.Overlap},
		"a level of a sibling":          {place(2, 0, ""), place(3, 1, "day"), comparison.Apart},
		"levels of two attributes":      {place(0, 1, "day"), place(0, 2, "east"), comparison.Overlap},
		"another attribute of the root": {place(3, 0, ""), place(0, 2, "east"), comparison.Overlap},
	} {
		require.Equal(t, c.want, comparison.Relate(parents, c.first, c.second), name)
		back := map[comparison.Relation]comparison.Relation{comparison.FirstHolds: comparison.SecondHolds}[c.want]
		if back == 0 || c.first == c.second {
			back = c.want
		}
		require.Equal(t, back, comparison.Relate(parents, c.second, c.first), name)
	}
}

package comparison_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
)

// A unit stands to another as the comparison of both says, but for the number of tests.
func TestStandings(t *testing.T) {
	first := side(200, []int64{0, 2, 3, 5, 40, 40}, []int64{1, 2, 3, 4, 40, 40}, []int64{0, 5, 5, 5, 5, 5}, nil)
	second := side(200, []int64{0, 20, 20, 20, 10, 10}, []int64{0, 20, 20, 20, 10, 10}, []int64{0, 5, 5, 5, 5, 5}, nil)
	want := comparison.Compare(first, second).Constructs[0].Favourable
	got := comparison.Standings(first, second)
	require.Len(t, got, 1)
	require.Equal(t, want.P, got[0].P)
	require.Equal(t, want.Interval, got[0].Interval)
	require.Zero(t, got[0].Verdict)
	comparison.Settle([]*comparison.Favourable{got[0].Favourable})
	require.Equal(t, got[0].P, got[0].Q, "one test is no family")
	require.Equal(t, comparison.Higher, got[0].Verdict)

	second.Counts[0] = nil
	require.Nil(t, comparison.Standings(first, second)[0].Favourable, "a part of it is hidden")

	first.Form.Constructs, second.Form.Constructs = nil, nil
	got = comparison.Standings(first, second)
	require.Equal(t, []string{"heard", "grows", "stays"}, []string{got[0].ID, got[1].ID, got[2].ID}, "items, where there are no constructs")
	require.Nil(t, got[0].Favourable)
	require.Positive(t, got[1].Difference)
	comparison.Settle(nil)
}

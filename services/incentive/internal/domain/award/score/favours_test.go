package score_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// TestWhatSchemesFavour: schemes of how well people work favour none of equals; how much they did favours the busy, as far as it weighs.
func TestWhatSchemesFavour(t *testing.T) {
	shares := func(s score.Scheme) map[string]float64 {
		got, err := score.Favours(s, 1, 100)
		require.NoError(t, err)
		byGroup := map[string]float64{}
		for _, f := range got {
			byGroup[f.Group] = f.Wins
			require.Equal(t, map[string]float64{score.Busy: .5, score.Night: .2, score.OneGroup: .5}[f.Group], f.Heads)
		}
		return byGroup
	}
	got := shares(fair)
	require.InDelta(t, .5, got[score.Busy], .15)
	require.InDelta(t, .2, got[score.Night], .12)
	require.InDelta(t, .5, got[score.OneGroup], .15)

	busy := score.Scheme{Criteria: []score.Criterion{
		{ID: "calls", Kind: score.Volume, Form: score.Value, Direction: score.Higher, Weight: 20},
		{ID: "team", Kind: score.Team, Form: score.Value, Direction: score.Higher, Weight: 80},
	}}
	require.Greater(t, shares(busy)[score.Busy], .9, "of equals whose figures else are the team's")
	first, err := score.Favours(fair, 2, 3)
	require.NoError(t, err)
	again, err := score.Favours(fair, 2, 3)
	require.NoError(t, err)
	require.Equal(t, first, again, "a seed says the same twice")
	_, err = score.Favours(score.Scheme{}, 1, 1)
	require.ErrorIs(t, err, score.ErrWeights)
}

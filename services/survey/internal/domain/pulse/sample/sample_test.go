package sample_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse/sample"
)

func TestASampleIsSpreadOverUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []sample.Candidate
		size := map[string]int{}
		for u, people := range rapid.SliceOfN(rapid.IntRange(0, 40), 1, 8).Draw(t, "units") {
			for p := range people {
				unit := strconv.Itoa(u)
				all = append(all, sample.Candidate{Person: fmt.Sprintf("%d-%d", u, p), Unit: unit})
				size[unit]++
			}
		}
		n := rapid.IntRange(0, len(all)+2).Draw(t, "n")
		draw := rapid.String().Draw(t, "draw")
		chosen := sample.Choose([]byte("seed"), draw, all, n)
		require.Len(t, chosen, min(n, len(all)))
		got := map[string]int{}
		seen := map[string]bool{}
		for _, one := range chosen {
			require.False(t, seen[one.Person])
			require.Contains(t, all, one)
			seen[one.Person] = true
			got[one.Unit]++
		}
		for unit, people := range size {
			share := float64(people) * float64(len(chosen)) / float64(len(all))
			require.InDelta(t, share, got[unit], 1, unit)
		}
		mixed := slices.Clone(all)
		slices.Reverse(mixed)
		require.ElementsMatch(t, chosen, sample.Choose([]byte("seed"), draw, mixed, n), "the order in which they stand decides nothing")
	})
}

// Over many draws everybody is chosen about equally often, and no two draws or seeds choose the same.
func TestEverybodyHasTheSameChance(t *testing.T) {
	var all []sample.Candidate
	for n := range 30 {
		all = append(all, sample.Candidate{Person: strconv.Itoa(n), Unit: []string{"a", "a", "b"}[n%3]})
	}
	count := map[string]int{}
	const draws = 6000
	for draw := range draws {
		for _, one := range sample.Choose([]byte("seed"), strconv.Itoa(draw), all, 7) {
			count[one.Person]++
		}
	}
	for _, one := range all {
		// 1400 are expected, with a deviation of 33.
		require.InDelta(t, draws*7/30, count[one.Person], 165, one.Person)
	}
	require.NotEqual(t, sample.Choose([]byte("seed"), "1", all, 7), sample.Choose([]byte("seed"), "2", all, 7))
	require.NotEqual(t, sample.Choose([]byte("seed"), "1", all, 7), sample.Choose([]byte("sand"), "1", all, 7))
}

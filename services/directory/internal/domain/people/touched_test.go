package people_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// Day by day, the slow way, is what Touched must say.
func TestTouchedAreTheDaysThatDiffer(t *testing.T) {
	history := rapid.Custom(func(t *rapid.T) people.History {
		var h people.History
		from := model.Day(0)
		for range rapid.IntRange(0, 4).Draw(t, "placements") {
			from += model.Day(rapid.IntRange(0, 3).Draw(t, "gap"))
			to := from + model.Day(rapid.IntRange(0, 4).Draw(t, "length"))
			post := people.Post{Unit: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "unit"), Shift: rapid.SampledFrom([]string{"", "late"}).Draw(t, "shift")}
			h = append(h, people.Placement{Post: post, From: from, To: to})
			from = to + 1
		}
		if n := len(h); n > 0 && rapid.Bool().Draw(t, "open") {
			h[n-1].To = people.Open
		}
		return h
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := history.Draw(t, "before"), history.Draw(t, "after")
		type key struct{ unit, shift string }
		want, got := map[key]bool{}, map[key]bool{}
		for day := model.Day(-1); day < 50; day++ {
			was, held := before.On(day)
			is, holds := after.On(day)
			if held == holds && was.Equal(is.Post) {
				continue
			}
			if held {
				want[key{was.Unit, was.Shift}] = true
			}
			if holds {
				want[key{is.Unit, is.Shift}] = true
			}
		}
		for _, post := range people.Touched(before, after) {
			got[key{post.Unit, post.Shift}] = true
		}
		require.Equal(t, want, got)
	})
}

package instrument_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

func TestOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(r, "items")
		content := instrument.Content{DisplayName: text("Drawn"), Shuffle: true}
		page := int32(1)
		desired := map[int]int{}
		for i := range n {
			one := rating(fmt.Sprintf("i%d", i), 1, 5)
			page += rapid.Int32Range(0, 1).Draw(r, "page") * rapid.Int32Range(0, 1).Draw(r, "page")
			one.Page = page
			if i > 0 {
				before := rapid.IntRange(0, i-1).Draw(r, "before")
				switch rapid.IntRange(0, 3).Draw(r, "what") {
				case 0:
					one.Condition = fmt.Sprintf("answers.i%d > 2", before)
				case 1:
					if _, taken := desired[before]; !taken && content.Items[before].DesiredOf == "" {
						one.DesiredOf, desired[before] = fmt.Sprintf("i%d", before), i
					}
				}
			}
			content.Items = append(content.Items, one)
		}
		made, err := instrument.New(content)
		require.NoError(r, err)
		order := made.Order(rapid.String().Draw(r, "seed"))
		at := make([]int, n)
		for place, i := range order {
			at[i] = place
		}
		sorted := slices.Sorted(slices.Values(order))
		for i, one := range content.Items {
			require.Equal(r, i, sorted[i], "each once")
			require.LessOrEqual(r, content.Items[order[max(0, at[i]-1)]].Page, one.Page, "pages stay")
			if one.Condition != "" {
				var before int
				_, err := fmt.Sscanf(one.Condition, "answers.i%d > 2", &before)
				require.NoError(r, err)
				require.Less(r, at[before], at[i])
			}
			if then, ok := desired[i]; ok && content.Items[then].Page == one.Page {
				require.Equal(r, at[i]+1, at[then], "how it should be is asked right after how it is")
			}
		}
	})
}

func TestOrderFollowsFromTheSeed(t *testing.T) {
	content := items()
	for n := range 20 {
		content.Items = append(content.Items, rating(fmt.Sprintf("i%d", n), 1, 5))
	}
	plain, err := instrument.New(content)
	require.NoError(t, err)
	require.True(t, slices.IsSorted(plain.Order("s a")), "as they stand")
	content.Shuffle = true
	made, err := instrument.New(content)
	require.NoError(t, err)
	require.Equal(t, made.Order("s a"), made.Order("s a"))
	require.NotEqual(t, made.Order("s a"), made.Order("s b"))
	first := map[int]bool{}
	for n := range 400 {
		first[made.Order(fmt.Sprint(n))[0]] = true
	}
	require.Len(t, first, 20, "each comes first for somebody")
}

func TestAConditionBetweenNowAndDesired(t *testing.T) {
	then := when(`has(answers.why)`, rating("then", 1, 5))
	then.DesiredOf = "now"
	content := items(rating("now", 1, 5), when(`answers.now < 3`, of("why", item.Kind{Ces: &struct{}{}})), then)
	content.Shuffle = true
	made, err := instrument.New(content)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 2}, made.Order("any"))
}

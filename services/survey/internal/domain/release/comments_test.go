package release_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
)

func TestComments(t *testing.T) {
	all := func(n int) []bool { return slices.Repeat([]bool{true}, n) }
	tests := []struct {
		name      string
		parents   []int
		published []bool
		written   []int
		want      []int
	}{
		{"none", []int{-1}, all(1), []int{0}, []int{0}},
		{"too few anywhere", []int{-1, 0}, all(2), []int{4, 5}, []int{-1, -1}},
		{"each at its own", []int{-1, 0, 0}, all(3), []int{10, 10, 11}, []int{0, 1, 2}},
		{"too few go up", []int{-1, 0, 1, 1}, all(4), []int{0, 4, 3, 3}, []int{0, 1, 1, 1}},
		{"and further", []int{-1, 0, 1, 1}, all(4), []int{1, 4, 3, 2}, []int{0, 0, 0, 0}},
		{"past who has enough", []int{-1, 0, 1, 1}, all(4), []int{2, 4, 12, 4}, []int{0, 0, 2, 0}},
		{"of all the fewest join who is too few at the top", []int{-1, 0, 0, 2}, all(4), []int{3, 14, 13, 12}, []int{0, 1, 0, 3}},
		{"also through who has none", []int{-1, 0, 1, 1}, all(4), []int{3, 0, 13, 12}, []int{0, 1, 2, 0}},
		{"only at published units", []int{-1, 0, 1}, []bool{true, false, true}, []int{0, 12, 11}, []int{0, 0, 2}},
		{"two tops", []int{-1, 0, 0, 2}, []bool{false, true, true, true}, []int{40, 9, 3, 10}, []int{-1, -1, 2, 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, release.Comments(test.parents, test.published, test.written, release.CommentFloor))
		})
	}
}

// Whoever knows at which unit each comment stands can tell apart what stands at the units, and nothing smaller: whatever they add and
// subtract of subtrees is made of whole units' comments. Each of these has to be large, whatever the tree.
func TestNoSubtractionLeavesFewComments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.IntRange(1, 14).Draw(t, "units")
		parents, published, written := []int{-1}, make([]bool, units), make([]int, units)
		for u := range units {
			if u > 0 {
				parents = append(parents, rapid.IntRange(0, u-1).Draw(t, "parent"))
			}
			published[u] = rapid.IntRange(0, 4).Draw(t, "published") > 0
			written[u] = rapid.IntRange(0, 16).Draw(t, "written")
		}
		least := rapid.SampledFrom([]int{10, 12}).Draw(t, "least")
		at := release.Comments(parents, published, written, least)
		standing, total, unread := make([]int, units), make([]int, units), make([]int, units)
		for u, to := range at {
			if to < 0 {
				unread[u] += written[u]
				continue
			}
			standing[to] += written[u]
			over := u
			for over != to && over >= 0 {
				over = parents[over]
			}
			require.Equal(t, to, over, "comments of %d stand at %d, which is not above it", u, to)
			require.True(t, published[to])
		}
		for u := units - 1; u >= 0; u-- {
			total[u] += standing[u]
			if u > 0 {
				total[parents[u]] += total[u]
				unread[parents[u]] += unread[u]
			}
			if !published[u] {
				continue
			}
			require.False(t, unread[u] > 0 && total[u]+unread[u] >= least, "at %d enough come together, and %d are not read", u, unread[u])
		}
		for choice := range 1 << min(units, 8) { // the subtrees that are taken away from each one
			for from := range units {
				left := 0
				for u := range units {
					within, away := false, false
					for over := u; over >= 0; over = parents[over] {
						away = away || !within && over != from && over < 8 && choice&(1<<over) != 0
						within = within || over == from
					}
					if within && !away {
						left += standing[u]
					}
				}
				require.False(t, left > 0 && left < least, "%d less others leaves %d comments", from, left)
			}
		}
	})
}

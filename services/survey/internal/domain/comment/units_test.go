package comment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
)

func TestUnits(t *testing.T) {
	units := comment.NewUnits([][]string{{"热线中心", "Hotline", "HL"}, {"热线一组", "Team 1", "HL-1"}, {"夜班组", "Night team", "204"}, {"组", "7", ""}, {"夜班组", "N"}})
	tests := []struct {
		text, marked, without string
		hidden                []int
	}{
		{"热线一组和夜班组都忙", "〔单元〕和〔单元〕都忙", " 和 都忙", []int{1, 2}},
		{"热线一组和夜班组都忙", "热线一组和〔单元〕都忙", "热线一组和 都忙", []int{4}},
		{"热线中心比热线一组好", "热线中心比〔单元〕好", "热线中心比 好", []int{1, 2}},
		{"TEAM 1 and team 12, hl-1.", "[unit] and team 12, [unit].", "  and team 12,  .", []int{1}},
		{"我们ＨＬ－１组 204 人，2040 人", "我们〔单元〕组 〔单元〕 人，2040 人", "我们 组   人，2040 人", []int{1, 2}},
		{"我们组 7 个人", "我们组 7 个人", "我们组 7 个人", []int{0, 1, 2, 3, 4}},
		{"🙂 nobody", "🙂 nobody", "🙂 nobody", []int{0, 1, 2, 3, 4}},
		{"", "", "", []int{0}},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			hidden := map[int]bool{}
			for _, unit := range test.hidden {
				hidden[unit] = true
			}
			marked, without := units.Hide(test.text, func(unit int) bool { return hidden[unit] })
			require.Equal(t, test.marked, marked)
			require.Equal(t, test.without, without)
			require.Equal(t, marked, comment.Mask(marked), "a mark names nobody")
		})
	}
}

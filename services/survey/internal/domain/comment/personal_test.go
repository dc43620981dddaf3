package comment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
)

func TestPersonal(t *testing.T) {
	tests := []struct {
		text string
		want []string // what is found
		kind comment.Kind
	}{
		{"写信到 li.wei@example.com 就好", []string{"li.wei@example.com"}, comment.Email},
		{"打 13812345678 或 138 1234 5678", []string{"13812345678", "138 1234 5678"}, comment.Phone},
		{"call +44 20 7946 0958 now", []string{"+44 20 7946 0958"}, comment.Phone},
		{"身份证11010519491231002X。", []string{"11010519491231002X"}, comment.IDNumber},
		{"订单 20260911 和工号 A10023", []string{"20260911", "A10023"}, comment.LongNumber},
		{"王经理从不听意见", []string{"王经理"}, comment.Name},
		{"小李人很好", []string{"小李"}, comment.Name},
		{"Mr Smith never listens", []string{"Mr Smith"}, comment.Name},
		{"夜班8个人，3天轮一次，80%的人不满意", nil, 0},
		{"The manager never listens, 5 days a week", nil, 0},
		{"", nil, 0},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			var found []string
			for _, mention := range comment.Personal(test.text) {
				require.Equal(t, test.kind, mention.Kind)
				found = append(found, string([]rune(test.text)[mention.Start:mention.Stop]))
			}
			require.Equal(t, test.want, found)
		})
	}
}

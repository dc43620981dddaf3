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
		{"写信到li.wei＠example.com就好", []string{"li.wei＠example.com"}, comment.Email},
		{"打１３８１２３４５６７８", []string{"１３８１２３４５６７８"}, comment.Phone},
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

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"":       "",
		"夜班太累 🙂": "夜班太累 🙂",
		"🙂王经理让我打13812345678，工号A10023":            "🙂〔姓名〕让我打〔电话〕，工号〔号码〕",
		"Mr Smith has 11010519491231002X":        "[name] has [id number]",
		"write to li.wei@example.com, not to me": "write to [e-mail], not to me",
	} {
		require.Equal(t, want, comment.Mask(text))
		require.Empty(t, comment.Personal(comment.Mask(text)), "a mark names nobody")
	}
}

func TestEveryKindHasAdvice(t *testing.T) {
	for kind := comment.Email; kind <= comment.Name; kind++ {
		require.NotEmpty(t, kind.Advice().En, kind)
		require.NotEmpty(t, kind.Advice().ZhCN, kind)
	}
}

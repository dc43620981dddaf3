package comment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model/personal"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
)

func TestPersonal(t *testing.T) {
	tests := []struct {
		text string
		want []string // what is found
		kind personal.Kind
	}{
		{"写信到 li.wei@example.com 就好", []string{"li.wei@example.com"}, personal.Email},
		{"写信到li.wei＠example.com就好", []string{"li.wei＠example.com"}, personal.Email},
		{"打１３８１２３４５６７８", []string{"１３８１２３４５６７８"}, personal.Phone},
		{"打 13812345678 或 138 1234 5678", []string{"13812345678", "138 1234 5678"}, personal.Phone},
		{"call +44 20 7946 0958 now", []string{"+44 20 7946 0958"}, personal.Phone},
		{"身份证11010519491231002X。", []string{"11010519491231002X"}, personal.IDNumber},
		{"订单 20260911 和工号 A10023", []string{"20260911", "A10023"}, personal.LongNumber},
		{"王经理从不听意见", []string{"王经理"}, personal.Name},
		{"小李人很好", []string{"小李"}, personal.Name},
		{"Mr Smith never listens", []string{"Mr Smith"}, personal.Name},
		{"我工号8023，分机 204，扣工号：A1023 的分", []string{"8023", "204", "A1023"}, personal.LongNumber},
		{"My agent id is 48213", []string{"48213"}, personal.LongNumber},
		{"微信号 wxid_abc，加我微信lihua_1990，微信：zhangwei，QQ 12345678", []string{"wxid_abc", "lihua_1990", "zhangwei", "12345678"}, personal.LongNumber},
		{"07700 900123 or 415-555-2671", []string{"07700 900123", "415-555-2671"}, personal.Phone},
		{"张主管和李班长，欧阳经理和张丽华班长", []string{"张主管", "李班长", "欧阳经理", "张丽华班长"}, personal.Name},
		{"主管张伟骂人，丽姐和强哥劝", []string{"张伟", "丽姐", "强哥"}, personal.Name},
		{"感谢张主管，上周马主任来过，小高也在", []string{"张主管", "马主任", "小高"}, personal.Name},
		{"my supervisor Anna and team lead John Smith", []string{"Anna", "John Smith"}, personal.Name},
		{"感谢班长，多谢组长，任何主管都一样，上周经理说的，十分钟后组长才来", nil, 0},
		{"担任组长半年，流程主管没有，严格的主管，部门经理，武汉主管，高级经理", nil, 0},
		{"小程序太慢，小周末也开会，小范围试，周总结太多，大姐们很好，姐妹互助", nil, 0},
		{"夸张的指标，排队高峰，公积金，马上下班，许多客户，提高底薪，老师傅，高工资", nil, 0},
		{"每天120通电话，一个月3800元，2026年涨薪，我们4人小组", nil, 0},
		{"WeChat keeps freezing, QQ login fails, agent 24 hours", nil, 0},
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
	for kind := personal.Email; kind <= personal.Name; kind++ {
		require.NotEmpty(t, comment.Advice(kind).En, kind)
		require.NotEmpty(t, comment.Advice(kind).ZhCN, kind)
	}
}

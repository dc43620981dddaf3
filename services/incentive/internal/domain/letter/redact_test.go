package letter

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/personal"
)

func TestWhatMayNameTheCustomerIsFound(t *testing.T) {
	original := Original{
		Text:  "您好，我是陈美玲，订单 TB-2026 0911 77，合同号 88123。Thank you!",
		Names: []string{"陈美玲", "Mary-Ann O'Neill"}, Reference: "CASE 7/041", Source: "crm", ID: "L_20",
	}
	for name, test := range map[string]struct {
		text  string
		found string
		kind  personal.Kind
	}{
		"the name":                        {"陈美玲女士说谢谢", "陈美玲", personal.Name},
		"the family name with a title":    {"陈女士说谢谢", "陈女士", personal.Name},
		"the given name":                  {"美玲说谢谢", "美玲", personal.Name},
		"a word of a name in letters":     {"signed, mary-ann", "mary-ann", personal.Name},
		"another":                         {"Mrs O'NEILL wrote", "O'NEILL", personal.Name},
		"the order as it stands there":    {"她的 TB-2026 0911 77 到了", "TB-2026 0911 77", personal.LongNumber},
		"the order parted in another way": {"她的tb2026-091177到了", "tb2026-091177", personal.LongNumber},
		"a short number of the original":  {"合同 8-81 23", "8-81 23", personal.LongNumber},
		"the reference":                   {"see case7041", "case7041", personal.LongNumber},
		"the name of the letter":          {"letter L 20", "L 20", personal.LongNumber},
		"a phone":                         {"call 138 1234 5678", "138 1234 5678", personal.Phone},
		"a phone in wide digits":          {"打１３８１２３４５６７８", "１３８１２３４５６７８", personal.Phone},
		"an e-mail address":               {"写到 a.b@example.com", "a.b@example.com", personal.Email},
		"an identity card":                {"证件 110105 19491231 002X 号", "110105 19491231 002X", personal.IDNumber},
		"a bank card":                     {"card 4111 1111 1111 1111 ok", "4111 1111 1111 1111", personal.BankCard},
		"a card's last digits":            {"尾号 4821 的卡", "4821", personal.LongNumber},
		"any long number":                 {"account 8800 1200 3", "8800 1200 3", personal.LongNumber},
		"an address":                      {"住在中山路 88 号", "住在中山路 88 号", personal.Address},
		"a flat":                          {"就在 3 单元", "3 单元", personal.Address},
		"an address in English":           {"at 12 Long Meadow Road again", "12 Long Meadow Road", personal.Address},
	} {
		t.Run(name, func(t *testing.T) {
			found := remaining(test.text, original)
			require.Len(t, found, 1)
			require.Equal(t, test.found, string([]rune(test.text)[found[0].Start:found[0].Stop]))
			require.Equal(t, test.kind, found[0].Kind)
		})
	}
}

func TestAThankYouIsNoIdentifier(t *testing.T) {
	original := Original{Text: "2026 年 11 月，我打了 3 次电话，王丽很好。", Names: []string{"陈美玲"}}
	for _, text := range []string{
		"王丽在 2026-11-22 帮我查了 3 次，等了 120 分钟，退了 3800 元。谢谢！",
		"On 2026-11-22 Wang Li called 3 times and saved me 12000 yuan in 10 minutes.",
		"她一直很耐心，从早上九点到下午 17:30。",
		"",
	} {
		require.Empty(t, remaining(text, original), text)
	}
}

func TestARefusalRepeatsNothing(t *testing.T) {
	err := redacted("请打 13812345678 找陈美玲", Original{Names: []string{"陈美玲"}})
	require.ErrorIs(t, err, ErrNotRedacted)
	var refusal *model.Fault
	require.ErrorAs(t, err, &refusal)
	require.Len(t, refusal.Violations, 2)
	require.Equal(t, "holds what looks like a customer's phone at characters 4 to 14", refusal.Violations[0].Why.En)
	require.Equal(t, "第 17 至 19 个字符可能是客户的姓名", refusal.Violations[1].Why.ZhCN)
	for _, said := range []string{err.Error(), refusal.Violations[0].Why.ZhCN, refusal.Violations[1].Why.ZhCN} {
		require.NotContains(t, said, "13812345678")
		require.NotContains(t, said, "陈美玲")
	}
}

// Whatever number a customer wrote is found in a text however its characters are parted there.
func TestNumbersOfTheOriginalAreFoundHoweverTheyAreParted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[A-Z]{0,3}[0-9]{5,12}`).Draw(t, "number")
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"", "", " ", "-", "."}), len(number), len(number)).Draw(t, "parts")
		var parted strings.Builder
		for i, character := range number {
			if i > 0 {
				parted.WriteString(parts[i])
			}
			parted.WriteRune(character)
		}
		require.NotEmpty(t, remaining("您的 "+parted.String()+" 好", Original{Text: "我的号码" + number + "。"}))
	})
}

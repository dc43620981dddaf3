package statement

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// because says why points came, after their number; by the reason of the transfer.
var because = map[string]model.Words{
	"recognition":        model.Say("because a colleague thanked you", "来自同事的感谢"),
	"award":              model.Say("because you won an award", "因获得奖项"),
	"letter":             model.Say("because a customer wrote a thank-you letter", "因客户来信致谢"),
	"rule":               model.Say("because of a rule for what you did", "因符合积分规则"),
	"anniversary":        model.Say("because of your anniversary here", "因入职周年"),
	"participation":      model.Say("because you took part in a survey", "因参与调查"),
	"participation.rest": model.Say("because you took part in a survey: with them you have had the most of the year", "因参与调查，至此已达本年度上限"),
	"badge":              model.Say("because you earned a badge", "因获得徽章"),
	"goal":               model.Say("because your team reached its goal", "因团队达成目标"),
	"allowance.refilled": model.Say("to give in this period", "为本期可赠额度"),
}

// went says what points went out for, after their number.
var went = map[string]model.Words{
	"recognition":       model.Say("given to a colleague", "赠送给同事"),
	"redemption":        model.Say("for a reward", "用于兑换奖励"),
	"allowance.expired": model.Say("expired at the end of their period", "期末到期失效"),
}

// words say what happened and why.
func words(e ledger.Entry, out bool) model.Words {
	say := func(en, zhCN string) model.Words { return model.Say(en, zhCN, e.Amount) }
	switch {
	case e.Kind == ledger.Hold && out:
		return say("%d points set aside", "冻结 %d 积分")
	case e.Kind == ledger.Hold:
		return say("%d points on their way to you", "%d 积分即将到账")
	case e.Kind == ledger.Void, e.Kind == ledger.Expiry:
		return say("%d points no longer set aside", "%d 积分解除冻结")
	case e.Kind == ledger.Reversal && out:
		return say("%d points taken back", "%d 积分被撤回")
	case e.Kind == ledger.Reversal:
		return say("%d points returned", "%d 积分已退回")
	}
	known, en, zhCN := because, "%d points", "获得 %d 积分"
	if out {
		known, en, zhCN = went, "%d points spent", "支出 %d 积分"
	}
	why, ok := known[e.Reason]
	if !ok {
		return say(en, zhCN)
	}
	return model.Say("%d points %s", "%d 积分，%s", e.Amount, why)
}

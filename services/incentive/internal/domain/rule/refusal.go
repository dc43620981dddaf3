package rule

import (
	"errors"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Refusal is why a grant was not made. The numbers are those of hearth.incentive.v1.RuleRefusal.
type Refusal int32

// The refusals.
const (
	// BudgetEmpty: the budget that pays held fewer points.
	BudgetEmpty Refusal = iota + 1
	// ShareTooSmall: shared equally among all in the team it would have been less than a point for each.
	ShareTooSmall
	// AccountClosed and AccountFull: an account takes nothing more, since it is closed, or since what it ever took in would be too large.
	AccountClosed
	AccountFull
	// Otherwise: the ledger refused it for another reason.
	Otherwise
)

var refusals = map[Refusal]struct {
	fault *model.Fault
	words model.Words
}{
	BudgetEmpty:   {ledger.ErrInsufficientFunds, model.Say("no points, because the budget that pays for them was empty", "未获得积分：支付积分的预算已用尽")},
	ShareTooSmall: {words: model.Say("no points, because shared by all in the team it was less than one for each", "未获得积分：团队平分后每人不足 1 积分")},
	AccountClosed: {ledger.ErrAccountClosed, model.Say("no points, because an account is closed", "未获得积分：账户已关闭")},
	AccountFull:   {ledger.ErrAmountOutOfRange, model.Say("no points, because an account can hold no more", "未获得积分：账户已达上限")},
	Otherwise:     {words: model.Say("no points, because the ledger refused them", "未获得积分：账本未予受理")},
}

// refusalOf is what the ledger meant.
func refusalOf(why error) Refusal {
	for refusal, of := range refusals {
		if of.fault != nil && errors.Is(why, of.fault) {
			return refusal
		}
	}
	return Otherwise
}

// Text says it to the person, in each language; nil where nothing was refused.
func (r Refusal) Text() model.Text {
	if r == 0 {
		return nil
	}
	words := refusals[r].words
	return model.Text{"en": words.En, "zh-CN": words.ZhCN}
}

// Refused counts the grants of a rule that were refused for one reason, and to how many people.
type Refused struct {
	Refusal        Refusal
	Grants, People int64
}

// Shown is the same in whole steps of as many people as may be shown, and nothing in it, below, where there are fewer: who reads it again and
// again learns of no single one of them.
func (r Refused) Shown() (shown Refused, below bool) {
	if few(int(r.People)) {
		return Refused{Refusal: r.Refusal}, true
	}
	return Refused{r.Refusal, r.Grants - r.Grants%floor, r.People - r.People%floor}, false
}

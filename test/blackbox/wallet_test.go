package blackbox_test

import "slices"

// wallets gives people what they may give, and units what they may award: in points, and in money that payroll pays.
func wallets() []step { return slices.Concat(allowances(), budgets(), payouts(), participation()) }

// allowances lets Ben give points to Cho, up to each cap of the team's policy.
func allowances() []step {
	const set, get = "incentive.AllowanceService/SetAllowancePolicy", "incentive.AllowanceService/GetAllowancePolicy"
	const list, remove = "incentive.AllowanceService/ListAllowancePolicies", "incentive.AllowanceService/DeleteAllowancePolicy"
	const wallet, entries = "incentive.WalletService/GetWallet", "incentive.WalletService/ListWalletEntries"
	const everywhere, nowhereAtAll = `{"name": "allowancePolicies/all"}`, `units/` + nowhere
	policy := func(unit, amount string) string {
		return `{"policy": {"unit": "` + unit + `", "amount": "` + amount + `", "period": "ALLOWANCE_PERIOD_MONTH", "mostPerGift": "6", "mostPerDay": "10", "mostPerColleague": "8"}}`
	}
	gift := func(receiver, points string) string {
		return `{"receivers": ["${` + receiver + `}"], "story": "For the long night.", "visibility": "RECOGNITION_VISIBILITY_PUBLIC", "points": "` + points + `"}`
	}
	give := func(does, receiver, points, fails string) step {
		return step{does: does, by: "benToken", call: "incentive.RecognitionService/GiveRecognition", send: gift(receiver, points), fails: fails}
	}
	return []step{
		{does: "a wallet before there is a policy", by: "benToken", call: wallet, gets: `{"allowance": null, "allowanceExpireTime": null, "policy": null, "earned": null, "bonuses": null}`},
		{does: "a key has no wallet", call: wallet, fails: "PERMISSION_DENIED"},
		give("points that nobody was given to give", "cho", "1", "INSUFFICIENT_FUNDS"),
		{does: "no policy yet", call: get, send: everywhere, fails: "NOT_FOUND"},
		{does: "an employee sets no policy", by: "benToken", call: set, send: policy("${team}", "20"), fails: "PERMISSION_DENIED"},
		{does: "a policy of a unit that is not there", call: set, send: policy(nowhereAtAll, "20"), fails: "NOT_FOUND"},
		{does: "a policy of less than nothing", call: set, send: policy("${team}", "-1"), fails: "INVALID_FIELD", fields: []string{"policy.amount"}},
		{does: "who is over a team sets no policy of all", by: "cultureToken", call: set, send: policy("", "20"), fails: "NOT_FOUND"},
		{does: "a policy of a team", by: "cultureToken", call: set, send: policy("${team}", "20"),
			gets: `{"name": "*", "unit": "${team}", "amount": "20", "mostPerGift": "6", "mostPerDay": "10", "mostPerColleague": "8", "updateTime": "*"}`,
			keep: is{"policy": "name"}},
		{does: "what everybody else may give", call: set, send: policy("", "0"), gets: `{"name": "allowancePolicies/all", "unit": null, "amount": null}`},
		{does: "the policy of a team is read", by: "cultureToken", call: get, send: `{"name": "${policy}"}`, gets: `{"unit": "${team}", "amount": "20"}`},
		{does: "policies are listed, that of all first", call: list, gets: `{"allowancePolicies": [{"name": "allowancePolicies/all"}, {"name": "${policy}"}], "nextPageToken": null}`},
		{does: "who is over a team takes away no policy of all", by: "cultureToken", call: remove, send: everywhere, fails: "NOT_FOUND"},
		{does: "the policy of all is taken away", call: remove, send: everywhere, gets: `{}`},
		{does: "a policy is taken away once", call: remove, send: everywhere, fails: "NOT_FOUND"},

		{does: "an allowance comes", by: "benToken", call: wallet, soon: true,
			gets: `{"allowance": "20", "allowanceExpireTime": "*", "policy": {"name": "${policy}"}, "earned": null}`},
		give("a gift that is too large", "cho", "7", "GIFT_TOO_LARGE"),
		give("points are given", "cho", "6", ""),
		give("too much for one colleague", "cho", "3", "COLLEAGUE_CAP_REACHED"),
		give("too much for one day", "dee", "5", "DAY_CAP_REACHED"),
		{does: "what was given is gone", by: "benToken", call: wallet, gets: `{"allowance": "14", "earned": null}`},
		{does: "what was given has come", by: "choToken", call: wallet, gets: `{"earned": "6", "earnedHeld": null}`},
		{does: "what went out of an allowance, the newest first", by: "benToken", call: entries, send: `{"part": "WALLET_PART_ALLOWANCE"}`,
			gets: `{"entries": [{"amount": "-6", "balance": "14", "reason": "recognition", "text": {"texts": {"en": "*", "zh-CN": "*"}}}, {"amount": "20", "balance": "20"}], "nextPageToken": null}`},
		{does: "what was earned", by: "choToken", call: entries, send: `{"part": "WALLET_PART_EARNED", "pageSize": 1}`,
			gets: `{"entries": [{"amount": "6", "balance": "6", "source": "*"}], "nextPageToken": null}`},
		{does: "entries of no part", by: "choToken", call: entries, fails: "INVALID_FIELD", fields: []string{"part"}},
	}
}

// budgets gives units more to award, and takes it back.
func budgets() []step {
	const allot, withdraw = "incentive.BudgetService/AllotBudget", "incentive.BudgetService/WithdrawBudget"
	const get, list = "incentive.BudgetService/GetBudget", "incentive.BudgetService/ListBudgets"
	more := func(unit, currency, employer, amount string) string {
		return `{"unit": "` + unit + `", "currency": "` + currency + `", "employer": "` + employer + `", "amount": "` + amount + `"}`
	}
	return []step{
		{does: "points to award", call: allot, send: more("${queue}", "POINTS", "", "100"), keep: is{"awardable": "name"},
			gets: `{"name": "*", "unit": "${queue}", "currency": "POINTS", "employer": null, "available": "100", "held": null, "createTime": "*"}`},
		{does: "money to award", by: "cultureToken", call: allot, send: more("${team}", "CNY", "in-house", "60000"), keep: is{"money": "name"},
			gets: `{"unit": "${team}", "currency": "CNY", "employer": "in-house", "available": "60000"}`},
		{does: "more money to award", by: "cultureToken", call: allot, send: more("${team}", "CNY", "in-house", "40000"), gets: `{"name": "${money}", "available": "100000"}`},
		{does: "nothing to award for a unit that is not there", call: allot, send: more("units/"+nowhere, "POINTS", "", "1"), fails: "NOT_FOUND"},
		{does: "points of an employer", call: allot, send: more("${queue}", "POINTS", "in-house", "1"), fails: "INVALID_FIELD", fields: []string{"employer"}},
		{does: "money of no employer", call: allot, send: more("${queue}", "CNY", "", "1"), fails: "INVALID_FIELD", fields: []string{"employer"}},
		{does: "less than nothing to award", call: allot, send: more("${queue}", "POINTS", "", "-1"), fails: "INVALID_FIELD", fields: []string{"amount"}},
		{does: "who is over a team gives others nothing to award", by: "cultureToken", call: allot, send: more("${queue}", "POINTS", "", "1"), fails: "NOT_FOUND"},
		{does: "an employee has nothing to award", by: "benToken", call: allot, send: more("${team}", "POINTS", "", "1"), fails: "PERMISSION_DENIED"},
		{does: "a budget is read", by: "cultureToken", call: get, send: `{"name": "${money}"}`, gets: `{"available": "100000", "held": null}`},
		{does: "a budget of others is not there", by: "cultureToken", call: get, send: `{"name": "${awardable}"}`, fails: "NOT_FOUND"},
		{does: "budgets are listed", call: list, send: `{"filter": "unit = \"${queue}\" AND currency = \"POINTS\""}`, gets: `{"budgets": [{"name": "${awardable}"}], "nextPageToken": null}`},
		{does: "who is over a team lists its budgets", by: "cultureToken", call: list, send: `{"filter": "employer = \"in-house\""}`, gets: `{"budgets": [{"name": "${money}"}]}`},
		{does: "budgets by what cannot be asked", call: list, send: `{"filter": "available > 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
		{does: "some of a budget is taken back", call: withdraw, send: `{"name": "${awardable}", "amount": "60"}`, gets: `{"available": "40"}`},
		{does: "more than is in a budget is not taken back", call: withdraw, send: `{"name": "${awardable}", "amount": "41"}`, fails: "INSUFFICIENT_FUNDS"},
		{does: "nobody takes from a budget of others", by: "cultureToken", call: withdraw, send: `{"name": "${awardable}", "amount": "1"}`, fails: "NOT_FOUND"},
	}
}

// payouts has bonuses decided by payroll: each once.
func payouts() []step {
	const order, get, list = "incentive.PayoutService/OrderPayout", "incentive.PayoutService/GetPayout", "incentive.PayoutService/ListPayouts"
	const acknowledge, reject = "incentive.PayoutService/AcknowledgePayout", "incentive.PayoutService/RejectPayout"
	bonus := func(person, amount string) string {
		return `{"payout": {"person": "` + person + `", "budgetUnit": "${team}", "currency": "CNY", "amount": "` + amount + `", "basis": "PAYOUT_BASIS_NET", "taxCategory": "bonus",
			"reason": {"texts": {"en": "For the night of the flood", "zh-CN": "水灾之夜"}}}}`
	}
	const paid, refused = `{"name": "${paid}", "payrollReference": "2026-11/17"}`, `{"name": "${refused}", "reason": "There is no account."}`
	return []step{
		{does: "a bonus", by: "cultureToken", call: order, send: bonus("${ben}", "50000"), keep: is{"paid": "name"},
			gets: `{"name": "*", "person": "${ben}", "unit": "${team}", "employer": "in-house", "state": "PAYOUT_STATE_ORDERED", "basis": "PAYOUT_BASIS_NET", "decideTime": null}`},
		{does: "another bonus", by: "cultureToken", call: order, send: bonus("${ben}", "30000"), keep: is{"refused": "name"}},
		{does: "more than there is to award", by: "cultureToken", call: order, send: bonus("${ben}", "20001"), fails: "INSUFFICIENT_FUNDS"},
		{does: "one employer's money is not for the people of another", by: "cultureToken", call: order, send: bonus("${fay}", "1"), fails: "INSUFFICIENT_FUNDS"},
		{does: "a bonus of nobody", by: "cultureToken", call: order, send: bonus("people/"+nowhere, "1"), fails: "NOT_FOUND"},
		{does: "a bonus of nothing", by: "cultureToken", call: order, send: bonus("${ben}", "0"), fails: "INVALID_FIELD", fields: []string{"payout.amount"}},
		{does: "nobody orders their own bonus", by: "benToken", call: order, send: bonus("${ben}", "1"), fails: "PERMISSION_DENIED"},
		{does: "what was ordered is out of the budget", call: "incentive.BudgetService/GetBudget", send: `{"name": "${money}"}`, gets: `{"available": "20000"}`},
		{does: "a bonus is in the wallet", by: "benToken", call: "incentive.WalletService/GetWallet",
			gets: `{"bonuses": [{"currency": "CNY", "employer": "in-house", "amount": "80000"}]}`},
		{does: "a bonus is read by whose it is", by: "benToken", call: get, send: `{"name": "${paid}"}`, gets: `{"amount": "50000", "reason": {"texts": {"zh-CN": "水灾之夜"}}}`},
		{does: "a bonus of others is not there", by: "choToken", call: get, send: `{"name": "${paid}"}`, fails: "NOT_FOUND"},
		{does: "what waits for payroll", by: "system", call: list, send: `{"filter": "state = ORDERED AND employer = \"in-house\"", "orderBy": "create_time"}`,
			gets: `{"payouts": [{"name": "${paid}"}, {"name": "${refused}"}], "nextPageToken": null}`},
		{does: "bonuses of others are not listed", by: "choToken", call: list, gets: `{"payouts": null}`},
		{does: "bonuses by what cannot be asked", by: "system", call: list, send: `{"filter": "amount > 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},

		{does: "a key of the vendor's payroll", call: "directory.KeyService/CreateKey",
			send: `{"key": {"displayName": "Payroll"}, "grants": [{"role": "ROLE_SYSTEM", "unit": "${company}", "employer": "vendor"}]}`, keep: is{"vendorSecret": "secret"}},
		{does: "the vendor's payroll logs in", by: nobody, call: exchange, send: `{"apiKey": "${vendorSecret}"}`, keep: is{"vendorPayroll": "accessToken"}},
		{does: "payroll decides on no bonus of another employer", by: "vendorPayroll", call: acknowledge, send: paid, fails: "NOT_FOUND"},
		{does: "who orders does not decide for payroll", by: "cultureToken", call: acknowledge, send: paid, fails: "PERMISSION_DENIED"},
		{does: "payroll pays", by: "system", call: acknowledge, send: paid, gets: `{"state": "PAYOUT_STATE_ACKNOWLEDGED", "payrollReference": "2026-11/17", "decideTime": "*"}`},
		{does: "payroll says it again", by: "system", call: acknowledge, send: paid, gets: `{"state": "PAYOUT_STATE_ACKNOWLEDGED"}`},
		{does: "payroll pays under another reference", by: "system", call: acknowledge, send: `{"name": "${paid}", "payrollReference": "2026-11/18"}`, fails: "PAYOUT_DECIDED"},
		{does: "payroll thinks better of it", by: "system", call: reject, send: `{"name": "${paid}", "reason": "They have left."}`, fails: "PAYOUT_DECIDED"},
		{does: "payroll gives no reason", by: "system", call: reject, send: `{"name": "${refused}"}`, fails: "INVALID_FIELD", fields: []string{"reason"}},
		{does: "payroll does not pay", by: "system", call: reject, send: refused, gets: `{"state": "PAYOUT_STATE_REJECTED", "rejection": "There is no account."}`},
		{does: "payroll pays after all", by: "system", call: acknowledge, send: `{"name": "${refused}", "payrollReference": "2026-11/19"}`, fails: "PAYOUT_DECIDED"},
		{does: "what payroll does not pay is in the budget again", call: "incentive.BudgetService/GetBudget", send: `{"name": "${money}"}`, gets: `{"available": "50000"}`},
		{does: "what payroll decided on is in the wallet no more", by: "benToken", call: "incentive.WalletService/GetWallet", gets: `{"bonuses": null}`},
	}
}

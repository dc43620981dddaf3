package blackbox_test

import "slices"

// rewards keeps a catalogue, and has Dee spend in it what she was given.
func rewards() []step { return slices.Concat(catalogue(), redemptions()) }

func catalogue() []step {
	const create, get, list = "incentive.RewardService/CreateReward", "incentive.RewardService/GetReward", "incentive.RewardService/ListRewards"
	const update, prices = "incentive.RewardService/UpdateReward", "incentive.RewardService/ListRewardPrices"
	const stock, counted = "incentive.RewardService/ChangeStock", "incentive.RewardService/ListStockChanges"
	reward := func(unit, price, more string) string {
		return `{"reward": {"displayName": {"texts": {"en": "Mug", "zh-CN": "马克杯"}}, "unit": "` + unit + `", "price": "` + price + `", "taxCategory": "gift"` + more + `}}`
	}
	change := func(reward, pieces string) string {
		return `{"reward": "${` + reward + `}", "pieces": "` + pieces + `", "reason": "counted"}`
	}
	priced := func(price string) string {
		return `{"reward": {"name": "${mug}", "etag": "${mugTag}", "price": "` + price + `"}, "updateMask": "price"}`
	}
	return []step{
		{does: "a reward", by: "cultureToken", call: create, send: reward("${team}", "30", `, "employers": ["in-house"]`), keep: is{"mug": "name", "mugTag": "etag"},
			gets: `{"name": "*", "unit": "${team}", "price": "30", "available": null, "unlimited": null, "etag": "*", "archiveTime": null}`},
		{does: "a reward without limit", by: "cultureToken", call: create, send: reward("${team}", "10", `, "unlimited": true`), gets: `{"unlimited": true}`, keep: is{"dayOff": "name"}},
		{does: "a reward for nothing", by: "cultureToken", call: create, send: reward("${team}", "0", ""), fails: "INVALID_FIELD", fields: []string{"reward.price"}},
		{does: "who is over a team offers others nothing", by: "cultureToken", call: create, send: reward("${queue}", "1", ""), fails: "NOT_FOUND"},
		{does: "an employee offers nothing", by: "benToken", call: create, send: reward("${team}", "1", ""), fails: "PERMISSION_DENIED"},
		{does: "a reward becomes dearer", by: "cultureToken", call: update, send: priced("40"), gets: `{"price": "40", "taxCategory": "gift"}`},
		{does: "a reward is changed by who read an older one", by: "cultureToken", call: update, send: priced("50"), fails: "ETAG_MISMATCH"},
		{does: "what a reward cost, the newest first", by: "deeToken", call: prices, send: `{"reward": "${mug}"}`,
			gets: `{"prices": [{"price": "40", "createTime": "*"}, {"price": "30"}], "nextPageToken": null}`},
		{does: "pieces come", by: "cultureToken", call: stock, send: change("mug", "3"), gets: `{"pieces": "3", "reason": "counted", "available": "3"}`},
		{does: "a piece is missing", by: "cultureToken", call: stock, send: change("mug", "-1"), gets: `{"available": "2"}`},
		{does: "more pieces are missing than there were", by: "cultureToken", call: stock, send: change("mug", "-3"), fails: "OUT_OF_STOCK"},
		{does: "what is without limit is not counted", by: "cultureToken", call: stock, send: change("dayOff", "1"), fails: "STOCK_WITHOUT_LIMIT"},
		{does: "what came and went, the newest first", by: "cultureToken", call: counted, send: `{"reward": "${mug}"}`, gets: `{"changes": [{"pieces": "-1"}, {"pieces": "3"}], "nextPageToken": null}`},
		{does: "people do not count", by: "deeToken", call: counted, send: `{"reward": "${mug}"}`, fails: "PERMISSION_DENIED"},
		{does: "a reward is read", by: "deeToken", call: get, send: `{"name": "${mug}"}`, gets: `{"price": "40", "available": "2"}`},
		{does: "a reward for others is not there", by: "fayToken", call: get, send: `{"name": "${mug}"}`, fails: "NOT_FOUND"},
		{does: "the catalogue, the cheapest first", by: "deeToken", call: list, send: `{"orderBy": "price"}`, gets: `{"rewards": [{"name": "${dayOff}"}, {"name": "${mug}"}]}`},
		{does: "the catalogue of a vendor's people", by: "fayToken", call: list, gets: `{"rewards": [{"name": "${dayOff}"}]}`},
		{does: "a catalogue by what cannot be asked", by: "deeToken", call: list, send: `{"filter": "available > 0"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
	}
}

// redemptions gives Dee 100 points by the ledger, and lets her spend them.
func redemptions() []step {
	const redeem, get, list = "incentive.RedemptionService/RedeemReward", "incentive.RedemptionService/GetRedemption", "incentive.RedemptionService/ListRedemptions"
	const fulfil, cancel = "incentive.RedemptionService/FulfilRedemption", "incentive.RedemptionService/CancelRedemption"
	const refund, archive, wallet = "incentive.RedemptionService/RefundRedemption", "incentive.RewardService/ArchiveReward", "incentive.WalletService/GetWallet"
	const mug = `{"reward": "${mug}", "price": "40"}`
	broken := func(name string) string {
		return `{"name": "${` + name + `}", "reason": "It was broken.", "pieceReturned": true}`
	}
	return []step{
		{does: "what somebody earned", call: "incentive.AccountService/CreateAccount", send: `{"account": {"ledger": "${ledger}", "purpose": "earned", "owner": "${dee}"}}`,
			keep: is{"earned": "name"}, gets: `{"sealed": true, "owner": "${dee}", "balance": null, "createTime": null}`},
		{does: "points come from elsewhere", call: "incentive.TransferService/PostTransfers", send: `{"transfers": [{"name": "transfers/${id earning}", "kind": "TRANSFER_KIND_DIRECT",
			"debit": "${source}", "credit": "${earned}", "amount": "100", "reason": "grant"}]}`},
		{does: "who brought them reads what they brought", call: "incentive.TransferService/GetTransfer", send: `{"name": "transfers/${id earning}"}`,
			gets: `{"credit": "${earned}", "debitBalance": {"posted": "*"}, "creditBalance": null}`},
		{does: "nobody else is told what somebody earned", call: "incentive.AccountService/GetBalance", send: `{"name": "${earned}"}`, fails: "ACCOUNT_SEALED"},
		{does: "nor what was moved there", call: "incentive.TransferService/ListTransfers", send: `{"account": "${earned}"}`, fails: "ACCOUNT_SEALED"},
		{does: "nor takes it", call: "incentive.TransferService/PostTransfers", send: `{"transfers": [{"name": "transfers/${id taking}", "kind": "TRANSFER_KIND_DIRECT",
			"debit": "${earned}", "credit": "${source}", "amount": "1", "reason": "grant"}]}`, fails: "ACCOUNT_SEALED", meta: is{"transfer": "${id taking}"}},
		{does: "points from elsewhere are in the wallet", by: "deeToken", call: wallet, gets: `{"earned": "100"}`},

		{does: "who has too little redeems nothing", by: "choToken", call: redeem, send: mug, fails: "INSUFFICIENT_FUNDS"},
		{does: "nobody redeems at a price of before", by: "deeToken", call: redeem, send: `{"reward": "${mug}", "price": "30"}`, fails: "PRICE_CHANGED"},
		{does: "nobody redeems what is for others", by: "fayToken", call: redeem, send: mug, fails: "NOT_FOUND"},
		{does: "a key redeems nothing", call: redeem, send: mug, fails: "PERMISSION_DENIED"},
		{does: "a reward is redeemed", by: "deeToken", call: redeem, send: `{"reward": "${mug}", "price": "40", "requestId": "${id redeem}"}`, keep: is{"first": "name"},
			gets: `{"name": "*", "reward": "${mug}", "person": "${dee}", "unit": "${team}", "employer": "in-house", "price": "40", "taxCategory": "gift", "state": "REDEMPTION_STATE_OPEN"}`},
		{does: "a reward is redeemed once", by: "deeToken", call: redeem, send: `{"reward": "${mug}", "price": "40", "requestId": "${id redeem}"}`, gets: `{"name": "${first}"}`, replayed: true},
		{does: "the price is held", by: "deeToken", call: wallet, gets: `{"earned": "60", "earnedHeld": "40"}`},
		{does: "the piece is held", by: "cultureToken", call: "incentive.RewardService/GetReward", send: `{"name": "${mug}"}`, gets: `{"available": "1"}`},
		{does: "another redemption", by: "deeToken", call: redeem, send: mug, keep: is{"second": "name"}},
		{does: "nobody redeems what they cannot pay", by: "deeToken", call: redeem, send: mug, fails: "INSUFFICIENT_FUNDS"},
		{does: "a redemption is read", by: "deeToken", call: get, send: `{"name": "${first}"}`, gets: `{"state": "REDEMPTION_STATE_OPEN"}`},
		{does: "a redemption of others is not there", by: "choToken", call: get, send: `{"name": "${first}"}`, fails: "NOT_FOUND"},
		{does: "redemptions are listed, the newest first", by: "cultureToken", call: list, send: `{"filter": "state = OPEN"}`,
			gets: `{"redemptions": [{"name": "${second}"}, {"name": "${first}"}], "nextPageToken": null}`},
		{does: "redemptions of others are not listed", by: "choToken", call: list, gets: `{"redemptions": null}`},
		{does: "redemptions by what cannot be asked", by: "deeToken", call: list, send: `{"filter": "price = 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},

		{does: "what was not got is not refunded", by: "cultureToken", call: refund, send: broken("first"), fails: "REDEMPTION_NOT_FULFILLED"},
		{does: "who cancels for others says why", by: "cultureToken", call: cancel, send: `{"name": "${second}"}`, fails: "INVALID_FIELD", fields: []string{"reason"}},
		{does: "somebody thinks better of a reward", by: "deeToken", call: cancel, send: `{"name": "${second}"}`, gets: `{"state": "REDEMPTION_STATE_CANCELLED"}`},
		{does: "what was cancelled is not handed out", by: "cultureToken", call: fulfil, send: `{"name": "${second}"}`, fails: "REDEMPTION_NOT_OPEN"},
		{does: "people hand out nothing to themselves", by: "deeToken", call: fulfil, send: `{"name": "${first}"}`, fails: "PERMISSION_DENIED"},
		{does: "a reward is handed out", by: "system", call: fulfil, send: `{"name": "${first}"}`, gets: `{"state": "REDEMPTION_STATE_FULFILLED"}`},
		{does: "a reward is handed out once", by: "system", call: fulfil, send: `{"name": "${first}"}`, gets: `{"state": "REDEMPTION_STATE_FULFILLED"}`},
		{does: "what was handed out is not cancelled", by: "deeToken", call: cancel, send: `{"name": "${first}"}`, fails: "REDEMPTION_NOT_OPEN"},
		{does: "what was handed out is paid", by: "deeToken", call: wallet, gets: `{"earned": "60", "earnedHeld": null}`},
		{does: "a reward is refunded", by: "cultureToken", call: refund, send: broken("first"), gets: `{"state": "REDEMPTION_STATE_REFUNDED", "reason": "It was broken."}`},
		{does: "the price is back", by: "deeToken", call: wallet, gets: `{"earned": "100", "earnedHeld": null}`},

		{does: "the stock is given away", by: "cultureToken", call: "incentive.RewardService/ChangeStock", send: `{"reward": "${mug}", "pieces": "-2", "reason": "given away"}`, gets: `{"available": null}`},
		{does: "nobody redeems what is not there", by: "deeToken", call: redeem, send: mug, fails: "OUT_OF_STOCK"},
		{does: "no reward that is not there leaves the catalogue", by: "hris", call: archive, send: `{"name": "rewards/` + nowhere + `"}`, fails: "NOT_FOUND"},
		{does: "a reward leaves the catalogue", by: "cultureToken", call: archive, send: `{"name": "${mug}"}`, gets: `{"archiveTime": "*"}`},
		{does: "nobody redeems what left the catalogue", by: "deeToken", call: redeem, send: mug, fails: "NOT_OFFERED"},
		{does: "what left the catalogue is not changed", by: "cultureToken", call: "incentive.RewardService/UpdateReward",
			send: `{"reward": {"name": "${mug}", "price": "1"}, "updateMask": "price"}`, fails: "ARCHIVED"},
	}
}

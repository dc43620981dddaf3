package blackbox_test

import "slices"

// funds takes what Ben and Cho propose from the idea to its result, and pays for it out of a fund.
func funds() []step { return slices.Concat(proposing(), scoring(), tranches()) }

func proposing() []step {
	const create, get, list, allot = "incentive.FundService/CreateFund", "incentive.FundService/GetFund", "incentive.FundService/ListFunds", "incentive.FundService/AllotFund"
	const propose, read, proposals = "incentive.ProposalService/CreateProposal", "incentive.ProposalService/GetProposal", "incentive.ProposalService/ListProposals"
	const withdraw = "incentive.ProposalService/WithdrawProposal"
	fund := func(unit, currency, employer string) string {
		return `{"fund": {"displayName": {"texts": {"en": "Nights", "zh-CN": "夜班"}}, "unit": "` + unit + `", "currency": "` + currency + `", "employer": "` + employer + `"}}`
	}
	idea := func(team string) string {
		return `{"proposal": {"fund": "${fund}", "title": "Guidance at night", "text": "Nobody is there to be asked.", "team": [` + team + `], "milestones": [
			{"title": "A page", "amount": "300", "dueDate": "2099-01-31"}, {"title": "A second", "amount": "200", "dueDate": "2099-02-28"},
			{"title": "A third", "amount": "100", "dueDate": "2099-03-31"}]}}`
	}
	put := func(amount string) string { return `{"name": "${fund}", "amount": "` + amount + `"}` }
	return []step{
		{does: "a fund", by: "cultureToken", call: create, send: fund("${team}", "CNY", "in-house"), keep: is{"fund": "name"},
			gets: `{"name": "*", "unit": "${team}", "currency": "CNY", "employer": "in-house", "available": null, "held": null, "createTime": "*"}`},
		{does: "a fund of nobody's money", by: "cultureToken", call: create, send: fund("${team}", "CNY", ""), fails: "INVALID_FIELD", fields: []string{"fund.employer"}},
		{does: "who is over a team begins no fund of others", by: "cultureToken", call: create, send: fund("${queue}", "POINTS", ""), fails: "NOT_FOUND"},
		{does: "an employee begins no fund", by: "benToken", call: create, send: fund("${team}", "POINTS", ""), fails: "PERMISSION_DENIED"},
		{does: "money comes into a fund", by: "cultureToken", call: allot, send: put("500"), gets: `{"available": "500"}`},
		{does: "some of a fund is taken out", by: "cultureToken", call: allot, send: put("-100"), gets: `{"available": "400"}`},
		{does: "more than is in a fund is not taken out", by: "cultureToken", call: allot, send: put("-401"), fails: "FUND_EXHAUSTED"},
		{does: "nothing comes into a fund", by: "cultureToken", call: allot, send: put("0"), fails: "INVALID_FIELD", fields: []string{"amount"}},
		{does: "a fund is read", by: "benToken", call: get, send: `{"name": "${fund}"}`, gets: `{"available": "400"}`},
		{does: "a fund of another employer is not there", by: "fayToken", call: get, send: `{"name": "${fund}"}`, fails: "NOT_FOUND"},
		{does: "funds are listed", by: "benToken", call: list, send: `{"filter": "currency = \"CNY\""}`, gets: `{"funds": [{"name": "${fund}"}], "nextPageToken": null}`},
		{does: "funds of another employer are not listed", by: "fayToken", call: list, gets: `{"funds": null}`},
		{does: "funds by what cannot be asked", by: "benToken", call: list, send: `{"filter": "available > 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},

		{does: "something is proposed", by: "benToken", call: propose, send: idea(`"${cho}"`), keep: is{"proposal": "name"},
			gets: `{"name": "*", "proposer": "${ben}", "team": ["${cho}"], "asked": "600", "state": "PROPOSAL_STATE_SUBMITTED", "unit": "${team}", "employer": "in-house", "milestones": [
				{"amount": "300", "state": "MILESTONE_STATE_PLANNED"}, {"amount": "200"}, {"amount": "100"}]}`},
		{does: "something else is proposed", by: "benToken", call: propose, send: idea(""), keep: is{"idea": "name"}},
		{does: "something is proposed with who is not here", by: "benToken", call: propose, send: idea(`"people/` + nowhere + `"`), fails: "INVALID_FIELD", fields: []string{"proposal.team[0]"}},
		{does: "nobody proposes to a fund of another employer", by: "fayToken", call: propose, send: idea(""), fails: "NOT_FOUND"},
		{does: "a key proposes nothing", by: "cultureToken", call: propose, send: idea(""), fails: "PERMISSION_DENIED"},
		{does: "nobody takes back what others proposed", by: "choToken", call: withdraw, send: `{"name": "${idea}"}`, fails: "NOT_FOUND"},
		{does: "an idea is taken back", by: "benToken", call: withdraw, send: `{"name": "${idea}"}`, gets: `{"state": "PROPOSAL_STATE_WITHDRAWN"}`},
		{does: "a proposal is read by a colleague", by: "evaToken", call: read, send: `{"name": "${proposal}"}`, gets: `{"title": "Guidance at night", "sponsor": null, "scores": null}`},
		{does: "a proposal to a fund of another employer is not there", by: "fayToken", call: read, send: `{"name": "${proposal}"}`, fails: "NOT_FOUND"},
		{does: "proposals are listed", by: "evaToken", call: proposals, send: `{"filter": "state = SUBMITTED AND proposer = \"${ben}\""}`,
			gets: `{"proposals": [{"name": "${proposal}"}], "nextPageToken": null}`},
		{does: "proposals by what cannot be asked", by: "evaToken", call: proposals, send: `{"filter": "asked > 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
	}
}

// scoring has the proposal sponsored and scored, without one scorer seeing what another gave, and decided.
func scoring() []step {
	const sponsor, open, score = "incentive.ProposalService/SponsorProposal", "incentive.ProposalService/OpenScoring", "incentive.ProposalService/ScoreProposal"
	const end, decide, read = "incentive.ProposalService/CloseScoring", "incentive.ProposalService/DecideProposal", "incentive.ProposalService/GetProposal"
	const it, approved = `{"name": "${proposal}"}`, `{"name": "${proposal}", "approve": true, "reason": "It is worth it."}`
	ask := func(scorers string) string { return `{"name": "${proposal}", "scorers": [` + scorers + `]}` }
	scored := func(impact string) string {
		return `{"name": "${proposal}", "impact": ` + impact + `, "feasibility": 3, "cost": 2}`
	}
	return []step{
		{does: "a key of who leads", call: "directory.KeyService/CreateKey", send: `{"key": {"displayName": "Desk"}, "grants": [{"role": "ROLE_MANAGER", "unit": "${team}"}]}`,
			keep: is{"managerKey": "key.name", "managerSecret": "secret"}},
		{does: "who leads logs in", by: nobody, call: exchange, send: `{"apiKey": "${managerSecret}"}`, keep: is{"managerToken": "accessToken"}},
		{does: "nobody is asked about what has no sponsor", by: "cultureToken", call: open, send: ask(`"${dee}"`), fails: "PROPOSAL_ELSEWHERE"},
		{does: "colleagues do not sponsor", by: "evaToken", call: sponsor, send: it, fails: "PERMISSION_DENIED"},
		{does: "a proposal is sponsored", by: "managerToken", call: sponsor, send: it, gets: `{"state": "PROPOSAL_STATE_SPONSORED", "sponsor": "${managerKey}"}`},
		{does: "nobody scores their own", by: "cultureToken", call: open, send: ask(`"${dee}", "${cho}"`), fails: "OWN_PROPOSAL"},
		{does: "nobody scores who is not here", by: "cultureToken", call: open, send: ask(`"people/` + nowhere + `"`), fails: "INVALID_FIELD", fields: []string{"scorers[0]"}},
		{does: "scorers are asked", by: "cultureToken", call: open, send: ask(`"${dee}", "${eva}"`), gets: `{"state": "PROPOSAL_STATE_SCORING", "scorers": 2, "scored": null}`},
		{does: "who is not asked scores nothing", by: "annToken", call: score, send: scored("5"), fails: "NOT_FOUND"},
		{does: "a score beside the scale", by: "deeToken", call: score, send: scored("6"), fails: "INVALID_FIELD", fields: []string{"impact"}},
		{does: "no scoring ends without a score", by: "cultureToken", call: end, send: it, fails: "NO_SCORES"},
		{does: "a score of a proposal", by: "deeToken", call: score, send: scored("4"), gets: `{"impact": 4, "feasibility": 3, "cost": 2}`},
		{does: "a score of a proposal anew", by: "deeToken", call: score, send: scored("5"), gets: `{"impact": 5}`},
		{does: "nobody sees a score while others may give theirs", by: "cultureToken", call: read, send: it, gets: `{"scored": 1, "scores": null}`},
		{does: "nothing is decided while scores are awaited", by: "cultureToken", call: decide, send: approved, fails: "PROPOSAL_ELSEWHERE"},
		{does: "a scoring ends", by: "cultureToken", call: end, send: it, gets: `{"state": "PROPOSAL_STATE_SCORED", "scores": [{"impact": 5, "feasibility": 3, "cost": 2}]}`},
		{does: "a score comes too late", by: "evaToken", call: score, send: scored("1"), fails: "PROPOSAL_ELSEWHERE"},
		{does: "nothing is decided without a reason", by: "cultureToken", call: decide, send: `{"name": "${proposal}", "approve": true}`, fails: "INVALID_FIELD", fields: []string{"reason"}},
		{does: "a fund does not cover a proposal", by: "cultureToken", call: decide, send: approved, fails: "FUND_EXHAUSTED"},
		{does: "more money comes into a fund", by: "cultureToken", call: "incentive.FundService/AllotFund", send: `{"name": "${fund}", "amount": "600"}`, gets: `{"available": "1000"}`},
		{does: "a proposal is approved", by: "cultureToken", call: decide, send: approved, gets: `{"state": "PROPOSAL_STATE_APPROVED", "decisionReason": "It is worth it."}`},
		{does: "a proposal is decided once", by: "cultureToken", call: decide, send: `{"name": "${proposal}", "reason": "It is not."}`, fails: "PROPOSAL_ELSEWHERE"},
		{does: "what was approved is not taken back", by: "benToken", call: "incentive.ProposalService/WithdrawProposal", send: it, fails: "PROPOSAL_ELSEWHERE"},
		{does: "a fund holds what was approved", by: "benToken", call: "incentive.FundService/GetFund", send: `{"name": "${fund}"}`, gets: `{"available": "400", "held": "600"}`},
	}
}

// tranches pays for what is done, takes one back, and ends the proposal before its last milestone.
func tranches() []step {
	const report, pay, reverse = "incentive.TrancheService/ReportMilestone", "incentive.TrancheService/PayTranche", "incentive.TrancheService/ReverseTranche"
	const closed = "incentive.ProposalService/CloseProposal"
	told := func(milestone string) string {
		return `{"name": "${proposal}", "milestone": ` + milestone + `, "result": "It is there."}`
	}
	pays := func(milestone, amount string) string {
		return `{"name": "${proposal}", "milestone": ` + milestone + `, "amount": "` + amount + `"}`
	}
	const back, ended = `{"name": "${proposal}", "milestone": 2, "reason": "It was not used."}`, `{"name": "${proposal}", "result": "Fewer calls come back."}`
	return []step{
		{does: "nothing is paid for what nobody reported on", by: "cultureToken", call: pay, send: pays("1", "0"), fails: "MILESTONE_ELSEWHERE"},
		{does: "who is not of the team reports on nothing", by: "evaToken", call: report, send: told("1"), fails: "NOT_FOUND"},
		{does: "a milestone is reported on", by: "benToken", call: report, send: told("1"), gets: `{"title": "A page", "state": "MILESTONE_STATE_REPORTED", "result": "It is there."}`},
		{does: "another milestone is reported on", by: "choToken", call: report, send: told("2"), gets: `{"title": "A second"}`},
		{does: "a milestone that is not there", by: "benToken", call: report, send: told("4"), fails: "NOT_FOUND"},
		{does: "more than is held is not paid", by: "cultureToken", call: pay, send: pays("1", "301"), fails: "HOLD_EXCEEDED"},
		{does: "people pay nothing to themselves", by: "benToken", call: pay, send: pays("1", "250"), fails: "PERMISSION_DENIED"},
		{does: "a tranche is paid in part", by: "cultureToken", call: pay, send: pays("1", "250"), gets: `{"state": "MILESTONE_STATE_PAID", "paid": "250"}`},
		{does: "another amount for what is paid", by: "cultureToken", call: pay, send: pays("1", "0"), fails: "MILESTONE_ELSEWHERE"},
		{does: "a tranche is paid", by: "cultureToken", call: pay, send: pays("2", "0"), gets: `{"state": "MILESTONE_STATE_PAID", "paid": "200"}`},
		{does: "what was not paid is not reversed", by: "cultureToken", call: reverse, send: `{"name": "${proposal}", "milestone": 3, "reason": "It was not used."}`, fails: "MILESTONE_ELSEWHERE"},
		{does: "a tranche is reversed", by: "cultureToken", call: reverse, send: back, gets: `{"state": "MILESTONE_STATE_REVERSED", "paid": "200", "reversalReason": "It was not used."}`},
		{does: "people end no proposal", by: "benToken", call: closed, send: ended, fails: "PERMISSION_DENIED"},
		{does: "a proposal ends", by: "cultureToken", call: closed, send: ended, gets: `{"state": "PROPOSAL_STATE_CLOSED", "result": "Fewer calls come back.", "milestones": [
			{"state": "MILESTONE_STATE_PAID"}, {"state": "MILESTONE_STATE_REVERSED"}, {"state": "MILESTONE_STATE_DROPPED"}]}`},
		{does: "nothing is reported on after the end", by: "benToken", call: report, send: told("3"), fails: "PROPOSAL_ELSEWHERE"},
		{does: "what was not paid is in the fund again", by: "benToken", call: "incentive.FundService/GetFund", send: `{"name": "${fund}"}`, gets: `{"available": "750", "held": null}`},
	}
}

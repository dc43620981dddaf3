package blackbox_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// contribution is what the first or the second party of a round shows in the end.
func contribution(party string) (salt, secret string) {
	return "the salt of party " + party, "the secret of party " + party
}

// commitment is what they commit to before, computed as the contract tells a client to.
func commitment(party, round string) string {
	salt, secret := contribution(party)
	var text []byte
	for _, part := range []string{"hearth award commitment 1", round, party, salt, secret} {
		text = binary.BigEndian.AppendUint32(text, uint32(len(part)))
		text = append(text, part...)
	}
	digest := sha256.Sum256(text)
	return base64.StdEncoding.EncodeToString(digest[:])
}

// shown is the request by which a party reveals.
func shown(party string) string {
	salt, secret := contribution(party)
	return `{"name": "${round}", "salt": "` + base64.StdEncoding.EncodeToString([]byte(salt)) + `", "secret": "` + base64.StdEncoding.EncodeToString([]byte(secret)) + `"}`
}

// awards plays a round to its announcement and an appeal that makes somebody else its winner. Ben and Cho are its parties, Mo and Lin, who
// are of no team, its panel; Dee and Eva are nominated. finals ends it.
func awards() []step {
	return slices.Concat(invited("mo"), invited("lin"), schemes(), nominations(), panels(), announcements(), appeals())
}

// schemes writes the rules.
func schemes() []step {
	const create, get, update = "incentive.AwardSchemeService/CreateAwardScheme", "incentive.AwardSchemeService/GetAwardScheme", "incentive.AwardSchemeService/UpdateAwardScheme"
	const list, preview = "incentive.AwardSchemeService/ListAwardSchemes", "incentive.AwardSchemeService/PreviewAwardScheme"
	const activate, archive = "incentive.AwardSchemeService/ActivateAwardScheme", "incentive.AwardSchemeService/ArchiveAwardScheme"
	metric := func(key, kind, form, weight string) string {
		return `{"key": "` + key + `", "displayName": {"texts": {"en": "` + key + `"}}, "kind": "AWARD_METRIC_KIND_` + kind + `", "form": "AWARD_METRIC_FORM_` + form + `", "weight": ` + weight + `}`
	}
	scheme := func(more, metrics string) string {
		return `{"awardScheme": {"displayName": {"texts": {"en": "Service star", "zh-CN": "服务之星"}}, "unit": "${company}", "metrics": [` + metrics + `], "winners": 1, "revealDays": 1` + more + `}}`
	}
	const prize, appeals = `, "points": "60"`, `, "appealDays": 1`
	const panel = `, "panelPercent": 20, "panel": ["${mo}", "${lin}"], "quorum": 1, "minimumContacts": "50", "employedDays": 90, "coolDownMonths": 6`
	const rules = prize + appeals + panel
	fair := metric("csat", "OUTCOME", "RATE", "40") + `, ` + metric("team", "TEAM", "VALUE", "40")
	return []step{
		{does: "rules of an award", call: create, send: scheme(rules, metric("calls", "VOLUME", "VALUE", "80")), keep: is{"scheme": "name", "schemeTag": "etag"},
			gets: `{"name": "*", "unit": "${company}", "budgetUnit": "${company}", "state": "AWARD_SCHEME_STATE_DRAFT", "metrics": [{"key": "calls", "weight": 80}], "createTime": "*"}`},
		{does: "an award with nothing to win", call: create, send: scheme(appeals+panel, fair), fails: "INVALID_FIELD", fields: []string{"award_scheme.points"}},
		{does: "an award without time for appeals", call: create, send: scheme(prize+panel, fair), fails: "INVALID_FIELD", fields: []string{"award_scheme.appeal_days"}},
		{does: "who has a team makes no award of the company", by: "cultureToken", call: create, send: scheme(rules, fair), fails: "NOT_FOUND"},
		{does: "people make no award", by: "benToken", call: create, send: scheme(rules, fair), fails: "PERMISSION_DENIED"},
		{does: "an award that sets people against each other is previewed", call: preview, send: `{"name": "${scheme}"}`,
			gets: `{"findings": ["A scheme cannot reward individual volume alone: it turns colleagues against each other, and complaints rise.",
				"award_scheme.metrics: Where rewards hung on individual volume alone, colleagues turned against each other and complaints rose by a fifth"], "favours": null}`},
		{does: "it is previewed in Chinese", call: preview, send: `{"name": "${scheme}"}`, reads: "zh-CN",
			gets: `{"findings": ["激励方案不能只奖励个人业务量：这会使同事之间恶性竞争，投诉上升。", "*"]}`},
		{does: "it is not activated", call: activate, send: `{"name": "${scheme}"}`, fails: "SCHEME_OF_VOLUME_ALONE"},
		{does: "rules are changed by who read older ones", call: update, fails: "ETAG_MISMATCH",
			send: `{"awardScheme": {"name": "${scheme}", "etag": "old", "winners": 2}, "updateMask": "winners"}`},
		{does: "rules are made fair", call: update, send: `{"awardScheme": {"name": "${scheme}", "etag": "${schemeTag}", "metrics": [` + fair + `]}, "updateMask": "metrics"}`,
			gets: `{"metrics": [{"key": "csat"}, {"key": "team"}], "winners": 1}`},
		{does: "whom fair rules favour", call: preview, send: `{"name": "${scheme}"}`, gets: `{"findings": null, "favours": [{"group": "BUSY"}, {"group": "NIGHT"}, {"group": "ONE_GROUP"}]}`},
		{does: "no round of a draft", call: "incentive.AwardRoundService/CreateAwardRound", send: round("${scheme}", "${ben}"), fails: "AWARD_SCHEME_NOT_ACTIVE"},
		{does: "rules are in force", call: activate, send: `{"name": "${scheme}"}`, gets: `{"state": "AWARD_SCHEME_STATE_ACTIVE"}`},
		{does: "rules in force do not change", call: update, send: `{"awardScheme": {"name": "${scheme}", "winners": 2}, "updateMask": "winners"}`, fails: "AWARD_SCHEME_FIXED"},
		{does: "rules are read", call: get, send: `{"name": "${scheme}"}`, gets: `{"displayName": {"texts": {"zh-CN": "服务之星"}}, "panel": ["${mo}", "${lin}"], "points": "60"}`},
		{does: "rules of the company are not there for who has a team", by: "cultureToken", call: get, send: `{"name": "${scheme}"}`, fails: "NOT_FOUND"},
		{does: "rules of an award of the team", by: "cultureToken", call: create, keep: is{"teamScheme": "name"},
			send: strings.ReplaceAll(scheme(prize+appeals, metric("csat", "OUTCOME", "RATE", "60")+`, `+metric("team", "TEAM", "VALUE", "40")), "${company}", "${team}")},
		{does: "rules are archived", by: "cultureToken", call: archive, send: `{"name": "${teamScheme}"}`, gets: `{"state": "AWARD_SCHEME_STATE_ARCHIVED"}`},
		{does: "archived rules are not in force again", by: "cultureToken", call: activate, send: `{"name": "${teamScheme}"}`, fails: "ARCHIVED"},
		{does: "rules are listed", call: list, send: `{"filter": "state = ACTIVE"}`, gets: `{"awardSchemes": [{"name": "${scheme}"}], "nextPageToken": null}`},
		{does: "rules are listed of one's unit", by: "cultureToken", call: list, gets: `{"awardSchemes": [{"name": "${teamScheme}"}]}`},
		{does: "rules by what cannot be asked", call: list, send: `{"filter": "points > 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
	}
}

// round is one of January by a scheme, with a party beside Cho.
func round(scheme, party string) string {
	return `{"awardRound": {"awardScheme": "` + scheme + `", "displayName": {"texts": {"en": "January"}}, "startDate": "2026-01-01", "endDate": "2026-01-31",
		"parties": ["` + party + `", "${cho}"]}}`
}

// nominations begins the round, and lets people say who should win.
func nominations() []step {
	const create, get, list = "incentive.AwardRoundService/CreateAwardRound", "incentive.AwardRoundService/GetAwardRound", "incentive.AwardRoundService/ListAwardRounds"
	const commit, open, cancel = "incentive.AwardRoundService/CommitAwardRound", "incentive.AwardRoundService/OpenNominations", "incentive.AwardRoundService/CancelAwardRound"
	const nominate, own = "incentive.AwardNominationService/CreateAwardNomination", "incentive.AwardNominationService/ListAwardNominations"
	const withdraw, figures = "incentive.AwardNominationService/WithdrawAwardNomination", "incentive.AwardRoundService/BatchImportAwardFigures"
	nominee := func(who, evidence string) string {
		return `{"awardNomination": {"awardRound": "${round}", "nominee": "` + who + `", "story": "Stayed until it was solved.", "evidence": [` + evidence + `]}}`
	}
	return []step{
		{does: "a round", call: create, send: round("${scheme}", "${ben}"), keep: is{"round": "name"},
			gets: `{"state": "AWARD_ROUND_STATE_DRAFT", "unit": "${company}", "parties": ["${ben}", "${cho}"], "winners": null}`},
		{does: "a round of which one party decides", call: create, send: round("${scheme}", "${cho}"), fails: "INVALID_FIELD", fields: []string{"award_round.parties"}},
		{does: "a round with who is not here", call: create, send: round("${scheme}", "${vic}"), fails: "INVALID_FIELD", fields: []string{"award_round.parties"}},
		{does: "no round of archived rules", by: "cultureToken", call: create, send: round("${teamScheme}", "${ben}"), fails: "AWARD_SCHEME_NOT_ACTIVE"},
		{does: "nobody nominates before both have committed", call: open, send: `{"name": "${round}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "the first party commits", by: "benToken", call: commit, send: `{"name": "${round}", "digest": "${commitment 1 to round}"}`,
			gets: `{"state": "AWARD_ROUND_STATE_DRAFT", "commitments": [{"party": "${ben}", "digest": "*", "revealed": null}]}`},
		{does: "who is no party does not commit", by: "annToken", call: commit, send: `{"name": "${round}", "digest": "${commitment 1 to round}"}`, fails: "NOT_FOUND"},
		{does: "the second party commits", by: "choToken", call: commit, send: `{"name": "${round}", "digest": "${commitment 2 to round}"}`, gets: `{"state": "AWARD_ROUND_STATE_COMMITTED"}`},
		{does: "nobody commits anew then", by: "benToken", call: commit, send: `{"name": "${round}", "digest": "${commitment 2 to round}"}`,
			fails: "AWARD_ROUND_STATE", meta: is{"state": "2"}},
		{does: "people nominate", call: open, send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_NOMINATING"}`},
		{does: "who has a team does not run a round of the company", by: "cultureToken", call: open, send: `{"name": "${round}"}`, fails: "NOT_FOUND"},

		{does: "a night that two are thanked for", by: "choToken", call: "incentive.RecognitionService/GiveRecognition", keep: is{"praise": "name"},
			send: `{"receivers": ["${dee}", "${eva}"], "story": "What a night!", "visibility": "RECOGNITION_VISIBILITY_PUBLIC"}`},
		{does: "what thanks another shows nothing", by: "benToken", call: nominate, send: nominee("${dee}", `"${thanks}"`), fails: "NOT_FOUND"},
		{does: "who does not see the thanks cannot name them", by: "fayToken", call: nominate, send: nominee("${dee}", `"${praise}"`), fails: "NOT_FOUND"},
		{does: "Dee is nominated", by: "benToken", call: nominate, send: nominee("${dee}", `"${praise}"`), keep: is{"nomination": "name"},
			gets: `{"awardRound": "${round}", "nominee": "${dee}", "story": "Stayed until it was solved.", "evidence": ["${praise}"], "withdrawn": null}`},
		{does: "Dee is nominated by the same once more", by: "benToken", call: nominate, send: nominee("${dee}", `"${praise}"`), fails: "ALREADY_EXISTS"},
		{does: "Eva is nominated", by: "choToken", call: nominate, send: nominee("${eva}", `"${praise}"`)},
		{does: "nobody nominates themselves", by: "benToken", call: nominate, send: nominee("${ben}", ""), fails: "AWARD_NOMINATED_SELF"},
		{does: "nobody nominates who is not here", by: "benToken", call: nominate, send: nominee("people/"+nowhere, ""), fails: "NOT_FOUND"},
		{does: "a key nominates nobody", call: nominate, send: nominee("${eva}", `"${praise}"`), fails: "PERMISSION_DENIED"},
		{does: "Ann is nominated", by: "fayToken", call: nominate, send: nominee("${ann}", ""), keep: is{"regretted": "name"}},
		{does: "nobody withdraws what another wrote", by: "benToken", call: withdraw, send: `{"name": "${regretted}"}`, fails: "NOT_FOUND"},
		{does: "a nomination is withdrawn", by: "fayToken", call: withdraw, send: `{"name": "${regretted}"}`, gets: `{"withdrawn": true}`},
		{does: "one's own nominations are listed", by: "benToken", call: own, gets: `{"awardNominations": [{"name": "${nomination}"}], "nextPageToken": null}`},
		{does: "nominations of no page", by: "benToken", call: own, send: `{"pageToken": "x"}`, fails: "PAGE_TOKEN_INVALID"},

		{does: "a round is read by who may win", by: "fayToken", call: get, send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_NOMINATING"}`},
		{does: "a round of the company is not there for who has a team", by: "cultureToken", call: get, send: `{"name": "${round}"}`, fails: "NOT_FOUND"},
		{does: "another round", call: create, send: round("${scheme}", "${dee}"), keep: is{"dropped": "name"}},
		{does: "no round is given up without a reason", call: cancel, send: `{"name": "${dropped}"}`, fails: "INVALID_FIELD", fields: []string{"reason"}},
		{does: "a round is given up", call: cancel, send: `{"name": "${dropped}", "reason": "One is enough."}`, gets: `{"state": "AWARD_ROUND_STATE_CANCELLED", "reason": "One is enough."}`},
		{does: "a party commits to nothing that was given up", by: "deeToken", call: commit, send: `{"name": "${dropped}", "digest": "${commitment 1 to dropped}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "rounds are listed, the newest first", by: "fayToken", call: list, gets: `{"awardRounds": [{"name": "${dropped}"}, {"name": "${round}"}], "nextPageToken": null}`},
		{does: "rounds of one stage", call: list, send: `{"filter": "state = NOMINATING"}`, gets: `{"awardRounds": [{"name": "${round}"}]}`},
		{does: "rounds by what cannot be asked", call: list, send: `{"filter": "winners = 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
		{does: "no figures while people nominate", by: "hris", call: figures, send: `{"name": "${round}", "rows": [` + figure("${dee}", "95") + `]}`, fails: "AWARD_ROUND_STATE"},
	}
}

// figure is what is brought about a person whose customers were content so often of a hundred times.
func figure(person, hits string) string {
	return `{"person": "` + person + `", "contacts": "100", "figures": [{"metric": "csat", "hits": "` + hits + `", "of": "100"}, {"metric": "team", "value": "4.2"}]}`
}

// panels brings the figures, and has the panel score whom it does not know.
func panels() []step {
	const figures, candidates, vote = "incentive.AwardRoundService/BatchImportAwardFigures", "incentive.AwardPanelService/ListAwardCandidates", "incentive.AwardPanelService/ScoreAwardCandidate"
	const recuse, decide = "incentive.AwardPanelService/RecuseFromAwardCandidate", "incentive.AwardRoundService/DecideAwardRound"
	const appoint = "incentive.AwardPanelService/AppointAwardPanelist"
	const seen = `{"candidates": [{"label": "*", "stories": ["Stayed until it was solved."], "evidence": 1, "score": null}, {"label": "*", "stories": ["Stayed until it was solved."]}]}`
	score := func(label, score string) string {
		return `{"name": "${round}", "label": "` + label + `", "score": ` + score + `}`
	}
	panelist := func(person string) string { return `{"name": "${round}", "person": "` + person + `"}` }
	return []step{
		{does: "nominations end", call: "incentive.AwardRoundService/StartAwardScoring", send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_SCORING"}`},
		{does: "nominations end once", call: "incentive.AwardRoundService/StartAwardScoring", send: `{"name": "${round}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "what was said stays said then", by: "benToken", call: "incentive.AwardNominationService/WithdrawAwardNomination", send: `{"name": "${nomination}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "no panel without figures", call: "incentive.AwardRoundService/OpenAwardPanel", send: `{"name": "${round}"}`, fails: "AWARD_NO_CANDIDATES"},
		{does: "figures, the wrong ones refused", by: "hris", call: figures, send: `{"name": "${round}", "rows": [` +
			figure("${ann}", "80") + `, ` + figure("${ben}", "80") + `, ` + figure("${cho}", "80") + `, ` + figure("${dee}", "95") + `, ` + figure("${eva}", "80") + `, ` +
			figure("people/"+nowhere, "80") + `, ` + figure("${fay}", "101") + `]}`,
			gets: `{"rows": "7", "imported": "5", "refusals": [{"row": "6", "reason": "NOT_FOUND"}, {"row": "7", "reason": "INVALID_FIELD", "field": "figures.csat"}]}`},
		{does: "people bring no figures", by: "benToken", call: figures, send: `{"name": "${round}", "rows": [` + figure("${ben}", "100") + `]}`, fails: "PERMISSION_DENIED"},
		{does: "no panel before it is its turn", by: "moToken", call: candidates, send: `{"name": "${round}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "the panel's turn", call: "incentive.AwardRoundService/OpenAwardPanel", send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_PANEL"}`},
		{does: "no figures come then", by: "hris", call: figures, send: `{"name": "${round}", "rows": [` + figure("${dee}", "10") + `]}`, fails: "AWARD_ROUND_STATE"},
		{does: "whom the panel scores has no name", by: "moToken", call: candidates, send: `{"name": "${round}"}`, gets: seen, keep: is{"one": "candidates.0.label", "other": "candidates.1.label"}},
		{does: "who may win does not see who else", by: "benToken", call: candidates, send: `{"name": "${round}"}`, fails: "NOT_FOUND"},
		{does: "a score", by: "moToken", call: vote, send: score("${one}", "7"), gets: `{"label": "${one}", "score": 7, "stories": null}`},
		{does: "a score of nobody", by: "moToken", call: vote, send: score("nobody", "7"), fails: "NOT_FOUND"},
		{does: "a score too high", by: "moToken", call: vote, send: score("${one}", "11"), fails: "INVALID_FIELD", fields: []string{"score"}},
		{does: "who may win scores nobody", by: "benToken", call: vote, send: score("${one}", "10"), fails: "NOT_FOUND"},
		{does: "no decision while somebody has no score", call: decide, send: `{"name": "${round}"}`, fails: "AWARD_QUORUM_NOT_REACHED", meta: is{"candidates": "1"}},
		{does: "a score of the other", by: "moToken", call: vote, send: score("${other}", "7"), gets: `{"score": 7}`},
		{does: "who knows a candidate steps back", by: "linToken", call: recuse, send: `{"name": "${round}", "label": "${one}"}`},
		{does: "who steps back does so for good", by: "linToken", call: vote, send: score("${one}", "1"), fails: "NOT_FOUND"},
		{does: "who stepped back sees the others", by: "linToken", call: candidates, send: `{"name": "${round}"}`, gets: `{"candidates": [{"label": "${other}", "score": null}]}`},
		{does: "nobody is put on a panel that suffices", call: appoint, send: panelist("${gil}"), fails: "AWARD_PANEL_SUFFICES"},
		{does: "the other steps back too", by: "moToken", call: recuse, send: `{"name": "${round}", "label": "${one}"}`},
		{does: "who could have won is not put on the panel", call: appoint, send: panelist("${fay}"), fails: "INVALID_FIELD", fields: []string{"person"}},
		{does: "nobody appoints who has no say in it", by: "benToken", call: appoint, send: panelist("${gil}"), fails: "PERMISSION_DENIED"},
		{does: "somebody of another company makes up for them", call: appoint, send: panelist("${gil}"), gets: `{"state": "AWARD_ROUND_STATE_PANEL"}`},
		{does: "who makes up scores", by: "gilToken", call: vote, send: score("${one}", "7"), gets: `{"score": 7}`},
		{does: "nobody steps back who does not score", by: "benToken", call: recuse, send: `{"name": "${round}", "label": "${one}"}`, fails: "NOT_FOUND"},
		{does: "nothing is revealed before the decision", by: "benToken", call: "incentive.AwardRoundService/RevealAwardRound", send: shown("1"), fails: "AWARD_ROUND_STATE"},
		{does: "a round is decided", call: decide, send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_DECIDED", "revealTime": "*", "winners": null}`},
		{does: "nobody scores then", by: "moToken", call: vote, send: score("${one}", "9"), fails: "AWARD_ROUND_STATE"},
	}
}

// announcements has the parties reveal and says who won: there is nobody tied, so that it is the same in every play.
func announcements() []step {
	const reveal, announce = "incentive.AwardRoundService/RevealAwardRound", "incentive.AwardRoundService/AnnounceAwardRound"
	const public, standing = "incentive.AwardRecordService/GetAwardPublicRecord", "incentive.AwardRecordService/GetOwnAwardStanding"
	return []step{
		{does: "another secret than was committed to", by: "benToken", call: reveal, send: shown("2"), fails: "DRAW_NOT_COMMITTED"},
		{does: "the first party reveals", by: "benToken", call: reveal, send: shown("1"), gets: `{"commitments": [{"revealed": true}, {"revealed": null}]}`},
		{does: "who is no party reveals nothing", by: "annToken", call: reveal, send: shown("1"), fails: "NOT_FOUND"},
		{does: "nobody wins before both have revealed", call: announce, send: `{"name": "${round}"}`, fails: "AWARD_REVEAL_AWAITED"},
		{does: "the second party reveals", by: "choToken", call: reveal, send: shown("2"), gets: `{"commitments": [{"revealed": true}, {"revealed": true}]}`},
		{does: "nobody wins what is not there", call: announce, send: `{"name": "${round}"}`, fails: "INSUFFICIENT_FUNDS"},
		{does: "nothing to read before the announcement", by: "fayToken", call: public, send: `{"name": "${round}"}`, fails: "AWARD_NOT_ANNOUNCED"},
		{does: "no row to read before the announcement", by: "deeToken", call: standing, send: `{"name": "${round}"}`, fails: "AWARD_NOT_ANNOUNCED"},
		{does: "what the company may give", call: "incentive.AccountService/CreateAccount", keep: is{"prizes": "name"},
			send: `{"account": {"ledger": "${ledger}", "purpose": "budget", "owner": "${company}"}}`},
		{does: "points to win", call: "incentive.TransferService/PostTransfers", send: `{"transfers": [{"name": "transfers/${id prizes}", "kind": "TRANSFER_KIND_DIRECT",
			"debit": "${source}", "credit": "${prizes}", "amount": "60", "day": "2026-02-01", "reason": "grant"}]}`},
		{does: "the winner is announced", call: announce, send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_ANNOUNCED", "winners": ["${dee}"], "appealTime": "*"}`},
		{does: "a winner is announced once", call: announce, send: `{"name": "${round}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "what was announced is not given up", call: "incentive.AwardRoundService/CancelAwardRound", send: `{"name": "${round}", "reason": "It is somebody else."}`, fails: "AWARD_ROUND_STATE"},
		{does: "the winner has the points", call: "incentive.AccountService/GetAccount", send: `{"name": "${prizes}"}`, gets: `{"balance": {"available": null}}`},
		{does: "everybody reads who won", by: "fayToken", call: public, send: `{"name": "${round}"}`,
			gets: `{"awardRound": "${round}", "revision": 1, "winners": ["${dee}"], "merkleRoot": "*", "undrawn": null, "people": "8"}`},
		{does: "a record of a round that is not theirs", by: "cultureToken", call: public, send: `{"name": "${round}"}`, fails: "NOT_FOUND"},
		{does: "who won reads their row", by: "deeToken", call: standing, send: `{"name": "${round}"}`, gets: `{"won": true, "place": "1", "notCandidate": null, "label": "*", "document": "*"}`},
		{does: "who did not win reads their row", by: "evaToken", call: standing, send: `{"name": "${round}"}`, gets: `{"won": null, "place": "2"}`},
		{does: "who could not win reads why", by: "benToken", call: standing, send: `{"name": "${round}"}`, gets: `{"won": null, "place": null, "notCandidate": "JUDGES"}`},
		{does: "a key has no row", call: standing, send: `{"name": "${round}"}`, fails: "PERMISSION_DENIED"},
	}
}

// appeals hears two who think that it was decided wrongly.
func appeals() []step {
	const create, list = "incentive.AwardAppealService/CreateAwardAppeal", "incentive.AwardAppealService/ListAwardAppeals"
	const dismiss, uphold = "incentive.AwardAppealService/DismissAwardAppeal", "incentive.AwardAppealService/UpholdAwardAppeal"
	said := func(round, text string) string {
		return `{"awardAppeal": {"awardRound": "` + round + `", "text": "` + text + `"}}`
	}
	return []step{
		{does: "an appeal", by: "benToken", call: create, send: said("${round}", "Nobody saw me."), keep: is{"vain": "name"},
			gets: `{"awardRound": "${round}", "person": "${ben}", "state": "AWARD_APPEAL_STATE_OPEN", "answer": null}`},
		{does: "an appeal while one is open", by: "benToken", call: create, send: said("${round}", "Nobody!"), fails: "ALREADY_EXISTS"},
		{does: "an appeal against what was not announced", by: "deeToken", call: create, send: said("${dropped}", "Why?"), fails: "NOT_FOUND"},
		{does: "an appeal of few words", by: "evaToken", call: create, send: said("${round}", ""), fails: "INVALID_FIELD", fields: []string{"award_appeal.text"}},
		{does: "an appeal by who was forgotten", by: "evaToken", call: create, send: said("${round}", "My ratings are missing."), keep: is{"appeal": "name"}},
		{does: "one's own appeals are listed", by: "benToken", call: list, gets: `{"awardAppeals": [{"name": "${vain}"}], "nextPageToken": null}`},
		{does: "all appeals of a round are listed", call: list, send: `{"filter": "award_round = \"${round}\" AND state = OPEN"}`, gets: `{"awardAppeals": [{"name": "${appeal}"}, {"name": "${vain}"}]}`},
		{does: "appeals by what cannot be asked", call: list, send: `{"filter": "text = \"x\""}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
		{does: "an appeal is not there for who has a team", by: "cultureToken", call: dismiss, send: `{"name": "${vain}", "answer": "No."}`, fails: "NOT_FOUND"},
		{does: "no appeal without an answer", call: dismiss, send: `{"name": "${vain}"}`, fails: "INVALID_FIELD", fields: []string{"answer"}},
		{does: "an appeal is dismissed", call: dismiss, send: `{"name": "${vain}", "answer": "Ask to be nominated next time."}`,
			gets: `{"state": "AWARD_APPEAL_STATE_DISMISSED", "answer": "Ask to be nominated next time.", "answerTime": "*"}`},
		{does: "an appeal is answered once", call: uphold, send: `{"name": "${vain}", "answer": "Well, then."}`, fails: "AWARD_APPEAL_ANSWERED"},
		{does: "a correction of who was not there", call: uphold, send: `{"name": "${appeal}", "answer": "So it was.", "figures": [` + figure("people/"+nowhere, "99") + `]}`, fails: "NOT_FOUND"},
		{does: "an appeal is upheld", call: uphold, send: `{"name": "${appeal}", "answer": "So it was.", "figures": [` + figure("${eva}", "99") + `]}`, gets: `{"state": "AWARD_APPEAL_STATE_UPHELD"}`},
		{does: "somebody else has won", by: "fayToken", call: "incentive.AwardRecordService/GetAwardPublicRecord", send: `{"name": "${round}"}`, gets: `{"revision": 2, "winners": ["${eva}"]}`},
		{does: "who has won lost it", by: "deeToken", call: "incentive.AwardRecordService/GetOwnAwardStanding", send: `{"name": "${round}"}`, gets: `{"won": null, "place": "2", "revision": 2}`},
		{does: "how even an award is", call: "incentive.AwardRecordService/GetAwardEquity", send: `{"name": "${scheme}", "endDate": "2026-12-31"}`,
			gets: `{"awardScheme": "${scheme}", "startDate": "2026-01-01", "comparisons": [{"attribute": "site"}, {"attribute": "shift"}]}`},
		{does: "how even it is, for who has a team", by: "cultureToken", call: "incentive.AwardRecordService/GetAwardEquity", send: `{"name": "${scheme}"}`, fails: "NOT_FOUND"},
		{does: "how even it is by a day that is none", call: "incentive.AwardRecordService/GetAwardEquity", send: `{"name": "${scheme}", "endDate": "2026-02-30"}`,
			fails: "INVALID_FIELD", fields: []string{"end_date"}},
		{does: "no end while there is time for appeals", call: "incentive.AwardRoundService/FinalizeAwardRound", send: `{"name": "${round}"}`, fails: "AWARD_APPEAL_OPEN"},
	}
}

// finals lets the day go by that is left for appeals. The table ends with it, since nothing brings the day back.
func finals() []step {
	const finalize = "incentive.AwardRoundService/FinalizeAwardRound"
	return []step{
		{does: "a round ends", passes: 24 * time.Hour, call: finalize, send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_FINAL", "winners": ["${eva}"]}`},
		{does: "a round that ended has ended", call: finalize, send: `{"name": "${round}"}`, gets: `{"state": "AWARD_ROUND_STATE_FINAL"}`},
		{does: "a round that was given up does not end", call: finalize, send: `{"name": "${dropped}"}`, fails: "AWARD_ROUND_STATE"},
		{does: "no appeal after the end", by: "deeToken", call: "incentive.AwardAppealService/CreateAwardAppeal", send: `{"awardAppeal": {"awardRound": "${round}", "text": "And now?"}}`, fails: "AWARD_ROUND_STATE"},
	}
}

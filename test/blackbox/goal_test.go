package blackbox_test

import "slices"

// goals has teams reach something together: the company in which Gil works ends a survey. Goals of single people are off until a site allows
// them.
func goals() []step {
	const create, get, list, mine = "incentive.GoalService/CreateGoal", "incentive.GoalService/GetGoal", "incentive.GoalService/ListGoals", "incentive.GoalService/ListMyGoals"
	const setting, set = "incentive.GoalService/GetGoalSetting", "incentive.GoalService/SetIndividualGoals"
	goal := func(whose, event, until string) string {
		return `{"goal": {"displayName": {"texts": {"en": "A goal"}}, ` + whose + `, "event": "FACT_TYPE_` + event + `", "target": "1", "rewardPoints": "11",
			"startDate": "2020-01-01", "endDate": "` + until + `", "timeZone": "Asia/Shanghai"}}`
	}
	const ofTeam, ofEmployer, ofOne = `"unit": "${team}"`, `"unit": "${team}", "employer": "in-house"`, `"person": "${ben}"`
	const training, later, at = "TRAINING_COMPLETED", "2090-12-31", `{"name": "${site}"}`
	return slices.Concat([]step{
		{does: "a goal of a team", by: "cultureToken", call: create, send: goal(ofTeam, training, later), keep: is{"teamGoal": "name"},
			gets: `{"name": "*", "unit": "${team}", "employer": null, "person": null, "target": "1", "count": null, "state": "GOAL_STATE_IN_PROGRESS", "reachedTime": null}`},
		{does: "a goal of one employer's people", by: "cultureToken", call: create, send: goal(ofEmployer, training, later), gets: `{"employer": "in-house"}`, keep: is{"ourGoal": "name"}},
		{does: "a goal of nobody", by: "cultureToken", call: create, send: goal(`"employer": "in-house"`, training, later), fails: "INVALID_FIELD", fields: []string{"goal.unit"}},
		{does: "a goal that is over", by: "cultureToken", call: create, send: goal(ofTeam, training, "2025-12-31"), fails: "INVALID_FIELD", fields: []string{"goal.end_date"}},
		{does: "a goal of a unit beyond one's reach", by: "cultureToken", call: create, send: goal(`"unit": "${beta}"`, training, later), fails: "NOT_FOUND"},
		{does: "a lead makes no goal", by: "annToken", call: create, send: goal(ofEmployer, training, later), fails: "PERMISSION_DENIED"},

		{does: "goals of single people are off", call: setting, send: at, gets: `{"site": "${site}", "individualGoals": null}`},
		{does: "a goal of somebody where that is off", by: "cultureToken", call: create, send: goal(ofOne, training, later), fails: "INDIVIDUAL_GOALS_OFF"},
		{does: "nobody has a goal of volume alone", by: "cultureToken", call: create, send: goal(ofOne, "CONTACTS_COUNTED", later), reads: "zh-CN", says: "zh-CN",
			fails: "SCHEME_OF_VOLUME_ALONE", fields: []string{"goal.person"}},
		{does: "who works for a team sets nothing for a site", by: "cultureToken", call: set, send: `{"name": "${site}", "allowed": true}`, fails: "PERMISSION_DENIED"},
		{does: "a site allows goals of single people", call: set, send: `{"name": "${site}", "allowed": true}`, gets: `{"site": "${site}", "individualGoals": true}`},
		{does: "a goal of somebody where that is allowed", by: "cultureToken", call: create, send: goal(ofOne, training, later), keep: is{"ownGoal": "name"},
			gets: `{"person": "${ben}", "unit": "${team}", "employer": "in-house"}`},
		{does: "a site allows them no longer", call: set, send: at, gets: `{"individualGoals": null}`},

		{does: "a goal is read", by: "annToken", call: get, send: `{"name": "${ourGoal}"}`, gets: `{"target": "1", "rewardPoints": "11", "endDate": "2090-12-31"}`},
		{does: "who leads for one employer reads no goal of all", by: "annToken", call: get, send: `{"name": "${teamGoal}"}`, fails: "NOT_FOUND"},
		{does: "goals are listed, the newest first", by: "cultureToken", call: list,
			gets: `{"goals": [{"name": "${ownGoal}"}, {"name": "${ourGoal}"}, {"name": "${teamGoal}"}], "nextPageToken": null}`},
		{does: "an employee lists no goals", by: "benToken", call: list, fails: "PERMISSION_DENIED"},
		{does: "one's own goals and one's team's", by: "benToken", call: mine, gets: `{"goals": [{"name": "${ownGoal}"}, {"name": "${ourGoal}"}, {"name": "${teamGoal}"}]}`},
		{does: "the goals of a colleague are not one's own", by: "choToken", call: mine, gets: `{"goals": [{"name": "${ourGoal}"}, {"name": "${teamGoal}"}]}`},
		{does: "the goals of another employer neither", by: "fayToken", call: mine, gets: `{"goals": [{"name": "${teamGoal}"}]}`},

		{does: "a goal that will be reached", call: create, send: goal(`"unit": "${beta}"`, "SURVEY_CLOSED", later), keep: is{"reached": "name"}},
	}, ask("counted"), []step{
		{does: "a goal is reached", by: "gilToken", call: mine, soon: true,
			gets: `{"goals": [{"name": "${reached}", "count": "1", "state": "GOAL_STATE_REACHED", "reachedTime": "*"}], "nextPageToken": null}`},
		{does: "those in the team share what it earned, beside what a rule granted", by: "gilToken", call: "incentive.WalletService/GetWallet",
			gets: `{"earned": "31"}`, soon: true},
	})
}

// fairness says how recognition reaches people. All that anybody has done is of a month that goes on, so there are no figures yet.
func fairness() []step {
	const board, unrecognised = "incentive.FairnessService/GetFairnessBoard", "incentive.FairnessService/ReadUnrecognised"
	const setting, set = "incentive.FairnessService/GetFairnessSetting", "incentive.FairnessService/SetUnrecognisedNamed"
	return []step{
		{does: "how recognition is spread", call: board, send: `{"unit": "${company}"}`,
			gets: `{"unit": "${company}", "month": "*", "computeTime": null, "people": null, "kind": "FAIRNESS_KIND_THANKS", "figures": null}`},
		{does: "how letters are spread", call: board, send: `{"unit": "${company}", "kind": "FAIRNESS_KIND_LETTERS"}`, gets: `{"kind": "FAIRNESS_KIND_LETTERS", "figures": null}`},
		{does: "how it was spread among one's own people before anybody said anything", by: "annToken", call: board, send: `{"unit": "${team}", "month": "2025-01"}`,
			gets: `{"unit": "${team}", "month": "2025-01", "computeTime": null, "figures": null}`},
		{does: "how it is spread in a month that has not ended", by: "annToken", call: board, send: `{"unit": "${team}", "month": "2090-01"}`, fails: "INVALID_FIELD", fields: []string{"month"}},
		{does: "how it is spread in no month", by: "annToken", call: board, send: `{"unit": "${team}", "month": "2025-13"}`, fails: "INVALID_FIELD", fields: []string{"month"}},
		{does: "how it is spread beyond one's reach", by: "cultureToken", call: board, send: `{"unit": "${beta}"}`, fails: "NOT_FOUND"},
		{does: "no site allows names", call: setting, send: `{"name": "${site}"}`, gets: `{"site": "${site}", "unrecognisedNamed": null}`},
		{does: "nobody is named before", by: "annToken", call: unrecognised, send: `{"unit": "${team}"}`, gets: `{"people": null, "unrecognised": null, "startDate": "*", "endDate": "*"}`},
		{does: "who works for a team sets nothing for its site", by: "cultureToken", call: set, send: `{"name": "${site}", "allowed": true}`, fails: "PERMISSION_DENIED"},
		{does: "a site allows names", call: set, send: `{"name": "${site}", "allowed": true}`, gets: `{"unrecognisedNamed": true}`},
		{does: "who has no recognition, of one's own people", by: "annToken", call: unrecognised, send: `{"unit": "${team}"}`, gets: `{"people": "5"}`},
		{does: "nobody is named beyond one's reach", by: "annToken", call: unrecognised, send: `{"unit": "${beta}"}`, fails: "NOT_FOUND"},
		{does: "an employee reads no such list", by: "benToken", call: unrecognised, send: `{"unit": "${team}"}`, fails: "PERMISSION_DENIED"},
		{does: "a site allows names no longer", call: set, send: `{"name": "${site}"}`, gets: `{"unrecognisedNamed": null}`},
		{does: "an employee sees no board", by: "benToken", call: board, send: `{"unit": "${team}"}`, fails: "PERMISSION_DENIED"},
	}
}

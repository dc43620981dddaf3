package blackbox_test

import "slices"

// ask has the other company ask its contacts and end that.
func ask(name string) []step {
	return []step{
		{does: "contacts are asked and " + name, call: "survey.SurveyService/CreateSurvey", keep: is{name: "name"},
			send: `{"survey": {"displayName": {"texts": {"en": "Beta"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_IDENTIFIED", "k": 1, "intake": "INTAKE_IMPORT",
				"ownerUnit": "${beta}", "audience": {"units": ["${beta}"], "kind": "AUDIENCE_KIND_CONTACTS"}}}`},
		{does: "contacts can answer and are " + name, call: "survey.SurveyService/OpenSurvey", send: `{"name": "${` + name + `}"}`},
		{does: "contacts can answer no longer and are " + name, call: "survey.SurveyService/CloseSurvey", send: `{"name": "${` + name + `}"}`},
	}
}

// rules grants points for what happens elsewhere in Hearth: the other company, in which Gil works, ends a survey.
func rules() []step {
	const create, get, list, update = "incentive.RuleService/CreateRule", "incentive.RuleService/GetRule", "incentive.RuleService/ListRules", "incentive.RuleService/UpdateRule"
	const publish, activate, pause = "incentive.RuleService/PublishRule", "incentive.RuleService/ActivateRule", "incentive.RuleService/PauseRule"
	const archive, preview, grants = "incentive.RuleService/ArchiveRule", "incentive.RuleService/PreviewRule", "incentive.RuleService/ListRuleGrants"
	rule := func(unit, event, condition, amount, share string) string {
		return `{"rule": {"displayName": {"texts": {"en": "A rule"}}, "ownerUnit": "` + unit + `", "event": "FACT_TYPE_` + event + `", "condition": "` + condition + `",
			"amount": "` + amount + `", "share": "RULE_SHARE_` + share + `", "reason": {"texts": {"en": "You asked.", "zh-CN": "您问了。"}}, "startDate": "2020-01-01",
			"timeZone": "UTC", "period": "RULE_PERIOD_MONTH"}}`
	}
	const joined, closed, asked = "PERSON_JOINED", "SURVEY_CLOSED", "event.instrument == '${instrument}'"
	const this, alone, drafted = `{"name": "${rule}"}`, `{"name": "${alone}"}`, `{"name": "${closing}"}`
	changed := func(tag string) string {
		return `{"rule": {"name": "${rule}", "etag": "${` + tag + `}", "amount": "20"}, "updateMask": "amount"}`
	}
	return slices.Concat([]step{
		{does: "somebody for the other company", call: "directory.PersonService/CreatePerson", keep: is{"gil": "name"},
			send: `{"person": {"displayName": "Gil", "number": "G-1", "hireDate": "2024-01-01", "placement": {"unit": "${beta}", "employer": "in-house"}}}`},
	}, invited("gil"), []step{
		{does: "somebody in the other company has no goal", by: "gilToken", call: "incentive.GoalService/ListMyGoals", gets: `{"goals": null}`, soon: true},
		{does: "a rule", call: create, send: rule("${beta}", closed, asked, "10", "TEAM"), keep: is{"rule": "name", "ruleTag": "etag"},
			gets: `{"name": "*", "state": "RULE_STATE_DRAFT", "ownerUnit": "${beta}", "amount": "10", "publishedVersion": null, "refusedGrants": null, "etag": "*"}`},
		{does: "a rule for what no event says", call: create, send: rule("${beta}", joined, "event.miles > 3", "10", "PERSON"), fails: "INVALID_FIELD", fields: []string{"rule.condition"}},
		{does: "a rule of an amount that is none", call: create, send: rule("${beta}", joined, "true", "true", "PERSON"), fails: "INVALID_FIELD", fields: []string{"rule.amount"}},
		{does: "a rule for somebody where nobody is meant", call: create, send: rule("${beta}", closed, "true", "10", "PERSON"), fails: "INVALID_FIELD", fields: []string{"rule.share"}},
		{does: "a rule of a unit beyond one's reach", by: "cultureToken", call: create, send: rule("${beta}", joined, "true", "10", "PERSON"), fails: "NOT_FOUND"},
		{does: "a lead makes no rule", by: "annToken", call: create, send: rule("${team}", joined, "true", "10", "PERSON"), fails: "PERMISSION_DENIED"},
		{does: "a rule is not activated before it is published", call: activate, send: this, fails: "RULE_NOT_PUBLISHED"},
		{does: "a rule is changed", call: update, send: changed("ruleTag"), gets: `{"amount": "20", "event": "FACT_TYPE_SURVEY_CLOSED"}`, keep: is{"ruleTag2": "etag"}},
		{does: "a rule is changed by who read an older one", call: update, send: changed("ruleTag"), fails: "ETAG_MISMATCH"},
		{does: "a rule is published by who read an older one", call: publish, send: `{"name": "${rule}", "etag": "${ruleTag}"}`, fails: "ETAG_MISMATCH"},
		{does: "a rule is published", call: publish, send: `{"name": "${rule}", "etag": "${ruleTag2}"}`, gets: `{"state": "RULE_STATE_DRAFT", "publishedVersion": "1"}`},
		{does: "a rule is activated", call: activate, send: this, gets: `{"state": "RULE_STATE_ACTIVE"}`},
		{does: "a rule is read", call: get, send: this, gets: `{"amount": "20", "reason": {"texts": {"zh-CN": "您问了。"}}}`},
		{does: "a rule beyond one's reach is not there", by: "cultureToken", call: get, send: this, fails: "NOT_FOUND"},
		{does: "what was published of a rule", call: "incentive.RuleService/ListRuleVersions", send: this,
			gets: `{"versions": [{"version": "1", "rule": {"amount": "20", "etag": null}, "publishTime": "*"}], "nextPageToken": null}`},
	}, ask("rewarded"), []step{
		{does: "who works there is granted points", by: "gilToken", call: grants, soon: true,
			gets: `{"grants": [{"transfer": "*", "rule": "${rule}", "version": "1", "points": "20", "reason": {"texts": {"en": "You asked.", "zh-CN": "您问了。"}},
				"event": "FACT_TYPE_SURVEY_CLOSED", "eventTime": "*", "resource": "${rewarded}", "withdrawn": null, "refusal": null}], "nextPageToken": null}`},
		{does: "nobody else is", by: "choToken", call: grants, gets: `{"grants": null}`},
		{does: "a key is granted nothing", call: grants, fails: "PERMISSION_DENIED"},
		{does: "a rule is paused", call: pause, send: this, gets: `{"state": "RULE_STATE_PAUSED"}`},
		{does: "a rule is archived", call: archive, send: this, gets: `{"state": "RULE_STATE_ARCHIVED"}`},
		{does: "an archived rule is not activated", call: activate, send: this, fails: "ARCHIVED"},

		{does: "a rule of one person's volume", by: "cultureToken", call: create, send: rule("${team}", "CONTACTS_COUNTED", "event.calls > 10", "event.contacts", "PERSON"),
			gets: `{"state": "RULE_STATE_DRAFT"}`, keep: is{"alone": "name"}},
		{does: "nobody is rewarded for volume alone", by: "cultureToken", call: publish, send: alone, reads: "zh-CN", says: "zh-CN", fails: "SCHEME_OF_VOLUME_ALONE",
			fields: []string{"rule.share"}},
		{does: "nor is that activated", by: "cultureToken", call: activate, send: alone, fails: "SCHEME_OF_VOLUME_ALONE", fields: []string{"rule.share"}},
		{does: "a team may be rewarded for volume", by: "cultureToken", call: update, send: `{"rule": {"name": "${alone}", "share": "RULE_SHARE_TEAM"}, "updateMask": "share"}`,
			gets: `{"share": "RULE_SHARE_TEAM"}`},
		{does: "a team's rule is published", by: "cultureToken", call: publish, send: alone, gets: `{"publishedVersion": "1"}`},

		{does: "a rule for what has happened", by: "cultureToken", call: create, send: rule("${team}", closed, asked, "60", "TEAM"),
			keep: is{"closing": "name"}},
		{does: "what it would have granted", by: "cultureToken", call: preview, send: drafted, soon: true,
			gets: `{"facts": "4", "grants": "24", "points": "240", "people": "6", "belowFloor": null}`},
		{does: "a preview of a time that is none", by: "cultureToken", call: preview, fails: "INVALID_FIELD", fields: []string{"start_time"},
			send: `{"name": "${closing}", "startTime": "2026-01-02T00:00:00Z", "endTime": "2026-01-01T00:00:00Z"}`},
		{does: "a lead sees no preview", by: "annToken", call: preview, send: drafted, fails: "PERMISSION_DENIED"},
		{does: "rules are listed, the newest first", by: "cultureToken", call: list, gets: `{"rules": [{"name": "${closing}"}, {"name": "${alone}"}], "nextPageToken": null}`},
		{does: "older rules are on the next page", call: list, send: `{"pageSize": 2}`, gets: `{"rules": [{"name": "${closing}"}, {"name": "${alone}"}], "nextPageToken": "*"}`},
		{does: "an employee lists no rules", by: "benToken", call: list, fails: "PERMISSION_DENIED"},
	})
}

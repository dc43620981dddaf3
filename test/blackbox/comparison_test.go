package blackbox_test

// comparisons asks a team twice, and sees what changed and what others answer.
func comparisons() []step {
	const compare, trends = "survey.ComparisonService/CompareCells", "survey.ComparisonService/ListTrends"
	const create, list, remove = "survey.NormService/CreateNorm", "survey.NormService/ListNorms", "survey.NormService/DeleteNorm"
	norm := func(of, value, date string) string {
		return `{"norm": {"family": "${instrument}", "of": "` + of + `", "statistic": "NORM_STATISTIC_MEAN", "value": ` + value + `, "n": "900",
			"population": {"texts": {"en": "Contact centres"}}, "source": "A study, table 3", "licence": "CC BY 4.0", "date": "` + date + `"}}`
	}
	steps := append(wave("spring", "", "1", "2", "3", "3", "1"), wave("autumn", `, "previous": "${spring}"`, "3", "4", "5", "5", "3")...)
	return append(steps, []step{
		{does: "a norm", call: create, send: norm("belonging", "3.9", "2025-03-01"), keep: is{"norm": "name"},
			gets: `{"name": "*", "family": "${instrument}", "of": "belonging", "statistic": "NORM_STATISTIC_MEAN", "value": 3.9, "n": "900", "source": "A study, table 3", "createTime": "*"}`},
		{does: "a norm of no question", call: create, send: norm("salary", "3.9", "2025-03-01"), fails: "INVALID_FIELD", fields: []string{"norm.of"}},
		{does: "a norm beside the scale", call: create, send: norm("belonging", "5.1", "2025-03-01"), fails: "INVALID_FIELD", fields: []string{"norm.value"}},
		{does: "who is asked makes no norm", by: "benToken", call: create, send: norm("belonging", "3.9", "2025-03-01"), fails: "PERMISSION_DENIED"},
		{does: "norms are listed", call: list, send: `{"filter": "of = \"belonging\""}`, gets: `{"norms": [{"name": "${norm}", "licence": "CC BY 4.0"}]}`},
		{does: "norms of another question are none", call: list, send: `{"filter": "of = \"voice\""}`, gets: `{"norms": null}`},
		{does: "norms by a field that is none", call: list, send: `{"filter": "value = 3"}`, fails: "FILTER_INVALID"},

		{does: "a team is compared with itself before", call: compare, soon: true,
			send: `{"parent": "${autumn}/release", "first": {"unit": "${team}"}, "second": {"unit": "${team}"}, "secondRelease": "${spring}/release"}`,
			gets: `{"first": {"release": "${autumn}/release", "cell": {"unit": "${team}", "sheets": "5"}}, "second": {"release": "${spring}/release", "cell": {"sheets": "5"}},
				"items": [{"item": "belonging", "hidden": null, "first": {"mean": 4}, "second": {"mean": 2}, "difference": 2, "mean": {"verdict": "VERDICT_HIGHER"}}, {"item": "voice", "hidden": true, "difference": null}],
				"norms": [{"name": "${norm}"}]}`},
		{does: "a team is not compared with itself", call: compare, send: `{"parent": "${autumn}/release", "first": {"unit": "${team}"}, "second": {"unit": "${team}"}}`, fails: "CELLS_OVERLAP"},
		{does: "a team is not compared with what is not shown", call: compare,
			send: `{"parent": "${autumn}/release", "first": {"unit": "${team}"}, "second": {"unit": "${below}"}}`, fails: "NOT_FOUND"},
		{does: "who is asked compares nothing", by: "benToken", call: compare,
			send: `{"parent": "${autumn}/release", "first": {"unit": "${team}"}, "second": {"unit": "${team}"}, "secondRelease": "${spring}/release"}`, fails: "PERMISSION_DENIED"},
		{does: "a team is followed", call: trends, send: `{"parent": "${autumn}/release", "cell": {"unit": "${team}"}}`,
			gets: `{"waves": [{"release": "${spring}/release", "sheets": "5"}, {"release": "${autumn}/release", "sheets": "5"}],
				"trends": [{"item": "belonging", "points": [{"wave": null, "n": "5", "mean": 2}, {"wave": 1, "n": "5", "mean": 4}]}, {"item": "voice"}]}`},
		{does: "what is not shown is not followed", call: trends, send: `{"parent": "${autumn}/release", "cell": {"unit": "${below}"}}`, fails: "NOT_FOUND"},
		{does: "a draft is not followed", call: trends, send: `{"parent": "${lonely}/release", "cell": {"unit": "${below}"}}`, fails: "SURVEY_NOT_RELEASED"},

		{does: "who is asked deletes no norm", by: "benToken", call: remove, send: `{"name": "${norm}"}`, fails: "PERMISSION_DENIED"},
		{does: "a norm is deleted", call: remove, send: `{"name": "${norm}"}`},
		{does: "a norm is deleted once", call: remove, send: `{"name": "${norm}"}`, fails: "NOT_FOUND"},
		{does: "a norm that is deleted is not listed", call: list, gets: `{"norms": null}`},
	}...)
}

// wave is a survey of the team, kept under its name, that the five answer with these ratings.
func wave(name, more string, ratings ...string) []step {
	steps := []step{
		{does: "a survey in " + name, call: "survey.SurveyService/CreateSurvey", keep: is{name: "name"},
			send: `{"survey": {"displayName": {"texts": {"en": "` + name + `"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL",
				"ownerUnit": "${team}", "audience": {"units": ["${team}"]}` + more + `}}`},
		{does: "a survey is opened in " + name, call: "survey.SurveyService/OpenSurvey", send: `{"name": "${` + name + `}"}`, gets: `{"state": "SURVEY_STATE_OPEN"}`},
	}
	for i, who := range []string{"ann", "ben", "cho", "dee", "eva"} {
		steps = append(steps, step{does: who + " answers in " + name, by: who + "Token", call: "survey.ResponseService/SubmitResponse",
			send: `{"survey": "${` + name + `}", "answers": [{"item": "belonging", "rating": ` + ratings[i] + `}]}`})
	}
	return append(steps, step{does: "a survey is closed in " + name, call: "survey.SurveyService/CloseSurvey", send: `{"name": "${` + name + `}"}`,
		gets: `{"state": "SURVEY_STATE_CLOSED"}`})
}

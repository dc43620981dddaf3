package blackbox_test

// imports brings answers from elsewhere into a survey that is made for it.
func imports() []step {
	const bring = "survey.ResponseImportService/BatchImportResponses"
	row := func(who, answer string) string { return `{"person": "` + who + `", "answers": [` + answer + `]}` }
	rows := func(survey string) string {
		return `{"name": "` + survey + `", "rows": [` + row("${ben}", `{"item": "belonging", "rating": 4}`) + `, ` + row("${ben}", `{"item": "belonging", "rating": 3}`) + `,
			` + row("people/"+nowhere, `{"item": "belonging", "rating": 3}`) + `]}`
	}
	wrong := `{"name": "${brought}", "rows": [` + row("${ben}", `{"item": "belonging", "rating": 6}`) + `]}`
	return []step{
		{does: "a survey for answers from elsewhere", call: "survey.SurveyService/CreateSurvey", keep: is{"brought": "name"},
			send: `{"survey": {"displayName": {"texts": {"en": "Paper"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL", "intake": "INTAKE_IMPORT",
				"ownerUnit": "${team}", "audience": {"units": ["${team}"]}}}`},
		{does: "a draft takes no answers from elsewhere", call: bring, send: rows("${brought}"), fails: "SURVEY_NOT_OPEN"},
		{does: "a survey for answers from elsewhere is opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${brought}"}`, gets: `{"state": "SURVEY_STATE_OPEN"}`},
		{does: "answers from elsewhere", call: bring, send: rows("${brought}"),
			gets: `{"rows": "3", "imported": "1", "refused": "2", "refusals": [{"row": "2", "reason": "ROW_TWICE"}, {"row": "3", "reason": "NOT_ASKED"}]}`},
		{does: "an answer from elsewhere beside the scale", call: bring, send: wrong,
			gets: `{"imported": null, "refused": "1", "refusals": [{"row": "1", "reason": "ANSWER_INVALID", "item": "belonging", "problem": "OUTSIDE_SCALE"}]}`},
		{does: "a survey that asks by itself takes none from elsewhere", call: bring, send: rows("${survey}"), fails: "SURVEY_NOT_FOR_IMPORT"},
		{does: "who is asked brings no answers", by: "benToken", call: bring, send: rows("${brought}"), fails: "PERMISSION_DENIED"},
		{does: "a survey with answers from elsewhere is closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${brought}"}`, gets: `{"state": "SURVEY_STATE_CLOSED"}`},
	}
}

package blackbox_test

// named asks under people's names, hides nothing, and reads who answered what.
func named() []step {
	const read = "survey.ResponseService/ListResponses"
	return []step{
		{does: "a survey under names", call: "survey.SurveyService/CreateSurvey", keep: is{"named": "name"},
			send: `{"survey": {"displayName": {"texts": {"en": "Talks"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_IDENTIFIED", "k": 1, "intake": "INTAKE_IMPORT",
				"ownerUnit": "${team}", "audience": {"units": ["${team}"]}}}`},
		{does: "in confidence something is hidden", call: "survey.SurveyService/CreateSurvey", fails: "INVALID_FIELD", fields: []string{"survey.k"},
			send: `{"survey": {"displayName": {"texts": {"en": "Talks"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL", "k": 1,
				"ownerUnit": "${team}", "audience": {"units": ["${team}"]}}}`},
		{does: "a survey under names is opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${named}"}`, gets: `{"k": 1}`},
		{does: "an answer under a name", call: "survey.ResponseImportService/BatchImportResponses",
			send: `{"name": "${named}", "rows": [{"person": "${ben}", "answers": [{"item": "belonging", "rating": 4}]}]}`, gets: `{"imported": "1"}`},
		{does: "who answered what", call: read, send: `{"name": "${named}"}`,
			gets: `{"responses": [{"person": "${ben}", "unit": "${team}", "answers": [{"item": "belonging", "rating": 4}]}]}`},
		{does: "who answered what, by a field that is none", call: read, send: `{"name": "${named}", "filter": "answered = 1"}`, fails: "FILTER_INVALID"},
		{does: "what was said in confidence has no name", call: read, send: `{"name": "${survey}"}`, fails: "SURVEY_NOT_IDENTIFIED"},
		{does: "who is asked reads nobody's answers", by: "benToken", call: read, send: `{"name": "${named}"}`, fails: "PERMISSION_DENIED"},
		{does: "a survey under names is closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${named}"}`, gets: `{"state": "SURVEY_STATE_CLOSED"}`},
	}
}

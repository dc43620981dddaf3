package blackbox_test

import "strings"

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
		{does: "nothing is hidden where k is 1", call: "survey.ReleaseService/ListCells", soon: true, send: `{"parent": "${named}/release", "view": "CELL_VIEW_FULL"}`,
			gets: `{"cells": [{"unit": "${team}", "sheets": "1", "items": [{"item": "belonging", "hidden": null, "n": "1", "mean": 4}, {"item": "voice"}]}]}`},
		{does: "who answered what stays", call: read, send: `{"name": "${named}"}`, gets: `{"responses": [{"person": "${ben}"}]}`},
	}
}

// customers asks contacts, who are in no directory.
func customers() []step {
	const bring = "survey.ResponseImportService/BatchImportResponses"
	contact := func(id, more string) string {
		return `{"contact": {"id": {"source": "acd", "id": "` + id + `"}` + more + `}`
	}
	const here, answered = `, "unit": "${team}", "channel": "chat"`, `, "answers": [{"item": "belonging", "rating": 4}]}`
	rows := func(rows ...string) string {
		return `{"name": "${served}", "rows": [` + strings.Join(rows, ", ") + `]}`
	}
	create := func(intake string) string {
		return `{"survey": {"displayName": {"texts": {"en": "After a call"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_IDENTIFIED", "k": 1, "intake": "` + intake + `",
			"ownerUnit": "${team}", "audience": {"units": ["${team}"], "kind": "AUDIENCE_KIND_CONTACTS"}}}`
	}
	return []step{
		{does: "contacts do not log in", call: "survey.SurveyService/CreateSurvey", send: create("INTAKE_PEOPLE"), fails: "INVALID_FIELD", fields: []string{"survey.audience.kind"}},
		{does: "a survey of contacts", call: "survey.SurveyService/CreateSurvey", keep: is{"served": "name"}, send: create("INTAKE_IMPORT"),
			gets: `{"audience": {"kind": "AUDIENCE_KIND_CONTACTS"}, "intake": "INTAKE_IMPORT"}`},
		{does: "contacts before the opening", call: bring, send: rows(contact("T-1", here)+"}", contact("T-2", here)+answered),
			gets: `{"imported": "1", "refused": "1", "refusals": [{"row": "2", "reason": "SURVEY_NOT_OPEN"}]}`},
		{does: "a survey of contacts is opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${served}"}`, gets: `{"state": "SURVEY_STATE_OPEN"}`},
		{does: "contacts and their answers", call: bring,
			send: rows(contact("T-1", "")+answered, contact("T-2", here)+answered, contact("T-3", `, "unit": "units/`+nowhere+`"`)+answered,
				contact("13812345678", here)+answered, contact("T-4", "")+answered, contact("T-2", here)+answered, `{"person": "${ben}"`+answered,
				contact("T-1", `, "unit": "${team}", "channel": "phone"`)+"}"),
			gets: `{"rows": "8", "imported": "2", "refused": "6", "refusals": [{"row": "3", "reason": "UNIT_NOT_ASKED"},
				{"row": "4", "reason": "CONTACT_INVALID", "item": "contact.id", "problem": "PERSONAL"}, {"row": "5", "reason": "NOT_ASKED"},
				{"row": "6", "reason": "ROW_TWICE"}, {"row": "7", "reason": "NOT_ASKED"}, {"row": "8", "reason": "CONTACT_ELSEWHERE"}]}`},
		{does: "what contacts answered", call: "survey.ResponseService/ListResponses", send: `{"name": "${served}", "pageSize": 1}`,
			gets: `{"responses": [{"contact": {"source": "acd", "id": "T-1"}, "person": null, "unit": "${team}", "answers": [{"item": "belonging", "rating": 4}]}], "nextPageToken": "*"}`},
		{does: "who is asked brings no contacts", by: "benToken", call: bring, send: rows(contact("T-9", here) + "}"), fails: "PERMISSION_DENIED"},
		{does: "a survey of contacts is closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${served}"}`, gets: `{"state": "SURVEY_STATE_CLOSED", "eligible": "2"}`},
		{does: "a closed survey takes no contacts", call: bring, send: rows(contact("T-9", here) + "}"), fails: "SURVEY_NOT_OPEN"},
		{does: "what contacts answered is released", call: "survey.ReleaseService/ListCells", soon: true, send: `{"parent": "${served}/release"}`,
			gets: `{"cells": [{"unit": "${team}", "eligible": "2", "sheets": "2"}]}`},
	}
}

package blackbox_test

// surveys makes instruments and surveys, up to the opening.
func surveys() []step {
	const create = "survey.SurveyService/CreateSurvey"
	survey := func(more string) string {
		return `{"survey": {"displayName": {"texts": {"en": "Pulse"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL",
			"ownerUnit": "${team}", "audience": {"units": ["${team}"], "employers": ["in-house"]}` + more + `}}`
	}
	items := `[{"id": "belonging", "text": {"texts": {"en": "I belong here", "zh-CN": "我属于这里"}}, "required": true, "rating": {"min": 1, "max": 5}},
		{"id": "voice", "text": {"texts": {"en": "I am heard"}}, "rating": {"min": 0, "max": 10}}]`
	return []step{
		{does: "an instrument", call: "survey.InstrumentService/CreateInstrument", send: `{"instrument": {"displayName": {"texts": {"en": "Draft"}}, "items": ` + items + `}}`,
			gets: `{"name": "*", "state": "INSTRUMENT_STATE_DRAFT", "items": [{"id": "belonging", "required": true}, {"id": "voice", "required": null, "rating": {"max": 10}}]}`,
			keep: is{"instrument": "name", "instrumentTag": "etag"}},
		{does: "an instrument with an item twice", call: "survey.InstrumentService/CreateInstrument",
			send: `{"instrument": {"displayName": {"texts": {"en": "Twice"}}, "items": [{"id": "a", "text": {"texts": {"en": "?"}}, "rating": {"min": 1, "max": 5}},
				{"id": "a", "text": {"texts": {"en": "?"}}, "rating": {"min": 1, "max": 5}}]}}`,
			fails: "INVALID_FIELD", fields: []string{"instrument.items[1].id"}},
		{does: "an instrument with a scale of one point", call: "survey.InstrumentService/CreateInstrument",
			send:  `{"instrument": {"displayName": {"texts": {"en": "Flat"}}, "items": [{"id": "a", "text": {"texts": {"en": "?"}}, "rating": {"min": 1, "max": 1}}]}}`,
			fails: "INVALID_FIELD", fields: []string{"instrument.items[0].rating"}},
		{does: "an instrument is changed", call: "survey.InstrumentService/UpdateInstrument",
			send: `{"instrument": {"name": "${instrument}", "etag": "${instrumentTag}", "displayName": {"texts": {"en": "Pulse"}}}, "updateMask": "displayName"}`,
			gets: `{"displayName": {"texts": {"en": "Pulse"}}, "items": [{"id": "belonging"}, {"id": "voice"}]}`},
		{does: "an instrument is changed by who read an older one", call: "survey.InstrumentService/UpdateInstrument",
			send: `{"instrument": {"name": "${instrument}", "etag": "${instrumentTag}", "displayName": {"texts": {"en": "Late"}}}, "updateMask": "displayName"}`, fails: "ETAG_MISMATCH"},
		{does: "a survey needs an instrument that is published", call: create, send: survey(""), fails: "INSTRUMENT_NOT_PUBLISHED", soon: true},
		{does: "an instrument is published", call: "survey.InstrumentService/PublishInstrument", send: `{"name": "${instrument}"}`,
			gets: `{"state": "INSTRUMENT_STATE_PUBLISHED"}`},
		{does: "an instrument is published once", call: "survey.InstrumentService/PublishInstrument", send: `{"name": "${instrument}"}`,
			gets: `{"state": "INSTRUMENT_STATE_PUBLISHED"}`},
		{does: "a published instrument is not changed", call: "survey.InstrumentService/UpdateInstrument",
			send: `{"instrument": {"name": "${instrument}", "minutes": 5}, "updateMask": "minutes"}`, fails: "INSTRUMENT_PUBLISHED"},
		{does: "a translation of a published instrument is corrected", call: "survey.InstrumentService/UpdateInstrument",
			send: `{"instrument": {"name": "${instrument}", "displayName": {"texts": {"en": "Pulse", "zh-CN": "脉搏"}}}, "updateMask": "displayName"}`,
			gets: `{"displayName": {"texts": {"zh-CN": "脉搏"}}, "state": "INSTRUMENT_STATE_PUBLISHED"}`},
		{does: "an instrument is read", call: "survey.InstrumentService/GetInstrument", send: `{"name": "${instrument}"}`, gets: `{"displayName": {"texts": {"en": "Pulse"}}}`},
		{does: "instruments are listed", call: "survey.InstrumentService/ListInstruments", gets: `{"instruments": [{"name": "${instrument}"}]}`},

		{does: "a survey", call: create, send: survey(""), soon: true,
			gets: `{"name": "*", "state": "SURVEY_STATE_DRAFT", "eligible": null, "ownerUnit": "${team}", "openedTime": null}`, keep: is{"survey": "name", "surveyTag": "etag"}},
		{does: "an anonymous survey", call: create, fails: "MODE_NOT_AVAILABLE",
			send: `{"survey": {"displayName": {"texts": {"en": "A"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_ANONYMOUS", "ownerUnit": "${team}", "audience": {"units": ["${team}"]}}}`},
		{does: "a survey of a unit that is not there", call: create, fails: "NOT_FOUND",
			send: `{"survey": {"displayName": {"texts": {"en": "A"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL", "ownerUnit": "units/` + nowhere + `", "audience": {"units": ["${team}"]}}}`},
		{does: "a survey that closes before it opens", call: create, send: survey(`, "closeTime": "2020-01-01T00:00:00Z"`), fails: "INVALID_FIELD", fields: []string{"survey.close_time"}},
		{does: "a survey is changed", call: "survey.SurveyService/UpdateSurvey",
			send: `{"survey": {"name": "${survey}", "etag": "${surveyTag}", "displayName": {"texts": {"en": "Pulse 1"}}}, "updateMask": "displayName"}`,
			gets: `{"displayName": {"texts": {"en": "Pulse 1"}}, "state": "SURVEY_STATE_DRAFT"}`, keep: is{"surveyTag2": "etag"}},
		{does: "a survey is changed by who read an older one", call: "survey.SurveyService/UpdateSurvey",
			send: `{"survey": {"name": "${survey}", "etag": "${surveyTag}", "displayName": {"texts": {"en": "Late"}}}, "updateMask": "displayName"}`, fails: "ETAG_MISMATCH"},
		{does: "the mode of a survey stays", call: "survey.SurveyService/UpdateSurvey",
			send: `{"survey": {"name": "${survey}", "mode": "SURVEY_MODE_IDENTIFIED"}, "updateMask": "mode"}`, fails: "MODE_FIXED"},
		{does: "a survey of nobody", call: create, keep: is{"lonely": "name"}, soon: true,
			send: `{"survey": {"displayName": {"texts": {"en": "Alone"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL", "ownerUnit": "${below}", "audience": {"units": ["${below}"]}}}`},
		{does: "a survey of nobody is not opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${lonely}"}`, fails: "AUDIENCE_TOO_SMALL"},
		{does: "a draft is not closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${survey}"}`, fails: "SURVEY_NOT_OPEN"},
		{does: "a draft asks nobody", by: "benToken", call: "survey.ResponseService/ListAssignedSurveys", gets: `{"surveys": null}`},
		{does: "a draft takes no answer", by: "benToken", call: "survey.ResponseService/SubmitResponse", send: sheet("3"), fails: "NOT_FOUND"},
		{does: "a survey is opened by who read an older one", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${survey}", "etag": "${surveyTag}"}`, fails: "ETAG_MISMATCH"},
		{does: "a survey is opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${survey}", "etag": "${surveyTag2}"}`, soon: true,
			gets: `{"state": "SURVEY_STATE_OPEN", "eligible": "5", "openedTime": "*"}`},
		{does: "what a release can show", call: "survey.ReleaseService/PreviewRelease", send: `{"survey": "${survey}"}`,
			gets: `{"eligible": "5", "k": 5, "units": "*"}`},
		{does: "a survey is opened once", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${survey}"}`, gets: `{"state": "SURVEY_STATE_OPEN", "eligible": "5"}`},
		{does: "an open survey keeps its name", call: "survey.SurveyService/UpdateSurvey",
			send: `{"survey": {"name": "${survey}", "displayName": {"texts": {"en": "New"}}}, "updateMask": "displayName"}`, fails: "SURVEY_NOT_DRAFT"},
		{does: "an open survey closes later", call: "survey.SurveyService/UpdateSurvey",
			send: `{"survey": {"name": "${survey}", "closeTime": "2099-01-01T00:00:00Z"}, "updateMask": "closeTime"}`, gets: `{"closeTime": "*"}`},
		{does: "open surveys are listed", call: "survey.SurveyService/ListSurveys", send: `{"filter": "state = \"SURVEY_STATE_OPEN\" AND owner_unit = \"${team}\""}`,
			gets: `{"surveys": [{"name": "${survey}"}]}`},
		{does: "surveys are listed, the newest first", call: "survey.SurveyService/ListSurveys", send: `{"orderBy": "create_time desc", "pageSize": 1}`,
			gets: `{"surveys": [{"name": "${lonely}"}], "nextPageToken": "*"}`, keep: is{"surveyPage": "nextPageToken"}},
		{does: "older surveys are on the next page", call: "survey.SurveyService/ListSurveys", send: `{"orderBy": "create_time desc", "pageSize": 1, "pageToken": "${surveyPage}"}`,
			gets: `{"surveys": [{"name": "${survey}"}], "nextPageToken": null}`},
		{does: "a page of surveys that somebody changed", call: "survey.SurveyService/ListSurveys", send: `{"pageToken": "${surveyPage}"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "surveys by a field that is none", call: "survey.SurveyService/ListSurveys", send: `{"filter": "eligible = 5"}`, fails: "FILTER_INVALID"},
		{does: "a survey is read", call: "survey.SurveyService/GetSurvey", send: `{"name": "${survey}"}`, gets: `{"mode": "SURVEY_MODE_CONFIDENTIAL", "eligible": "5"}`},
		{does: "another company's survey is not there", by: "system", call: "survey.SurveyService/GetSurvey", send: `{"name": "surveys/` + nowhere + `"}`, fails: "NOT_FOUND"},
	}
}

// sheet answers the survey.
func sheet(belonging string, more ...string) string {
	text := `{"survey": "${survey}", "answers": [{"item": "belonging", "rating": ` + belonging + `}`
	for _, m := range more {
		text += m
	}
	return text + `]}`
}

// answers takes answers, and closes.
func answers() []step {
	const submit, mine = "survey.ResponseService/SubmitResponse", "survey.ResponseService/GetMyResponse"
	const participation = "survey.SurveyService/GetParticipation"
	once := func(rating string) string {
		return `{"survey": "${survey}", "requestId": "${id answer}", "answers": [{"item": "belonging", "rating": ` + rating + `}]}`
	}
	steps := []step{
		{does: "who is asked sees the survey", by: "benToken", call: "survey.ResponseService/ListAssignedSurveys",
			gets: `{"surveys": [{"survey": "${survey}", "mode": "SURVEY_MODE_CONFIDENTIAL", "answered": null, "closeTime": "*", "instrument": {"items": [{"id": "belonging"}, {"id": "voice"}]}}]}`},
		{does: "who is not asked does not", by: "fayToken", call: "survey.ResponseService/ListAssignedSurveys", gets: `{"surveys": null}`},
		{does: "no answer yet", by: "benToken", call: mine, send: `{"survey": "${survey}"}`, fails: "NOT_FOUND"},
		{does: "an answer to no question", by: "benToken", call: submit, send: sheet("3", `, {"item": "salary", "rating": 1}`), fails: "ANSWER_INVALID",
			meta: is{"item": "salary", "problem": "UNKNOWN_ITEM"}},
		{does: "an answer beside the scale", by: "benToken", call: submit, send: sheet("6"), fails: "ANSWER_INVALID", meta: is{"item": "belonging", "problem": "OUTSIDE_SCALE"}},
		{does: "an answer twice", by: "benToken", call: submit, send: sheet("3", `, {"item": "belonging", "rating": 2}`), fails: "ANSWER_INVALID",
			meta: is{"item": "belonging", "problem": "TWICE"}},
		{does: "a question left out", by: "benToken", call: submit, send: `{"survey": "${survey}", "answers": [{"item": "voice", "rating": 3}]}`, fails: "ANSWER_INVALID",
			meta: is{"item": "belonging", "problem": "MISSING"}},
		{does: "an answer that says nothing", by: "benToken", call: submit, send: `{"survey": "${survey}", "answers": [{"item": "belonging"}]}`,
			fails: "ANSWER_INVALID", meta: is{"item": "belonging", "problem": "WRONG_KIND"}},
		{does: "an answer", by: "benToken", call: submit, send: once("3")},
		{does: "the same answer once more", by: "benToken", call: submit, send: once("3"), replayed: true},
		{does: "another answer under the same id", by: "benToken", call: submit, send: once("4"), fails: "REQUEST_ID_REUSED"},
		{does: "the answer stands", by: "benToken", call: mine, send: `{"survey": "${survey}"}`, gets: `{"answers": [{"item": "belonging", "rating": 3}]}`},
		{does: "an answer is changed", by: "benToken", call: submit, send: sheet("5", `, {"item": "voice", "rating": 10}`)},
		{does: "the changed answer stands", by: "benToken", call: mine, send: `{"survey": "${survey}"}`,
			gets: `{"answers": [{"item": "belonging", "rating": 5}, {"item": "voice", "rating": 10}]}`},
		{does: "who has answered sees it", by: "benToken", call: "survey.ResponseService/ListAssignedSurveys", gets: `{"surveys": [{"answered": true}]}`},
		{does: "who is not asked does not answer", by: "fayToken", call: submit, send: sheet("3"), fails: "NOT_FOUND"},
		{does: "a key does not answer", call: submit, send: sheet("3"), fails: "PERMISSION_DENIED"},
		{does: "no counts while it is open", call: participation, send: `{"name": "${survey}"}`, fails: "SURVEY_NOT_CLOSED"},
	}
	for _, who := range []string{"ann", "cho", "dee", "eva"} {
		steps = append(steps, step{does: who + " answers", by: who + "Token", call: submit, send: sheet("4")})
	}
	return append(steps, []step{
		{does: "no system asks a service what it keeps of whom", by: "system", call: "survey.PrivacyService/ExportPersonData", send: `{"person": "${ben}"}`, fails: "PERMISSION_DENIED"},
		{does: "what is kept about a person elsewhere", by: "directory", call: "survey.PrivacyService/ExportPersonData", send: `{"person": "${ben}"}`,
			gets: `{"service": "survey", "json": "*"}`},
		{does: "a survey is closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${survey}"}`, gets: `{"state": "SURVEY_STATE_CLOSED", "closedTime": "*"}`},
		{does: "a survey is closed once", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${survey}"}`, gets: `{"state": "SURVEY_STATE_CLOSED"}`},
		{does: "who took part is told to no system", by: "system", call: "survey.ParticipationService/ListParticipants", send: `{"survey": "${survey}"}`, fails: "PERMISSION_DENIED"},
		{does: "who took part is told to no administrator", call: "survey.ParticipationService/ListParticipants", send: `{"survey": "${survey}"}`, fails: "PERMISSION_DENIED"},
		{does: "who took part is told to the service that rewards it", by: "incentive", call: "survey.ParticipationService/ListParticipants", send: `{"survey": "${survey}"}`,
			gets: `{"people": ["*", "*", "*", "*", "*"], "nextPageToken": null}`},
		{does: "a closed survey takes no answer", by: "benToken", call: submit, send: sheet("1"), fails: "SURVEY_NOT_OPEN"},
		{does: "a closed survey is not opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${survey}"}`, fails: "SURVEY_CLOSED"},
		{does: "how many answered", soon: true, call: participation, send: `{"name": "${survey}"}`, gets: `{"eligible": "5", "responses": "5", "rate": 1}`},
		{does: "what a release is about", call: "survey.ReleaseService/GetRelease", send: `{"name": "${survey}/release"}`,
			gets: `{"survey": "${survey}", "instrument": "${instrument}", "k": 5, "createTime": "*", "cells": "*"}`},
		{does: "all but one answered alike", call: "survey.ReleaseService/ListCells", send: `{"parent": "${survey}/release", "view": "CELL_VIEW_FULL"}`,
			gets: `{"cells": [{"unit": "*", "unitName": "*", "eligible": "5", "sheets": "5", "rate": 1, "items": [
				{"item": "belonging", "hidden": true, "counts": null, "mean": null}, {"item": "voice", "hidden": true}]}]}`},
		{does: "who is asked reads no release", by: "benToken", call: "survey.ReleaseService/ListCells", send: `{"parent": "${survey}/release"}`, fails: "PERMISSION_DENIED"},
		{does: "a survey that nobody answers", call: "survey.SurveyService/CreateSurvey", keep: is{"silent": "name"},
			send: `{"survey": {"displayName": {"texts": {"en": "Silence"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL", "ownerUnit": "${team}", "audience": {"units": ["${team}"]}}}`},
		{does: "a survey that nobody answers is opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${silent}"}`, gets: `{"eligible": "6"}`},
		{does: "a survey that nobody answered is closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${silent}"}`},
		{does: "too few to show", soon: true, call: participation, send: `{"name": "${silent}"}`, fails: "TOO_FEW"},
		{does: "who answered is in no audit", call: "survey.AuditService/ListAuditEntries", send: `{"filter": "method = \"hearth.survey.v1.ResponseService/SubmitResponse\""}`,
			gets: `{"auditEntries": null}`},
		{does: "who ran the survey is", call: "survey.AuditService/ListAuditEntries", send: `{"filter": "resource = \"${silent}\""}`,
			gets: `{"auditEntries": [{"method": "hearth.survey.v1.SurveyService/CloseSurvey"}, {"method": "hearth.survey.v1.SurveyService/OpenSurvey"}, {"method": "hearth.survey.v1.SurveyService/CreateSurvey"}]}`},
	}...)
}

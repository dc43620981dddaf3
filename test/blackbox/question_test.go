package blackbox_test

// questions asks in every way, and shows what is asked by what was answered.
func questions() []step {
	const create, submit, mine = "survey.InstrumentService/CreateInstrument", "survey.ResponseService/SubmitResponse", "survey.ResponseService/GetMyResponse"
	text := `"text": {"texts": {"en": "?", "zh-CN": "？"}}`
	options := `"options": [{"id": "x", ` + text + `}, {"id": "y", ` + text + `}]`
	items := `[{"id": "r", ` + text + `, "rating": {"min": 1, "max": 5}}, {"id": "then", ` + text + `, "desiredOf": "r", "rating": {"min": 1, "max": 5}},
		{"id": "why", ` + text + `, "required": true, "condition": "answers.r <= 2", "longText": {}},
		{"id": "m", ` + text + `, "matrix": {"rows": [{"id": "a", ` + text + `}], "scale": {"min": 0, "max": 3, "favourable": [3]}}},
		{"id": "n", ` + text + `, "nps": {}}, {"id": "e", ` + text + `, "ces": {}}, {"id": "s", ` + text + `, "single": {` + options + `}},
		{"id": "b", ` + text + `, "multi": {` + options + `, "most": 1}}, {"id": "o", ` + text + `, "ranking": {` + options + `}},
		{"id": "y", ` + text + `, "number": {"max": "40", "bounds": ["1", "5"]}},
		{"id": "d", ` + text + `, "date": {"earliest": "2000-01-01", "latest": "2030-12-31", "bounds": ["2019-12-31"]}},
		{"id": "w", ` + text + `, "page": 2, "shortText": {"maxLength": 5}}, {"id": "c", ` + text + `, "page": 2, "consent": {}}]`
	instrument := func(items, more string) string {
		return `{"instrument": {"displayName": {"texts": {"en": "Everything"}}, "items": ` + items + more + `}}`
	}
	wrong := func(does, field, item string) step {
		return step{does: does, call: create, send: instrument(`[{"id": "q", `+text+`, `+item+`}]`, ""), fails: "INVALID_FIELD", fields: []string{"instrument.items[0]." + field}}
	}
	sheet := func(answers string) string { return `{"survey": "${everything}", "answers": [` + answers + `]}` }
	refused := func(problem, item, answers string) step {
		return step{does: "an answer that is " + problem, by: "benToken", call: submit, send: sheet(answers), fails: "ANSWER_INVALID", meta: is{"item": item, "problem": problem}}
	}
	return []step{
		{does: "the library is listed", call: "survey.InstrumentService/ListLibraryInstruments", gets: `{"instruments": "*"}`},
		{does: "an instrument of the library is read", call: "survey.InstrumentService/GetLibraryInstrument", send: `{"name": "libraryInstruments/belonging-pulse"}`,
			gets: `{"name": "libraryInstruments/belonging-pulse", "displayName": "*", "items": "*"}`},
		{does: "what is not in the library is not there", call: "survey.InstrumentService/GetLibraryInstrument", send: `{"name": "libraryInstruments/none"}`, fails: "NOT_FOUND"},
		wrong("favourable beside the scale", "rating.favourable", `"rating": {"min": 1, "max": 5, "favourable": [6]}`),
		wrong("bands that fall", "number.bounds", `"number": {"max": "9", "bounds": ["4", "3"]}`),
		wrong("more to choose than there is", "multi.least", `"multi": {`+options+`, "least": 3}`),
		wrong("a condition on what comes later", "condition", `"condition": "answers.q > 1", "ces": {}`),
		wrong("a desired state of nothing", "desired_of", `"desiredOf": "p", "ces": {}`),
		{does: "a construct of nothing", call: create, fails: "INVALID_FIELD", fields: []string{"instrument.constructs[0].items[0].item"},
			send: instrument(items, `, "constructs": [{"id": "k", "displayName": {"texts": {"en": "K"}}, "items": [{"item": "w"}, {"item": "r"}]}]`)},
		{does: "an instrument of every kind", call: create, keep: is{"every": "name"},
			send: instrument(items, `, "shuffle": true, "constructs": [{"id": "k", "displayName": {"texts": {"en": "K"}}, "items": [{"item": "m.a", "reversed": true}, {"item": "r"}]}]`),
			gets: `{"family": "*", "edition": 1, "constructs": [{"id": "k", "items": [{"item": "m.a", "reversed": true}, {"item": "r"}]}]}`},
		{does: "a draft is not revised", call: "survey.InstrumentService/ReviseInstrument", send: `{"name": "${every}"}`, fails: "INSTRUMENT_NOT_PUBLISHED"},
		{does: "every kind is published", call: "survey.InstrumentService/PublishInstrument", send: `{"name": "${every}"}`},
		{does: "a published instrument is revised", call: "survey.InstrumentService/ReviseInstrument", send: `{"name": "${every}"}`, keep: is{"revised": "name"},
			gets: `{"family": "${every}", "edition": 2, "state": "INSTRUMENT_STATE_DRAFT"}`},
		{does: "what was revised takes other minutes", call: "survey.InstrumentService/UpdateInstrument",
			send: `{"instrument": {"name": "${revised}", "minutes": 4}, "updateMask": "minutes"}`, gets: `{"minutes": 4}`},
		{does: "editions are compared", call: "survey.InstrumentService/CompareInstruments", send: `{"name": "${every}", "other": "${revised}"}`,
			gets: `{"changes": [{"path": "minutes", "kind": "CHANGE_KIND_CHANGED", "before": null, "after": "4", "sentence": {"texts": {"en": "*", "zh-CN": "*"}}}]}`},
		{does: "a survey of every kind", call: "survey.SurveyService/CreateSurvey", keep: is{"everything": "name"}, soon: true,
			send: `{"survey": {"displayName": {"texts": {"en": "Everything"}}, "instrument": "${every}", "mode": "SURVEY_MODE_CONFIDENTIAL", "ownerUnit": "${team}", "audience": {"units": ["${team}"]}}}`},
		{does: "a survey of every kind is opened", call: "survey.SurveyService/OpenSurvey", send: `{"name": "${everything}"}`, gets: `{"state": "SURVEY_STATE_OPEN"}`},
		refused("NOT_SHOWN", "why", `{"item": "r", "rating": 3}, {"item": "why", "text": "because"}`),
		refused("MISSING", "why", `{"item": "r", "rating": 2}`),
		refused("WRONG_KIND", "s", `{"item": "s", "rating": 2}`),
		refused("UNKNOWN_ITEM", "m", `{"item": "m", "rating": 2}`),
		refused("UNKNOWN_OPTION", "s", `{"item": "s", "option": "z"}`),
		refused("TOO_MANY", "b", `{"item": "b", "options": {"options": ["x", "y"]}}`),
		refused("NOT_ALL_RANKED", "o", `{"item": "o", "options": {"options": ["x"]}}`),
		refused("OUTSIDE_SCALE", "y", `{"item": "y", "number": "41"}`),
		refused("NOT_A_DAY", "d", `{"item": "d", "date": "2020-02-30"}`),
		refused("TOO_LONG", "w", `{"item": "w", "text": "123456"}`),
		refused("CONTROL_CHARACTER", "w", `{"item": "w", "text": "1\u0007"}`),
		{does: "answers of every kind", by: "benToken", call: submit, send: sheet(`{"item": "c", "agreed": true}, {"item": "w", "text": "好👍"}, {"item": "d", "date": "2020-01-01"}, {"item": "y", "number": "5"},
			{"item": "o", "options": {"options": ["y", "x"]}}, {"item": "b", "options": {"options": ["y"]}}, {"item": "s", "option": "x"}, {"item": "e", "rating": 1},
			{"item": "n", "rating": 0}, {"item": "m.a", "rating": 0}, {"item": "why", "text": "שלום"}, {"item": "then", "rating": 5}, {"item": "r", "rating": 1}`)},
		{does: "answers of every kind are read back", by: "benToken", call: mine, send: `{"survey": "${everything}"}`,
			gets: `{"answers": [{"item": "r", "rating": 1}, {"item": "then", "rating": 5}, {"item": "why", "text": "שלום"}, {"item": "m.a", "rating": 0}, {"item": "n", "rating": 0}, {"item": "e", "rating": 1},
				{"item": "s", "option": "x"}, {"item": "b", "options": {"options": ["y"]}}, {"item": "o", "options": {"options": ["y", "x"]}}, {"item": "y", "band": 2}, {"item": "d", "band": 2},
				{"item": "w", "text": "好👍"}, {"item": "c", "agreed": true}]}`},
		{does: "a survey of every kind is closed", call: "survey.SurveyService/CloseSurvey", send: `{"name": "${everything}"}`, gets: `{"state": "SURVEY_STATE_CLOSED"}`},
	}
}

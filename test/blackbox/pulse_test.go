package blackbox_test

// pulses has a team asked again and again, from a day on that is far off: so no wave opens while the table is played.
func pulses() []step {
	const create, update, preview = "survey.PulseService/CreatePulse", "survey.PulseService/UpdatePulse", "survey.PulseService/PreviewPulse"
	const pause, resume = "survey.PulseService/PausePulse", "survey.PulseService/ResumePulse"
	pulse := func(unit, recurrence string) string {
		return `{"pulse": {"displayName": {"texts": {"en": "Every week"}}, "instrument": "${instrument}", "mode": "SURVEY_MODE_CONFIDENTIAL", "ownerUnit": "` + unit + `",
			"audience": {"units": ["` + unit + `"]}, "recurrence": "` + recurrence + `", "startDate": "2090-01-02", "timeZone": "Asia/Shanghai", "openingMinute": 540,
			"daysOpen": 3, "restWeeks": 2}}`
	}
	return []step{
		{does: "a pulse", call: create, send: pulse("${team}", "FREQ=WEEKLY;BYDAY=MO"), keep: is{"pulse": "name", "pulseTag": "etag"},
			gets: `{"name": "*", "state": "PULSE_STATE_ACTIVE", "nextOpenTime": "2090-01-02T01:00:00Z", "lastWave": null}`},
		{does: "a pulse of every hour", call: create, send: pulse("${team}", "FREQ=HOURLY"), fails: "INVALID_FIELD", fields: []string{"pulse.recurrence"}},
		{does: "a pulse of a unit that is not there", call: create, send: pulse("units/"+nowhere, "FREQ=WEEKLY"), fails: "NOT_FOUND"},
		{does: "who is asked makes no pulse", by: "benToken", call: create, send: pulse("${team}", "FREQ=WEEKLY"), fails: "PERMISSION_DENIED"},
		{does: "a pulse is read", call: "survey.PulseService/GetPulse", send: `{"name": "${pulse}"}`, gets: `{"recurrence": "FREQ=WEEKLY;BYDAY=MO", "restWeeks": 2}`},
		{does: "a pulse that is not there", call: "survey.PulseService/GetPulse", send: `{"name": "pulses/` + nowhere + `"}`, fails: "NOT_FOUND"},
		{does: "pulses are listed", call: "survey.PulseService/ListPulses", gets: `{"pulses": [{"name": "${pulse}"}], "nextPageToken": null}`},
		{does: "a page of pulses that is none", call: "survey.PulseService/ListPulses", send: `{"pageToken": "x"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a pulse is previewed", call: preview, send: `{"name": "${pulse}"}`,
			gets: `{"occurrences": [{"date": "2090-01-02", "openTime": "2090-01-02T01:00:00Z", "closeTime": "2090-01-05T01:00:00Z", "oneIn": 2}, {"date": "2090-01-09"}, {"date": "2090-01-16"},
				{"date": "2090-01-23"}, {"date": "2090-01-30"}, {"date": "2090-02-06"}, {"date": "2090-02-13"}, {"date": "2090-02-20"}, {"date": "2090-02-27"}, {"date": "2090-03-06"}]}`},
		{does: "a pulse that is not there is not previewed", call: preview, send: `{"name": "pulses/` + nowhere + `"}`, fails: "NOT_FOUND"},
		{does: "a pulse is changed", call: update, send: `{"pulse": {"name": "${pulse}", "etag": "${pulseTag}", "openingMinute": 600}, "updateMask": "openingMinute"}`,
			gets: `{"openingMinute": 600, "nextOpenTime": "2090-01-02T02:00:00Z"}`},
		{does: "a pulse is changed by who read an older one", call: update,
			send: `{"pulse": {"name": "${pulse}", "etag": "${pulseTag}", "openingMinute": 660}, "updateMask": "openingMinute"}`, fails: "ETAG_MISMATCH"},
		{does: "a pulse is paused by who read an older one", call: pause, send: `{"name": "${pulse}", "etag": "${pulseTag}"}`, fails: "ETAG_MISMATCH"},
		{does: "a pulse is paused", call: pause, send: `{"name": "${pulse}"}`, gets: `{"state": "PULSE_STATE_PAUSED", "nextOpenTime": null}`},
		{does: "a pulse is resumed by who read an older one", call: resume, send: `{"name": "${pulse}", "etag": "${pulseTag}"}`, fails: "ETAG_MISMATCH"},
		{does: "a pulse is resumed", call: resume, send: `{"name": "${pulse}"}`, gets: `{"state": "PULSE_STATE_ACTIVE", "nextOpenTime": "2090-01-02T02:00:00Z"}`},
	}
}

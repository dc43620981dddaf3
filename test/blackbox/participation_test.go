package blackbox_test

// participation says what taking part in a survey is worth, and takes it back before another survey closes.
func participation() []step {
	const set, get = "incentive.ParticipationService/SetParticipationPolicy", "incentive.ParticipationService/GetParticipationPolicy"
	const list, remove = "incentive.ParticipationService/ListParticipationPolicies", "incentive.ParticipationService/DeleteParticipationPolicy"
	const everywhere, ofTeam = `{"name": "participationPolicies/all"}`, `{"name": "${worth}"}`
	policy := func(unit, points string) string {
		return `{"policy": {"unit": "` + unit + `", "points": "` + points + `"}}`
	}
	return []step{
		{does: "taking part is worth nothing yet", call: get, send: everywhere, fails: "NOT_FOUND"},
		{does: "an employee does not say what taking part is worth", by: "benToken", call: set, send: policy("${team}", "20"), fails: "PERMISSION_DENIED"},
		{does: "nothing is worth something in a unit that is not there", call: set, send: policy("units/"+nowhere, "20"), fails: "NOT_FOUND"},
		{does: "taking part is not worth less than nothing", call: set, send: policy("${team}", "-1"), fails: "INVALID_FIELD", fields: []string{"policy.points"}},
		{does: "who is over a team does not say what it is worth to all", by: "cultureToken", call: set, send: policy("", "20"), fails: "NOT_FOUND"},
		{does: "what taking part is worth in a team", by: "cultureToken", call: set, send: policy("${team}", "20"),
			gets: `{"name": "*", "unit": "${team}", "points": "20", "updateTime": "*"}`, keep: is{"worth": "name"}},
		{does: "what taking part is worth to all others", call: set, send: policy("", "5"), gets: `{"name": "participationPolicies/all", "unit": null, "points": "5"}`},
		{does: "what taking part is worth is read", by: "cultureToken", call: get, send: ofTeam, gets: `{"unit": "${team}", "points": "20"}`},
		{does: "what taking part is worth is listed, that of all first", call: list,
			gets: `{"participationPolicies": [{"name": "participationPolicies/all"}, {"name": "${worth}"}], "nextPageToken": null}`},
		{does: "who is over a team does not take away what it is worth to all", by: "cultureToken", call: remove, send: everywhere, fails: "NOT_FOUND"},
		{does: "taking part is worth nothing to all others any more", call: remove, send: everywhere, gets: `{}`},
		{does: "taking part is worth nothing in the team any more", by: "cultureToken", call: remove, send: ofTeam, gets: `{}`},
		{does: "what is worth nothing is not taken away again", call: remove, send: ofTeam, fails: "NOT_FOUND"},
	}
}

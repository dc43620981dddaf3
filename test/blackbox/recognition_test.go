package blackbox_test

// recognitions lets people thank each other, and moderators do their work. Ann, Ben and Cho work for the enterprise, Fay for a vendor.
func recognitions() []step {
	const give, get, list = "incentive.RecognitionService/GiveRecognition", "incentive.RecognitionService/GetRecognition", "incentive.RecognitionService/ListRecognitions"
	const react, report = "incentive.RecognitionService/ReactToRecognition", "incentive.ModerationService/ReportRecognition"
	const hide, restore, reported = "incentive.ModerationService/HideRecognition", "incentive.ModerationService/RestoreRecognition", "incentive.ModerationService/ListReportedRecognitions"
	const withdraw = "incentive.RecognitionService/WithdrawRecognition"
	const mine = `{"filter": "kind = THANKS"}`
	return []step{
		{does: "a key of those who moderate", call: "directory.KeyService/CreateKey", send: `{"key": {"displayName": "Culture"}, "grants": [{"role": "ROLE_CULTURE_ADMIN", "unit": "${team}"}]}`,
			keep: is{"cultureSecret": "secret"}},
		{does: "those who moderate log in", by: nobody, call: exchange, send: `{"apiKey": "${cultureSecret}"}`, keep: is{"cultureToken": "accessToken"}},

		{does: "a colleague is thanked", by: "benToken", call: give, soon: true,
			send: `{"receivers": ["${cho}"], "story": "Took the call that nobody wanted.\nAnd smiled.", "visibility": "RECOGNITION_VISIBILITY_PUBLIC", "behavior": "behaviors/own-it", "requestId": "${id thanks}"}`,
			gets: `{"name": "*", "kind": "RECOGNITION_KIND_THANKS", "giver": "${ben}", "receivers": [{"person": "${cho}", "unit": "${team}", "employer": "in-house"}], "receiverCount": 1,
				"behavior": "behaviors/own-it", "story": "Took the call that nobody wanted.\nAnd smiled.", "points": null, "hidden": null, "createTime": "*"}`,
			keep: is{"thanks": "name"}},
		{does: "nobody thanks themselves", by: "benToken", call: give, send: `{"receivers": ["${ben}"], "story": "Well done, me.", "visibility": "RECOGNITION_VISIBILITY_PUBLIC"}`,
			fails: "OWN_RECOGNITION"},
		{does: "nobody thanks without a word", by: "benToken", call: give, send: `{"receivers": ["${cho}"], "visibility": "RECOGNITION_VISIBILITY_PUBLIC"}`,
			fails: "INVALID_FIELD", fields: []string{"story"}},
		{does: "nobody thanks who is not here", by: "benToken", call: give, send: `{"receivers": ["people/` + nowhere + `"], "story": "Thank you!", "visibility": "RECOGNITION_VISIBILITY_PUBLIC"}`,
			fails: "NOT_AT_WORK", meta: is{"field": "receivers[0]"}},
		{does: "a key thanks nobody", call: give, send: `{"receivers": ["${cho}"], "story": "Thank you!", "visibility": "RECOGNITION_VISIBILITY_PUBLIC"}`, fails: "PERMISSION_DENIED"},
		{does: "a private word", by: "annToken", call: give, send: `{"receivers": ["${ben}"], "story": "You helped me more than you know.", "visibility": "RECOGNITION_VISIBILITY_PRIVATE"}`,
			gets: `{"visibility": "RECOGNITION_VISIBILITY_PRIVATE"}`, keep: is{"secret": "name"}},
		{does: "a recognition is read", by: "annToken", call: get, send: `{"name": "${thanks}"}`, gets: `{"giver": "${ben}", "receiverCount": 1}`},
		{does: "the feed, the newest first", by: "benToken", call: list, send: mine, gets: `{"recognitions": [{"name": "${secret}"}, {"name": "${thanks}"}], "nextPageToken": null}`},
		{does: "what is private is in no other feed", by: "choToken", call: list, send: mine, gets: `{"recognitions": [{"name": "${thanks}"}]}`},
		{does: "who moderates reads nothing private", by: "cultureToken", call: get, send: `{"name": "${secret}"}`, fails: "NOT_FOUND"},
		{does: "a vendor's people do not see another employer's", by: "fayToken", call: list, send: mine, gets: `{"recognitions": null}`},
		{does: "a recognition of another employer is not there", by: "fayToken", call: get, send: `{"name": "${thanks}"}`, fails: "NOT_FOUND"},
		{does: "a feed by what cannot be asked", by: "benToken", call: list, send: `{"filter": "story = \"x\""}`, fails: "FILTER_INVALID", fields: []string{"filter"}},

		{does: "somebody claps", by: "annToken", call: react, send: `{"name": "${thanks}", "reaction": "REACTION_CLAP"}`,
			gets: `{"reactions": [{"reaction": "REACTION_CLAP", "count": 1}], "ownReaction": "REACTION_CLAP"}`},
		{does: "somebody thinks better of it", by: "annToken", call: react, send: `{"name": "${thanks}", "reaction": "REACTION_HEART"}`,
			gets: `{"reactions": [{"reaction": "REACTION_HEART", "count": 1}], "ownReaction": "REACTION_HEART"}`},
		{does: "a reaction is taken away", by: "annToken", call: "incentive.RecognitionService/RemoveReaction", send: `{"name": "${thanks}"}`,
			gets: `{"reactions": null, "ownReaction": null}`},
		{does: "nobody reacts to what they do not see", by: "fayToken", call: react, send: `{"name": "${thanks}", "reaction": "REACTION_CLAP"}`, fails: "NOT_FOUND"},

		{does: "a recognition is reported", by: "choToken", call: report, send: `{"name": "${thanks}", "reason": "REPORT_REASON_UNTRUE", "note": "It was Dee."}`},
		{does: "nobody reports their own", by: "benToken", call: report, send: `{"name": "${thanks}", "reason": "REPORT_REASON_UNTRUE"}`, fails: "OWN_RECOGNITION"},
		{does: "what was reported is listed", by: "cultureToken", call: reported,
			gets: `{"recognitions": [{"recognition": {"name": "${thanks}"}, "reports": [{"reason": "REPORT_REASON_UNTRUE", "note": "It was Dee.", "createTime": "*"}]}]}`},
		{does: "people do not moderate", by: "annToken", call: reported, fails: "PERMISSION_DENIED"},
		{does: "nothing is hidden without a reason", by: "cultureToken", call: hide, send: `{"name": "${thanks}"}`, fails: "INVALID_FIELD", fields: []string{"reason"}},
		{does: "a recognition is hidden", by: "cultureToken", call: hide, send: `{"name": "${thanks}", "reason": "It was somebody else.", "takePointsBack": true}`,
			gets: `{"recognition": {"hidden": true, "hideReason": "It was somebody else.", "pointsTakenBack": null}, "reports": null}`},
		{does: "what is hidden is not there", by: "annToken", call: get, send: `{"name": "${thanks}"}`, fails: "NOT_FOUND"},
		{does: "who was thanked reads why it is hidden", by: "choToken", call: get, send: `{"name": "${thanks}"}`, gets: `{"hidden": true, "hideReason": "It was somebody else."}`},
		{does: "nobody reacts to what is hidden", by: "choToken", call: react, send: `{"name": "${thanks}", "reaction": "REACTION_CLAP"}`, fails: "RECOGNITION_HIDDEN"},
		{does: "a recognition is shown again", by: "cultureToken", call: restore, send: `{"name": "${thanks}"}`, gets: `{"recognition": {"hidden": null, "hideReason": null}}`},
		{does: "nothing is left to moderate", by: "cultureToken", call: reported, gets: `{"recognitions": null}`},
		{does: "what is private is not hidden", by: "cultureToken", call: hide, send: `{"name": "${secret}", "reason": "I have heard of it."}`, fails: "NOT_FOUND"},

		{does: "nobody takes back what somebody else gave", by: "choToken", call: withdraw, send: `{"name": "${thanks}"}`, fails: "NOT_FOUND"},
		{does: "another colleague is meant", by: "annToken", call: give, send: `{"receivers": ["${cho}"], "story": "Thank you, Dee!", "visibility": "RECOGNITION_VISIBILITY_PUBLIC"}`,
			keep: is{"slip": "name"}},
		{does: "a giver takes it back", by: "annToken", call: withdraw, send: `{"name": "${slip}"}`, gets: `{"name": "${slip}", "story": "Thank you, Dee!", "withdrawTime": "*"}`},
		{does: "who was thanked sees that it was taken back", by: "choToken", call: get, send: `{"name": "${slip}"}`, gets: `{"story": null, "withdrawTime": "*"}`},
		{does: "nobody else does", by: "benToken", call: get, send: `{"name": "${slip}"}`, fails: "NOT_FOUND"},
		{does: "nobody reacts to what was taken back", by: "choToken", call: react, send: `{"name": "${slip}", "reaction": "REACTION_CLAP"}`, fails: "RECOGNITION_WITHDRAWN"},

		{does: "anniversaries are told", by: "choToken", call: "incentive.AnniversaryService/GetAnniversaryPreference", gets: `{"told": true}`},
		{does: "somebody does not want that", by: "choToken", call: "incentive.AnniversaryService/SetAnniversaryPreference", gets: `{"told": null}`},
	}
}

package blackbox_test

// badges has people and teams earn badges: Cho by being thanked, Ben and the team by hand. Ann, Ben and Cho work for the enterprise.
func badges() []step {
	const create, get, list, archive = "incentive.BadgeService/CreateBadge", "incentive.BadgeService/GetBadge", "incentive.BadgeService/ListBadges", "incentive.BadgeService/ArchiveBadge"
	const award, revoke, mine = "incentive.BadgeAwardService/AwardBadge", "incentive.BadgeAwardService/RevokeBadge", "incentive.BadgeAwardService/ListMyBadges"
	const seen, holders, progress = "incentive.BadgeAwardService/ListBadgeAwards", "incentive.BadgeAwardService/ListBadgeHolders", "incentive.BadgeService/ListMyBadgeProgress"
	const preference, prefer = "incentive.BadgeAwardService/GetBadgePreference", "incentive.BadgeAwardService/SetBadgePreference"
	const set = "incentive.GoalService/SetIndividualGoals"
	badge := func(holder, by string) string {
		return `{"badge": {"displayName": {"texts": {"en": "Owner", "zh-CN": "主人翁"}}, "description": {"texts": {"en": "Made it their own"}}, "unit": "${team}",
			"employer": "in-house", "holder": "BADGE_HOLDER_` + holder + `", "pictureUri": "https://pictures.example/owner.svg", ` + by + `}}`
	}
	const byThanks = `"count": {"event": "FACT_TYPE_RECOGNITION_RECEIVED", "behavior": "behaviors/own-it", "levels": ["1", "20"]}`
	const byVolume, byHand = `"count": {"event": "FACT_TYPE_CONTACTS_COUNTED", "levels": ["1000"]}`, `"byHand": {}`
	return []step{
		{does: "a badge for thanks", by: "cultureToken", call: create, send: badge("PERSON", byThanks), keep: is{"ownerBadge": "name"},
			gets: `{"name": "*", "count": {"event": "FACT_TYPE_RECOGNITION_RECEIVED", "levels": ["1", "20"]}, "archived": null, "byHand": null}`},
		{does: "a badge by hand", by: "cultureToken", call: create, send: badge("PERSON", byHand), keep: is{"handBadge": "name"}, gets: `{"byHand": {}, "count": null}`},
		{does: "a badge of a team", by: "cultureToken", call: create, send: badge("TEAM", byHand), keep: is{"teamBadge": "name"}},
		{does: "a badge for nothing", by: "cultureToken", call: create, send: badge("TEAM", `"archived": false`), fails: "INVALID_FIELD", fields: []string{"badge.earned_by"}},
		{does: "nobody earns a badge by volume alone", by: "cultureToken", call: create, send: badge("PERSON", byVolume), reads: "zh-CN", says: "zh-CN",
			fails: "SCHEME_OF_VOLUME_ALONE", fields: []string{"badge.holder"}},
		{does: "a lead makes no badge", by: "annToken", call: create, send: badge("TEAM", byHand), fails: "PERMISSION_DENIED"},
		{does: "a badge is read", by: "annToken", call: get, send: `{"name": "${handBadge}"}`, gets: `{"pictureUri": "https://pictures.example/owner.svg"}`},
		{does: "badges are listed, the newest first", by: "cultureToken", call: list,
			gets: `{"badges": [{"name": "${teamBadge}"}, {"name": "${handBadge}"}, {"name": "${ownerBadge}"}], "nextPageToken": null}`},

		{does: "badges of single people are off", by: "annToken", call: award, send: `{"badge": "${handBadge}", "person": "${ben}", "story": "Stayed for the storm."}`,
			reads: "zh-CN", says: "zh-CN", fails: "INDIVIDUAL_GOALS_OFF"},
		{does: "nobody is shown what they cannot earn", by: "choToken", call: progress, gets: `{"progress": [{"badge": {"name": "${teamBadge}"}, "count": null, "next": null}]}`},
		{does: "a site allows badges of single people", call: set, send: `{"name": "${site}", "allowed": true}`},
		{does: "a colleague is thanked for it", by: "benToken", call: "incentive.RecognitionService/GiveRecognition",
			send: `{"receivers": ["${cho}"], "story": "Saw it through.", "visibility": "RECOGNITION_VISIBILITY_PUBLIC", "behavior": "behaviors/own-it"}`},
		{does: "thanks earn a badge", by: "choToken", call: mine, soon: true,
			gets: `{"awards": [{"name": "*", "badge": "${ownerBadge}", "person": "${cho}", "level": 1, "unit": "${team}", "giver": null, "story": null}], "nextPageToken": null}`},
		{does: "how far one has come", by: "choToken", call: progress,
			gets: `{"progress": [{"badge": {"name": "${teamBadge}"}}, {"badge": {"name": "${handBadge}"}}, {"badge": {"name": "${ownerBadge}"}, "count": "1", "level": 1, "next": "20"}]}`},

		{does: "a badge is given by hand", by: "annToken", call: award, send: `{"badge": "${handBadge}", "person": "${ben}", "story": "Stayed for the storm.", "requestId": "${id badge}"}`,
			gets: `{"person": "${ben}", "giver": "${ann}", "story": "Stayed for the storm.", "revoked": null}`, keep: is{"benBadge": "name"}},
		{does: "it is given once", by: "annToken", call: award, send: `{"badge": "${handBadge}", "person": "${ben}", "story": "Stayed for the storm."}`, fails: "ALREADY_EXISTS"},
		{does: "nobody gives one to themselves", by: "annToken", call: award, send: `{"badge": "${handBadge}", "person": "${ann}", "story": "Stayed for the storm."}`, fails: "SELF_NOT_ALLOWED"},
		{does: "what is earned is not given", by: "annToken", call: award, send: `{"badge": "${ownerBadge}", "person": "${ben}", "story": "Stayed for the storm."}`, fails: "INVALID_FIELD", fields: []string{"badge"}},
		{does: "a badge of others is not given to them", by: "cultureToken", call: award, send: `{"badge": "${handBadge}", "person": "${fay}", "story": "Stayed for the storm."}`, fails: "NOT_FOUND"},
		{does: "a team is given a badge", by: "annToken", call: award, send: `{"badge": "${teamBadge}", "unit": "${team}", "story": "All of you."}`, keep: is{"sharedBadge": "name"}},
		{does: "it is everybody's in the team", by: "benToken", call: mine, gets: `{"awards": [{"name": "${sharedBadge}", "person": null}, {"name": "${benBadge}"}]}`},

		{does: "colleagues see badges", by: "choToken", call: seen, send: `{"filter": "person = \"${ben}\""}`, gets: `{"awards": [{"name": "${benBadge}"}]}`},
		{does: "a vendor's people see no other employer's", by: "fayToken", call: seen, gets: `{"awards": null}`},
		{does: "badges are not hidden", by: "benToken", call: preference, gets: `{"hidden": null}`},
		{does: "somebody hides theirs", by: "benToken", call: prefer, send: `{"hidden": true}`, gets: `{"hidden": true}`},
		{does: "what is hidden is not seen", by: "annToken", call: seen, send: `{"filter": "person = \"${ben}\""}`, gets: `{"awards": null}`},
		{does: "who keeps order sees it", by: "cultureToken", call: holders, send: `{"filter": "badge = \"${handBadge}\""}`, gets: `{"awards": [{"name": "${benBadge}", "hidden": true}]}`},
		{does: "a lead takes no badge back", by: "annToken", call: revoke, send: `{"name": "${benBadge}", "reason": "It was Cho."}`, fails: "PERMISSION_DENIED"},
		{does: "a badge is taken back", by: "cultureToken", call: revoke, send: `{"name": "${benBadge}", "reason": "It was Cho."}`, gets: `{"revoked": true, "revokeReason": "It was Cho."}`},
		{does: "who had it reads why", by: "benToken", call: mine, gets: `{"awards": [{"name": "${sharedBadge}"}, {"name": "${benBadge}", "revoked": true, "revokeReason": "It was Cho."}]}`},
		{does: "a badge is archived", by: "cultureToken", call: archive, send: `{"name": "${handBadge}"}`, gets: `{"archived": true}`},
		{does: "nobody is given it any more", by: "annToken", call: award, send: `{"badge": "${handBadge}", "person": "${cho}", "story": "It was you."}`, fails: "ARCHIVED"},
		{does: "a site allows no badges of single people any longer", call: set, send: `{"name": "${site}"}`},
	}
}

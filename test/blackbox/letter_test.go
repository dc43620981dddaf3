package blackbox_test

// letters follows a customer's thank-you letter from its intake to its end. Ann leads the in-house people of the team, the key of those who
// moderate works for all employers, and Ben is thanked.
func letters() []step {
	const create, get, list = "incentive.LetterService/CreateLetter", "incentive.LetterService/GetLetter", "incentive.LetterService/ListLetters"
	const original, match, consent = "incentive.LetterService/ReadOriginal", "incentive.LetterService/MatchLetter", "incentive.LetterService/RecordCustomerConsent"
	const retype, approve, publish = "incentive.LetterService/RetypeLetter", "incentive.LetterService/ApproveLetter", "incentive.LetterService/PublishLetter"
	const withdraw, decline, published = "incentive.LetterService/WithdrawLetter", "incentive.LetterService/DeclineLetter", "incentive.LetterService/ListPublishedLetters"
	const mine, answer, dispute = "incentive.LetterService/ListMyLetters", "incentive.LetterService/AnswerLetter", "incentive.LetterService/DisputeLetter"
	const this = `{"name": "${letter}"}`
	sent := func(text, day, more string) string {
		return `{"unit": "${team}", "channel": "LETTER_CHANNEL_EMAIL", "receivedDate": "` + day + `", "language": "en", "original": {"text": "` + text + `",
			"customerNames": ["Maria Lopez"], "contactReference": "case-88231", "externalId": {"source": "crm", "id": "M-1"}` + more + `}}`
	}
	const written, shown = "I am Maria Lopez, order TB20260911. Ben was wonderful!", "He stayed until my bill was right. Thank you, Ben!"
	thanks := func(people string) string { return `{"name": "${letter}", "people": [` + people + `]}` }
	typed := func(text, more string) string { return `{"name": "${letter}", "text": "` + text + `"` + more + `}` }
	said := func(day string) string {
		return `{"name": "${letter}", "consent": "CUSTOMER_CONSENT_GIVEN", "askedBy": "LETTER_CHANNEL_PHONE", "askedDate": "` + day + `"}`
	}
	return []step{
		{does: "a letter comes in", by: "system", call: create, send: sent(written, "2026-01-05", ""), keep: is{"letter": "name"},
			gets: `{"name": "*", "unit": "${team}", "employer": null, "channel": "LETTER_CHANNEL_EMAIL", "receivedDate": "2026-01-05", "state": "LETTER_STATE_OPEN", "people": null,
				"customerConsent": "CUSTOMER_CONSENT_NOT_ASKED", "text": null, "purgeTime": "*", "purgedTime": null, "etag": "*"}`},
		{does: "the same letter comes in once", by: "system", call: create, send: sent(written, "2026-01-05", ""), gets: `{"name": "${letter}"}`},
		{does: "another letter under its name", by: "system", call: create, send: sent("Something else.", "2026-01-05", ""), fails: "LETTER_ID_REUSED"},
		{does: "a letter of a day ahead", by: "system", call: create, send: sent(written, "2090-01-05", ""), fails: "INVALID_FIELD", fields: []string{"received_date"}},
		{does: "a scan that is something else", by: "system", call: create, send: sent(written, "2026-01-05", `, "scan": "PGh0bWw+", "mediaType": "application/pdf"`),
			fails: "LETTER_MEDIA_TYPE"},
		{does: "a letter to a unit that is not there", by: "system", call: create, fails: "NOT_FOUND",
			send: `{"unit": "units/` + nowhere + `", "channel": "LETTER_CHANNEL_PAPER", "receivedDate": "2026-01-05", "language": "en", "original": {"text": "Thank you!"}}`},
		{does: "an employee takes no letter in", by: "benToken", call: create, send: sent(written, "2026-01-05", ""), fails: "PERMISSION_DENIED"},
		{does: "while nobody knows whom it thanks, no lead of one employer reads it", by: "annToken", call: get, send: this, fails: "NOT_FOUND"},
		{does: "nobody is matched who is not here", by: "cultureToken", call: match, send: thanks(`"people/` + nowhere + `"`), fails: "NOT_FOUND"},
		{does: "a letter is matched", by: "cultureToken", call: match, send: thanks(`"${ben}"`),
			gets: `{"employer": "in-house", "people": [{"person": "${ben}", "answer": null}]}`},
		{does: "who leads whom it thanks reads what was sent", by: "annToken", call: original, send: this,
			gets: `{"original": {"text": "` + written + `", "customerNames": ["Maria Lopez"], "contactReference": "case-88231"}}`},
		{does: "who takes letters in does not read what was sent", by: "system", call: original, send: this, fails: "PERMISSION_DENIED"},

		{does: "a letter is not published before its text is approved", by: "annToken", call: publish, send: this, fails: "LETTER_NOT_APPROVED"},
		{does: "no text is approved before there is one", by: "cultureToken", call: approve, send: this, fails: "LETTER_NOT_RETYPED"},
		{does: "a text that says who the customer is", by: "annToken", call: retype, send: typed("Ben found my order TB-2026-0911.", ""), fails: "LETTER_NOT_REDACTED",
			fields: []string{"text"}},
		{does: "a customer in Chinese", by: "annToken", call: retype, send: typed("Maria thanks Ben.", ""), reads: "zh-CN", says: "zh-CN", fails: "LETTER_NOT_REDACTED",
			fields: []string{"text"}},
		{does: "a text is tried", by: "annToken", call: retype, send: typed(shown, `, "validateOnly": true`)},
		{does: "a text that was tried is not kept", by: "annToken", call: get, send: this, gets: `{"text": null, "retypedBy": null}`},
		{does: "a letter is retyped", by: "annToken", call: retype, send: typed(shown, ""), gets: `{"state": "LETTER_STATE_OPEN", "text": null, "retypedBy": "${ann}"}`,
			keep: is{"letterTag": "etag"}},
		{does: "who retyped a text does not approve it", by: "annToken", call: approve, send: this, fails: "LETTER_FOUR_EYES"},
		{does: "who is thanked reads nothing before", by: "benToken", call: mine, gets: `{"letters": null}`},
		{does: "who is thanked answers nothing before", by: "benToken", call: answer, send: `{"name": "${letter}", "answer": "LETTER_ANSWER_NAMED"}`, fails: "NOT_FOUND"},
		{does: "a text is approved by who compared an older one", by: "cultureToken", call: approve, send: `{"name": "${letter}", "etag": "stale"}`, fails: "ETAG_MISMATCH"},
		{does: "a text is approved", by: "cultureToken", call: approve, send: `{"name": "${letter}", "etag": "${letterTag}"}`,
			gets: `{"state": "LETTER_STATE_APPROVED", "approvedBy": "*", "text": null}`},
		{does: "who is thanked reads it", by: "benToken", call: mine,
			gets: `{"letters": [{"name": "${letter}", "text": "` + shown + `", "state": "LETTER_STATE_APPROVED", "answer": null, "publishedTime": null}], "nextPageToken": null}`},
		{does: "who is not thanked does not", by: "choToken", call: mine, gets: `{"letters": null}`},

		{does: "nothing is published without the customer", by: "annToken", call: publish, send: this, fails: "LETTER_NOT_AGREED", meta: is{"missing": "customer"}},
		{does: "a customer who will be asked", by: "annToken", call: consent, send: said("2090-01-06"), fails: "INVALID_FIELD", fields: []string{"asked_date"}},
		{does: "a customer agrees", by: "annToken", call: consent, send: said("2026-01-06"),
			gets: `{"customerConsent": "CUSTOMER_CONSENT_GIVEN", "customerAskedBy": "LETTER_CHANNEL_PHONE", "customerAskedDate": "2026-01-06"}`},
		{does: "nothing is published without whom it thanks", by: "annToken", call: publish, send: this, fails: "LETTER_NOT_AGREED", meta: is{"missing": "people"}},
		{does: "who is thanked agrees", by: "benToken", call: answer, send: `{"name": "${letter}", "answer": "LETTER_ANSWER_NAMED"}`},
		{does: "who has agreed is not left out", by: "annToken", call: match, send: thanks(`"${cho}"`), fails: "LETTER_AGREED"},
		{does: "a letter is published", by: "annToken", call: publish, send: this, gets: `{"state": "LETTER_STATE_PUBLISHED", "publishedTime": "*", "purgedTime": "*"}`},
		{does: "what was sent is gone", by: "annToken", call: original, send: this, fails: "LETTER_ORIGINAL_PURGED"},
		{does: "a published letter is not retyped", by: "annToken", call: retype, send: typed(shown, ""), fails: "LETTER_PUBLISHED"},
		{does: "a published letter is not declined", by: "annToken", call: decline, send: `{"name": "${letter}", "reason": "LETTER_DECLINE_REASON_OTHER"}`, fails: "LETTER_PUBLISHED"},
		{does: "colleagues read it", by: "choToken", call: published, send: `{"filter": "channel = \"LETTER_CHANNEL_EMAIL\""}`,
			gets: `{"letters": [{"name": "${letter}", "text": "` + shown + `", "people": ["${ben}"], "publishedTime": "*"}], "nextPageToken": null}`},
		{does: "another employer's people do not", by: "fayToken", call: published, gets: `{"letters": null}`},
		{does: "colleagues find it in their feed", by: "choToken", call: "incentive.RecognitionService/ListRecognitions", send: `{"filter": "kind = LETTER"}`,
			gets: `{"recognitions": [{"kind": "RECOGNITION_KIND_LETTER", "letter": "${letter}", "giver": null, "story": "` + shown + `", "receivers": [{"person": "${ben}"}]}]}`},
		{does: "published letters by what cannot be asked", by: "choToken", call: published, send: `{"filter": "text = \"x\""}`, fails: "FILTER_INVALID", fields: []string{"filter"}},
		{does: "a letter is read with its text", by: "annToken", call: get, send: this, gets: `{"text": "` + shown + `", "retypedBy": "${ann}", "approvedBy": "*"}`},
		{does: "letters are listed", by: "annToken", call: list, send: `{"filter": "state = \"LETTER_STATE_PUBLISHED\""}`,
			gets: `{"letters": [{"name": "${letter}", "people": [{"person": "${ben}", "answer": "LETTER_ANSWER_NAMED", "answerTime": "*"}]}], "nextPageToken": null}`},
		{does: "an employee lists no letters", by: "benToken", call: list, fails: "PERMISSION_DENIED"},

		{does: "a letter is withdrawn", by: "annToken", call: withdraw, send: this, gets: `{"state": "LETTER_STATE_APPROVED", "publishedTime": null}`},
		{does: "a withdrawn letter is in no feed", by: "choToken", call: published, gets: `{"letters": null}`},
		{does: "a withdrawn letter is published again", by: "cultureToken", call: publish, send: this, gets: `{"state": "LETTER_STATE_PUBLISHED"}`},
		{does: "it thanks somebody else", by: "benToken", call: dispute, send: this},
		{does: "that takes it back", by: "cultureToken", call: get, send: this, gets: `{"state": "LETTER_STATE_APPROVED", "people": null, "publishedTime": null}`},
		{does: "who is no longer thanked says nothing more", by: "benToken", call: dispute, send: this, fails: "NOT_FOUND"},
		{does: "nothing is published that thanks nobody", by: "cultureToken", call: publish, send: this, fails: "LETTER_NOT_MATCHED"},
		{does: "nothing is declined without a reason", by: "cultureToken", call: decline, send: this, fails: "INVALID_FIELD", fields: []string{"reason"}},
		{does: "a letter is declined", by: "cultureToken", call: decline, send: `{"name": "${letter}", "reason": "LETTER_DECLINE_REASON_NOBODY_FOUND"}`,
			gets: `{"state": "LETTER_STATE_DECLINED", "declineReason": "LETTER_DECLINE_REASON_NOBODY_FOUND"}`},
		{does: "of a letter that has ended nobody is asked", by: "cultureToken", call: consent, send: said("2026-01-07"), fails: "LETTER_ENDED"},
		{does: "what is not published is not withdrawn", by: "cultureToken", call: withdraw, send: this, fails: "LETTER_NOT_PUBLISHED"},
	}
}

package blackbox_test

// comments has a text checked, and reads those of a survey in which nobody wrote.
func comments() []step {
	const check, list, themes = "survey.CommentService/CheckComment", "survey.CommentService/ListComments", "survey.CommentService/ListThemes"
	return []step{
		{does: "a comment is checked", by: "benToken", call: check, send: `{"text": "问王经理, 13812345678"}`,
			gets: `{"hints": [{"kind": "PERSONAL_KIND_NAME", "start": 1, "length": 3, "advice": "*"}, {"kind": "PERSONAL_KIND_PHONE", "start": 6, "length": 11}]}`},
		{does: "a comment without names is checked", by: "benToken", call: check, send: `{"text": "夜班太累"}`, gets: `{"hints": null}`},
		{does: "nobody checks a comment", call: check, send: `{"text": "夜班太累"}`, fails: "PERMISSION_DENIED"},
		{does: "where nobody wrote, nothing is read", call: list, send: `{"parent": "${autumn}/release"}`, gets: `{"comments": null}`},
		{does: "where nobody wrote, there are no themes", call: themes, send: `{"parent": "${autumn}/release"}`, gets: `{"themes": null}`},
		{does: "comments by a field that is none", call: list, send: `{"parent": "${autumn}/release", "filter": "text = \"x\""}`, fails: "FILTER_INVALID"},
		{does: "who is asked reads no comments", by: "benToken", call: list, send: `{"parent": "${autumn}/release"}`, fails: "PERMISSION_DENIED"},
		{does: "who is asked reads no themes", by: "benToken", call: themes, send: `{"parent": "${autumn}/release"}`, fails: "PERMISSION_DENIED"},
		{does: "a draft has no comments", call: list, send: `{"parent": "${lonely}/release"}`, fails: "SURVEY_NOT_RELEASED"},
	}
}

package blackbox_test

// requests repeats calls, and tries them without their effect.
func requests() []step {
	const create, update = "directory.UnitService/CreateUnit", "directory.UnitService/UpdateUnit"
	unit := func(name, more string) string {
		return `{"unit": {"kind": "UNIT_KIND_TEAM", "parent": "${beta}", "displayName": {"texts": {"en": "` + name + `"}}}` + more + `}`
	}
	return []step{
		{does: "a call is tried", call: create, send: unit("Tried", `, "validateOnly": true`), gets: `{"kind": "UNIT_KIND_TEAM", "parent": "${beta}"}`},
		{does: "a trial leaves nothing", call: "directory.UnitService/ListUnits", send: `{"filter": "parent = \"${beta}\""}`, gets: `{"units": null}`},
		{does: "a trial is refused as the call would be", call: create, fails: "NOT_FOUND",
			send: `{"unit": {"kind": "UNIT_KIND_TEAM", "parent": "units/` + nowhere + `", "displayName": {"texts": {"en": "X"}}}, "validateOnly": true}`},
		{does: "a person is tried", call: "directory.PersonService/CreatePerson", gets: `{"state": "PERSON_STATE_ACTIVE"}`,
			send: `{"person": {"displayName": "Try", "number": "T-1", "hireDate": "2020-03-01", "placement": {"unit": "${team}", "employer": "in-house"}}, "validateOnly": true}`},
		{does: "a trial makes nobody", call: "directory.PersonService/ListPeople", send: `{"filter": "number = \"T-1\""}`, gets: `{"people": null}`},

		{does: "a call with an id", call: create, send: unit("Once", `, "requestId": "${id unit}"`), gets: `{"name": "*"}`, keep: is{"replayed": "name", "replayedTag": "etag"}},
		{does: "the call once more", call: create, send: unit("Once", `, "requestId": "${id unit}"`), gets: `{"name": "${replayed}", "etag": "${replayedTag}"}`, replayed: true},
		{does: "another call with the same id", call: create, send: unit("Twice", `, "requestId": "${id unit}"`), fails: "REQUEST_ID_REUSED"},
		{does: "the same id by another caller is another call", by: "hris", call: create, send: unit("Once", `, "requestId": "${id unit}"`), fails: "NOT_FOUND"},
		{does: "a refused call with an id", call: update, fails: "ETAG_MISMATCH",
			send: `{"unit": {"name": "${replayed}", "etag": "wrong", "kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "X"}}}, "updateMask": "displayName", "requestId": "${id update}"}`},
		{does: "a refusal does not use the id up", call: update, gets: `{"displayName": {"texts": {"en": "Renamed"}}}`,
			send: `{"unit": {"name": "${replayed}", "etag": "${replayedTag}", "kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName", "requestId": "${id update}"}`},
		{does: "the first answer stays what it was", call: create, send: unit("Once", `, "requestId": "${id unit}"`),
			gets: `{"name": "${replayed}", "displayName": {"texts": {"en": "Once"}}}`, replayed: true},
		{does: "an id that is none", call: create, send: unit("X", `, "requestId": "first"`), fails: "INVALID_FIELD", fields: []string{"request_id"}},
		{does: "a unit that was made once", call: "directory.UnitService/ArchiveUnit", send: `{"name": "${replayed}", "requestId": "${id archive}"}`, gets: `{"archiveTime": "*"}`},
		{does: "archived once more by the same call", call: "directory.UnitService/ArchiveUnit", send: `{"name": "${replayed}", "requestId": "${id archive}"}`,
			gets: `{"archiveTime": "*"}`, replayed: true},
		{does: "a key with an id", call: "directory.KeyService/CreateKey",
			send: `{"key": {"displayName": "Service"}, "grants": [{"role": "ROLE_SYSTEM"}], "requestId": "${id key}"}`, keep: is{"systemKey": "key.name", "systemSecret": "secret"}},
		{does: "a secret is not shown twice", call: "directory.KeyService/CreateKey",
			send: `{"key": {"displayName": "Service"}, "grants": [{"role": "ROLE_SYSTEM"}], "requestId": "${id key}"}`, fails: "SECRET_ALREADY_SHOWN"},
		{does: "the system logs in", by: nobody, call: exchange, send: `{"apiKey": "${systemSecret}"}`, keep: is{"system": "accessToken"}},
		{does: "an invitation with an id", call: "directory.TokenService/CreateInvitation", send: `{"name": "${lin}", "requestId": "${id invitation}"}`, gets: `{"secret": "*"}`},
		{does: "an invitation is not shown twice", call: "directory.TokenService/CreateInvitation", send: `{"name": "${lin}", "requestId": "${id invitation}"}`,
			fails: "SECRET_ALREADY_SHOWN"},
	}
}

package blackbox_test

// departures lets people leave, come back, and be forgotten.
func departures() []step {
	const end, people = "directory.PersonService/EndEmployment", "directory.PersonService/ListPeople"
	return []step{
		{does: "who works here is not erased", call: "directory.PersonService/ErasePerson", send: `{"name": "${mo}"}`, fails: "STILL_EMPLOYED"},
		{does: "who works here is not hired again", call: "directory.PersonService/RehirePerson",
			send: `{"name": "${lin}", "hireDate": "2024-01-01", "placement": {"unit": "${team}", "employer": "in-house"}}`, fails: "STILL_EMPLOYED"},
		{does: "nobody leaves before they came", call: end, send: `{"name": "${lin}", "leaveDate": "2019-01-01"}`, fails: "NOT_EMPLOYED"},
		{does: "somebody leaves", call: end, send: `{"name": "${lin}", "leaveDate": "2023-06-30"}`,
			gets: `{"state": "PERSON_STATE_LEFT", "leaveDate": "2023-06-30", "placement": {"toDate": "2023-06-30"}}`, keep: is{"leftTag": "etag"}},
		{does: "who has left is not listed", call: people, send: `{"filter": "number = \"L-1\" AND employer = \"in-house\""}`, gets: `{"people": null}`},
		{does: "who has left is listed for who asks", call: people, send: `{"filter": "number = \"L-1\" AND employer = \"in-house\"", "showLeft": true}`,
			gets: `{"people": [{"name": "${lin}", "state": "PERSON_STATE_LEFT"}]}`},
		{does: "somebody comes back", call: "directory.PersonService/RehirePerson",
			send: `{"name": "${lin}", "etag": "${leftTag}", "hireDate": "2024-01-01", "number": "L-7", "placement": {"unit": "${team}", "employer": "in-house"}}`,
			gets: `{"state": "PERSON_STATE_ACTIVE", "number": "L-7", "hireDate": "2024-01-01", "leaveDate": null, "displayName": "Lin", "externalIds": [{"source": "acd", "id": "4711"}]}`,
			keep: is{"backTime": "updateTime"}},
		{does: "they were not here in between", call: "directory.PersonService/GetPerson", send: `{"name": "${lin}", "asOf": "2023-10-01"}`,
			gets: `{"state": "PERSON_STATE_EXPECTED", "placement": {"fromDate": "2024-01-01"}}`},
		{does: "they leave for good", call: end, send: `{"name": "${lin}", "leaveDate": "2025-01-31"}`, gets: `{"state": "PERSON_STATE_LEFT"}`},
		{does: "nobody is invited who has left", call: "directory.TokenService/CreateInvitation", send: `{"name": "${lin}"}`, fails: "NOT_EMPLOYED"},
		{does: "all that is kept about a person", call: "directory.PersonService/ExportPerson", send: `{"name": "${ben}"}`,
			gets: `{"parts": [{"service": "directory", "json": "*"}, {"service": "survey", "json": "*"}, {"service": "incentive", "json": "*"}]}`},
		{does: "a person reads what is kept about them", by: "benToken", call: "directory.PersonService/ExportPerson", send: `{"name": "${ben}"}`,
			gets: `{"parts": [{"service": "directory"}, {"service": "survey"}, {"service": "incentive"}]}`},
		{does: "a person reads nothing about others", by: "benToken", call: "directory.PersonService/ExportPerson", send: `{"name": "${ann}"}`, fails: "NOT_FOUND"},
		{does: "reading it is in the audit", call: "directory.AuditService/ListAuditEntries",
			send: `{"filter": "method = \"hearth.directory.v1.PersonService/ExportPerson\" AND caller = \"${ben}\""}`, gets: `{"auditEntries": [{"caller": "${ben}"}]}`},
		{does: "a person is erased", call: "directory.PersonService/ErasePerson", send: `{"name": "${lin}", "requestId": "${id erase}"}`,
			gets: `{"name": "*", "kind": "*"}`, keep: is{"erasure": "name"}},
		{does: "every service has erased them", call: "directory.OperationService/GetOperation", send: `{"name": "${erasure}"}`, soon: true,
			gets: `{"done": true, "error": null, "waitingFor": null, "endTime": "*"}`},
		{does: "operations are listed, the newest first", call: "directory.OperationService/ListOperations",
			gets: `{"operations": [{"name": "${erasure}", "done": true}, {"name": "${import}"}]}`},
		{does: "a tried import is done", call: "directory.OperationService/GetOperation", send: `{"name": "${import}"}`, soon: true,
			gets: `{"done": true, "response": {"rows": "1", "refused": "1", "dryRun": true}}`},
		{does: "what would become of its rows", call: "directory.ImportService/ListImportRows", send: `{"parent": "${import}"}`,
			gets: `{"results": [{"row": "1", "outcome": "ROW_OUTCOME_REFUSED", "reason": "UNKNOWN_UNIT", "field": "unit"}]}`},
		{does: "an erasure has no rows", call: "directory.ImportService/ListImportRows", send: `{"parent": "${erasure}"}`, fails: "NOT_FOUND"},
		{does: "a copy hears of the erased", call: people, send: `{"updatedAfter": "${backTime}"}`,
			gets: `{"people": [{"name": "${lin}", "state": "PERSON_STATE_ERASED", "displayName": null, "number": null, "placement": null, "externalIds": null}]}`},
		{does: "no such operation", call: "directory.OperationService/GetOperation", send: `{"name": "operations/` + nowhere + `"}`, fails: "NOT_FOUND"},
	}
}

// badInput sends what no client should.
func badInput() []step {
	const unit, person = "directory.UnitService/CreateUnit", "directory.PersonService/CreatePerson"
	return []step{
		{does: "no unit", call: "directory.UnitService/BatchUpsertUnits", send: `{"rows": []}`, fails: "INVALID_FIELD", fields: []string{"rows"}},
		{does: "a unit without anything", call: unit, send: `{"unit": {}}`, fails: "INVALID_FIELD", fields: []string{"unit.display_name", "unit.kind"}},
		{does: "a unit of a kind that is none", call: unit, send: `{"unit": {"kind": 99, "displayName": {"texts": {"en": "X"}}}}`, fails: "INVALID_FIELD", fields: []string{"unit.kind"}},
		{does: "a unit without a text", call: unit, send: `{"unit": {"kind": "UNIT_KIND_TEAM", "displayName": {"texts": {}}}}`, fails: "INVALID_FIELD",
			fields: []string{"unit.display_name.texts"}},
		{does: "a text in no language", call: unit, send: `{"unit": {"kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"not a tag": "X"}}}}`, fails: "INVALID_FIELD",
			fields: []string{`unit.display_name.texts["not a tag"]`}},
		{does: "a name of something else", call: "directory.UnitService/GetUnit", send: `{"name": "units/nothing"}`, fails: "INVALID_FIELD", fields: []string{"name"}},
		{does: "a person with much wrong", call: person,
			send:  `{"person": {"displayName": "", "number": "", "hireDate": "tomorrow", "placement": {"unit": "here", "employer": "Acme GmbH"}}}`,
			fails: "INVALID_FIELD", fields: []string{"person.display_name", "person.hire_date", "person.number", "person.placement.employer", "person.placement.unit"}},
		{does: "a person hired on no day", call: person,
			send:  `{"person": {"displayName": "X", "number": "X", "hireDate": "2023-02-29", "placement": {"unit": "${team}", "employer": "in-house"}}}`,
			fails: "INVALID_FIELD", fields: []string{"person.hire_date"}},
		{does: "a mask of no field", call: "directory.PersonService/UpdatePerson", send: `{"person": {"name": "${mo}", "displayName": "X"}, "updateMask": "colour"}`,
			fails: "INVALID_FIELD", fields: []string{"update_mask"}},
		{does: "a field that only Hearth writes is left alone", call: "directory.PersonService/UpdatePerson", send: `{"person": {"name": "${mo}", "state": "PERSON_STATE_LEFT"}, "updateMask": "state"}`,
			gets: `{"state": "PERSON_STATE_ACTIVE"}`},
		{does: "a key without a role", call: "directory.KeyService/CreateKey", send: `{"key": {"displayName": "X"}}`, fails: "INVALID_FIELD", fields: []string{"grants"}},
		{does: "a time before time", call: "directory.UnitService/ListUnits", send: `{"updatedAfter": "0001-01-01T00:00:00Z"}`, fails: "INVALID_FIELD", fields: []string{"updated_after"}},
		{does: "a time that is none", call: "directory.UnitService/ListUnits", send: `{"filter": "update_time > \"yesterday\""}`, fails: "FILTER_INVALID"},
		{does: "signs that break things", call: unit, gets: `{"displayName": {"texts": {"en": "'; DROP TABLE unit; -- $1"}}}`,
			send: `{"unit": {"kind": "UNIT_KIND_TEAM", "parent": "${beta}", "displayName": {"texts": {"en": "'; DROP TABLE unit; -- $1", "zh-CN": "家🏠\t\"'\\"}}}}`},
	}
}

// languages reads refusals in the languages of people.
func languages() []step {
	read := func(does, reads, says string) step {
		return step{does: does, call: "directory.UnitService/GetUnit", send: `{"name": "units/` + nowhere + `"}`, reads: reads, fails: "NOT_FOUND", says: says}
	}
	long := ""
	for range 300 {
		long += "zh-CN,"
	}
	return []step{
		read("a refusal in English", "en", "en"), read("a refusal in Chinese", "zh-CN", "zh-CN"),
		read("Chinese of another region", "zh-Hans-SG", "zh-CN"), read("what is understood of a list", "de;q=0.9, zh;q=0.8, en;q=0.1", "zh-CN"),
		read("a language nobody has here", "fr", "en"), read("no language at all", "*", "en"), read("a language that is none", ";;q=x,,", "en"),
		read("a language too long to read", long, "en"), read("British", "en-GB", "en"),
		{does: "wrong fields in Chinese", call: "directory.UnitService/CreateUnit", send: `{"unit": {}}`, reads: "zh-CN", says: "zh-CN",
			fails: "INVALID_FIELD", fields: []string{"unit.display_name", "unit.kind"}},
		{does: "no token in Chinese", by: nobody, call: caller, reads: "zh-CN", says: "zh-CN", fails: "UNAUTHENTICATED"},
		{does: "a refused answer in Chinese", by: "benToken", call: "survey.ResponseService/SubmitResponse", send: sheet("1"), reads: "zh-CN", says: "zh-CN", fails: "SURVEY_NOT_OPEN"},
		{does: "a refused role in Chinese", by: "benToken", call: "directory.KeyService/ListKeys", reads: "zh", says: "zh-CN", fails: "PERMISSION_DENIED"},
	}
}

package blackbox_test

import (
	"fmt"
	"strings"
)

// people follows one person through the years.
func people() []step {
	const get, update = "directory.PersonService/GetPerson", "directory.PersonService/UpdatePerson"
	return []step{
		{does: "a manager", call: "directory.PersonService/CreatePerson",
			send: `{"person": {"displayName": "Mo", "number": "M-1", "hireDate": "2019-01-01", "placement": {"unit": "${department}", "employer": "in-house"}}}`,
			keep: is{"mo": "name"}},
		{does: "a person", call: "directory.PersonService/CreatePerson",
			send: `{"person": {"displayName": "Lin", "number": "L-1", "language": "zh-CN", "hireDate": "2020-03-01", "externalIds": [{"source": "acd", "id": "4711"}],
				"placement": {"unit": "${team}", "employer": "in-house", "manager": "${mo}", "shift": "night", "channel": "voice"}}}`,
			gets: `{"name": "*", "state": "PERSON_STATE_ACTIVE", "hireDate": "2020-03-01", "leaveDate": null, "language": "zh-CN",
				"placement": {"unit": "${team}", "manager": "${mo}", "shift": "night", "fromDate": "2020-03-01", "toDate": null}}`,
			keep: is{"lin": "name", "linTag": "etag"}},
		{does: "a number twice with one employer", call: "directory.PersonService/CreatePerson",
			send:  `{"person": {"displayName": "Twin", "number": "L-1", "hireDate": "2020-03-01", "placement": {"unit": "${team}", "employer": "in-house"}}}`,
			fails: "ALREADY_EXISTS"},
		{does: "an external id twice", call: "directory.PersonService/CreatePerson",
			send: `{"person": {"displayName": "Twin", "number": "L-2", "hireDate": "2020-03-01", "externalIds": [{"source": "acd", "id": "4711"}],
				"placement": {"unit": "${team}", "employer": "in-house"}}}`,
			fails: "ALREADY_EXISTS"},
		{does: "somebody of a vendor with the same number", call: "directory.PersonService/CreatePerson",
			send: `{"person": {"displayName": "Vic", "number": "L-1", "hireDate": "2099-01-01", "plannedEndDate": "2099-03-01", "placement": {"unit": "${team}", "employer": "vendor"}}}`,
			gets: `{"state": "PERSON_STATE_EXPECTED", "plannedEndDate": "2099-03-01"}`, keep: is{"vic": "name"}},
		{does: "a person in an archived unit", call: "directory.PersonService/CreatePerson",
			send:  `{"person": {"displayName": "Late", "number": "L-9", "hireDate": "2020-03-01", "placement": {"unit": "${empty}", "employer": "in-house"}}}`,
			fails: "ARCHIVED"},
		{does: "a person moves on a day", call: update,
			send: `{"person": {"name": "${lin}", "etag": "${linTag}", "placement": {"unit": "${department}", "shift": "day"}}, "updateMask": "placement.unit,placement.shift", "effectiveDate": "2022-05-01"}`,
			gets: `{"placement": {"unit": "${department}", "shift": "day", "channel": "voice", "manager": "${mo}", "fromDate": "2022-05-01"}}`,
			keep: is{"linTag2": "etag"}},
		{does: "a person is changed by who read an older one", call: update,
			send:  `{"person": {"name": "${lin}", "etag": "${linTag}", "displayName": "Late"}, "updateMask": "displayName"}`,
			fails: "ETAG_MISMATCH"},
		{does: "an earlier change leaves the later ones", call: update,
			send: `{"person": {"name": "${lin}", "placement": {"position": "agent"}}, "updateMask": "placement.position", "effectiveDate": "2021-01-01"}`,
			gets: `{"placement": {"position": "agent", "unit": "${department}", "shift": "day"}}`},
		{does: "a change to come", call: update,
			send: `{"person": {"name": "${lin}", "placement": {"shift": "late"}}, "updateMask": "placement.shift", "effectiveDate": "2090-01-01"}`,
			gets: `{"placement": {"shift": "day", "toDate": "2089-12-31"}}`},
		{does: "as they were", call: get, send: `{"name": "${lin}", "asOf": "2020-06-01"}`,
			gets: `{"placement": {"unit": "${team}", "shift": "night", "position": null, "fromDate": "2020-03-01", "toDate": "2020-12-31"}}`},
		{does: "as they were later", call: get, send: `{"name": "${lin}", "asOf": "2021-06-01"}`,
			gets: `{"placement": {"unit": "${team}", "shift": "night", "position": "agent", "toDate": "2022-04-30"}}`},
		{does: "as they will be", call: get, send: `{"name": "${lin}", "asOf": "2091-01-01"}`,
			gets: `{"placement": {"unit": "${department}", "shift": "late", "position": "agent"}}`},
		{does: "as they were before they came", call: get, send: `{"name": "${lin}", "asOf": "2010-01-01"}`,
			gets: `{"state": "PERSON_STATE_EXPECTED", "placement": {"fromDate": "2020-03-01"}}`},
		{does: "the history", call: "directory.PersonService/ListPlacements", send: `{"parent": "${lin}"}`,
			gets: `{"placements": [{"fromDate": "2020-03-01", "toDate": "2020-12-31", "shift": "night"}, {"fromDate": "2021-01-01", "toDate": "2022-04-30", "position": "agent"},
				{"fromDate": "2022-05-01", "toDate": "2089-12-31", "unit": "${department}"}, {"fromDate": "2090-01-01", "toDate": null, "shift": "late"}]}`},
		{does: "nobody manages their own manager", call: update,
			send:  `{"person": {"name": "${mo}", "placement": {"manager": "${lin}"}}, "updateMask": "placement.manager", "effectiveDate": "2023-01-01"}`,
			fails: "MANAGER_CYCLE"},
		{does: "nobody moves before they came", call: update,
			send:  `{"person": {"name": "${lin}", "placement": {"shift": "early"}}, "updateMask": "placement.shift", "effectiveDate": "2019-01-01"}`,
			fails: "NOT_EMPLOYED"},
		{does: "no such person", call: get, send: `{"name": "people/` + nowhere + `"}`, fails: "NOT_FOUND"},
	}
}

// batches takes rows as other systems send them.
func batches() []step {
	const units, people = "directory.UnitService/BatchUpsertUnits", "directory.PersonService/BatchUpsertPeople"
	unitRows := `{"rows": [
		{"externalId": {"source": "hris", "id": "Q2"}, "parentId": "Q1", "kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "Below"}}},
		{"externalId": {"source": "hris", "id": "Q1"}, "parentId": "ACME", "kind": "UNIT_KIND_QUEUE", "displayName": {"texts": {"en": "Chat"}}, "site": "SHA"},
		{"externalId": {"source": "hris", "id": "Q3"}, "parentId": "NOBODY", "kind": "UNIT_KIND_QUEUE", "displayName": {"texts": {"en": "Orphan"}}},
		{"externalId": {"source": "hris", "id": "Q4"}, "parentId": "ACME", "displayName": {"texts": {"en": "Kindless"}}},
		{"externalId": {"source": "hris", "id": "NIGHT"}, "parentId": "Q1", "kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "Night shift"}}}],
		"validateOnly": %s}`
	outcomes := `{"results": [
		{"row": "1", "outcome": "ROW_OUTCOME_CREATED"}, {"row": "2", "outcome": "ROW_OUTCOME_CREATED"},
		{"row": "3", "outcome": "ROW_OUTCOME_REFUSED", "reason": "UNKNOWN_UNIT", "field": "parent_id", "name": null, "message": "*"},
		{"row": "4", "outcome": "ROW_OUTCOME_REFUSED", "reason": "INVALID_FIELD", "field": "kind"},
		{"row": "5", "outcome": "ROW_OUTCOME_UPDATED", "name": "${team}"}]}`
	return []step{
		{does: "rows of units are tried", call: units, send: fmt.Sprintf(unitRows, "true"), gets: outcomes},
		{does: "trying changed nothing", call: "directory.UnitService/GetUnit", send: `{"name": "${team}"}`,
			gets: `{"parent": "${department}", "displayName": {"texts": {"en": "Night"}}}`},
		{does: "rows of units, the wrong ones refused", call: units, send: fmt.Sprintf(unitRows, "false"), gets: outcomes,
			keep: is{"below": "results.0.name", "queue": "results.1.name"}},
		{does: "a row's parent came after it", call: "directory.UnitService/GetUnit", send: `{"name": "${below}"}`, gets: `{"parent": "${queue}"}`},
		{does: "a row moved a unit", call: "directory.UnitService/GetUnit", send: `{"name": "${team}"}`,
			gets: `{"parent": "${queue}", "displayName": {"texts": {"en": "Night shift"}}}`},
		{does: "one unit in two rows", call: units, send: `{"rows": [
			{"externalId": {"source": "hris", "id": "Q9"}, "kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "A"}}},
			{"externalId": {"source": "hris", "id": "Q9"}, "kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "B"}}}]}`,
			gets: `{"results": [{"reason": "ROW_TWICE"}, {"reason": "ROW_TWICE"}]}`},
		{does: "no rows", call: units, fails: "INVALID_FIELD", fields: []string{"rows"}},

		{does: "rows of people, the wrong ones refused", call: people, send: `{"rows": [` +
			row("A1", "Ann", "in-house", "") + `,` + row("A2", "Ben", "in-house", `, "manager": "A1"`) + `,` + row("A3", "Cho", "in-house", "") + `,` +
			row("A4", "Dee", "in-house", "") + `,` + row("A5", "Eva", "in-house", "") + `,` + row("A6", "Fay", "vendor", "") + `,` +
			row("A7", "", "in-house", "") + `,` + row("A8", "Guy", "in-house", `, "unit": "NOWHERE"`) + `,` + row("A9", "Hal", "in-house", `, "manager": "ZZ"`) + `]}`,
			gets: `{"results": [{"outcome": "ROW_OUTCOME_CREATED", "name": "*"}, {"outcome": "ROW_OUTCOME_CREATED"}, {"outcome": "ROW_OUTCOME_CREATED"},
				{"outcome": "ROW_OUTCOME_CREATED"}, {"outcome": "ROW_OUTCOME_CREATED"}, {"outcome": "ROW_OUTCOME_CREATED"},
				{"outcome": "ROW_OUTCOME_REFUSED", "reason": "INVALID_FIELD", "field": "display_name"},
				{"outcome": "ROW_OUTCOME_REFUSED", "reason": "UNKNOWN_UNIT", "field": "unit"},
				{"outcome": "ROW_OUTCOME_REFUSED", "reason": "UNKNOWN_MANAGER", "field": "manager"}]}`,
			keep: is{"ann": "results.0.name", "ben": "results.1.name", "cho": "results.2.name", "dee": "results.3.name", "eva": "results.4.name", "fay": "results.5.name"}},
		{does: "the same rows once more", call: people, send: `{"rows": [` + row("A1", "Ann", "in-house", "") + `,` + row("A3", "Choe", "in-house", "") + `]}`,
			gets: `{"results": [{"outcome": "ROW_OUTCOME_UNCHANGED", "name": "${ann}"},
				{"outcome": "ROW_OUTCOME_UPDATED", "name": "${cho}", "changes": [{"field": "display_name", "before": "Cho", "after": "Choe"}]}]}`},
		{does: "a row's manager is found by their id", call: "directory.PersonService/GetPerson", send: `{"name": "${ben}"}`,
			gets: `{"placement": {"manager": "${ann}", "unit": "${team}"}}`},
	}
}

// row is a person's row; more is JSON that overrides.
func row(id, name, employer, more string) string {
	unit := `, "unit": "NIGHT"`
	if strings.Contains(more, `"unit"`) {
		unit = ""
	}
	return `{"externalId": {"source": "hris", "id": "` + id + `"}, "displayName": "` + name + `", "number": "` + id + `", "employer": "` + employer +
		`", "hireDate": "2021-01-01"` + unit + more + `}`
}

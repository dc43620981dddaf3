package blackbox_test

// lists filters, orders and pages.
func lists() []step {
	const units, people = "directory.UnitService/ListUnits", "directory.PersonService/ListPeople"
	return []step{
		{does: "units in the order of their creation", call: units,
			gets: `{"units": [{"name": "${company}"}, {"name": "${beta}"}, {"name": "${department}"}, {"name": "${team}"}, {"name": "${queue}"}, {"name": "${below}"}], "nextPageToken": null}`},
		{does: "units with the archived, the newest first", call: units, send: `{"showArchived": true, "orderBy": "create_time desc", "pageSize": 3}`,
			gets: `{"units": [{"name": "${below}"}, {"name": "${queue}"}, {"name": "${empty}"}], "nextPageToken": "*"}`},
		{does: "units within a caller's reach", by: "hris", call: units, send: `{"pageSize": 2}`,
			gets: `{"units": [{"name": "${company}"}, {"name": "${department}"}], "nextPageToken": "*"}`, keep: is{"page": "nextPageToken"}},
		{does: "the next page", by: "hris", call: units, send: `{"pageSize": 2, "pageToken": "${page}"}`,
			gets: `{"units": [{"name": "${team}"}, {"name": "${queue}"}], "nextPageToken": "*"}`, keep: is{"page2": "nextPageToken"}},
		{does: "the last page, of another size", by: "hris", call: units, send: `{"pageSize": 5, "pageToken": "${page2}"}`,
			gets: `{"units": [{"name": "${below}"}], "nextPageToken": null}`},
		{does: "a page of another caller", call: units, send: `{"pageSize": 2, "pageToken": "${page}"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a page of another filter", by: "hris", call: units, send: `{"pageSize": 2, "pageToken": "${page}", "filter": "kind = \"UNIT_KIND_TEAM\""}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a page of another order", by: "hris", call: units, send: `{"pageSize": 2, "pageToken": "${page}", "orderBy": "update_time"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a page of another list", by: "hris", call: people, send: `{"pageSize": 2, "pageToken": "${page}"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a page that somebody changed", by: "hris", call: units, send: `{"pageSize": 2, "pageToken": "A${page}"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a page that somebody made up", by: "hris", call: units, send: `{"pageToken": "page-2"}`, fails: "PAGE_TOKEN_INVALID"},
		{does: "a page too large", call: units, send: `{"pageSize": 1001}`, fails: "INVALID_FIELD", fields: []string{"page_size"}},

		{does: "units of a kind below a parent", call: units, send: `{"filter": "kind = \"UNIT_KIND_TEAM\" AND parent = \"${queue}\""}`,
			gets: `{"units": [{"name": "${team}"}, {"name": "${below}"}]}`},
		{does: "a unit by its id elsewhere", call: units, send: `{"filter": "external_id = \"hris:NIGHT\""}`, gets: `{"units": [{"name": "${team}"}]}`},
		{does: "units of no such kind", call: units, send: `{"filter": "kind = \"UNIT_KIND_GALAXY\""}`, fails: "FILTER_INVALID"},
		{does: "units by a field that is none", call: units, send: `{"filter": "colour = \"red\""}`, fails: "FILTER_INVALID"},
		{does: "units by an operator that is none", call: units, send: `{"filter": "kind > \"UNIT_KIND_TEAM\""}`, fails: "FILTER_INVALID"},
		{does: "units by half a filter", call: units, send: `{"filter": "kind = "}`, fails: "FILTER_INVALID"},
		{does: "units by SQL", call: units, send: `{"filter": "kind = \"x\" OR 1=1; DROP TABLE unit"}`, fails: "FILTER_INVALID"},
		{does: "units in no such order", call: units, send: `{"orderBy": "colour"}`, fails: "FILTER_INVALID"},

		{does: "people of a subtree and an employer", call: people, send: `{"filter": "subtree = \"${queue}\" AND employer = \"vendor\"", "orderBy": "number"}`,
			gets: `{"people": [{"name": "${fay}"}, {"name": "${vic}"}]}`},
		{does: "people by number, backwards", call: people, send: `{"filter": "unit = \"${team}\" AND state = \"PERSON_STATE_ACTIVE\"", "orderBy": "number desc", "pageSize": 2}`,
			gets: `{"people": [{"name": "${fay}"}, {"name": "${eva}"}], "nextPageToken": "*"}`, keep: is{"peoplePage": "nextPageToken"}},
		{does: "more people by number", call: people,
			send: `{"filter": "unit = \"${team}\" AND state = \"PERSON_STATE_ACTIVE\"", "orderBy": "number desc", "pageSize": 2, "pageToken": "${peoplePage}"}`,
			gets: `{"people": [{"name": "${dee}"}, {"name": "${cho}"}], "nextPageToken": "*"}`},
		{does: "a page of another day", call: people,
			send:  `{"filter": "unit = \"${team}\" AND state = \"PERSON_STATE_ACTIVE\"", "orderBy": "number desc", "pageSize": 2, "pageToken": "${peoplePage}", "asOf": "2022-01-01"}`,
			fails: "PAGE_TOKEN_INVALID"},
		{does: "a person by their id elsewhere", call: people, send: `{"filter": "external_id = \"acd:4711\""}`, gets: `{"people": [{"name": "${lin}"}]}`},
		{does: "people of a manager", call: people, send: `{"filter": "manager = \"${mo}\""}`, gets: `{"people": [{"name": "${lin}"}]}`},
		{does: "who was in the team on a day", call: people, send: `{"filter": "unit = \"${team}\" AND state = \"PERSON_STATE_ACTIVE\"", "asOf": "2020-06-01"}`,
			gets: `{"people": [{"name": "${lin}", "placement": {"shift": "night"}}]}`},
		{does: "people hired later", call: people, send: `{"filter": "hire_date >= \"2021-01-01\" AND employer = \"in-house\" AND number != \"A1\"", "pageSize": 1}`,
			gets: `{"people": [{"name": "${ben}"}], "nextPageToken": "*"}`},
		{does: "people by their name", call: people, send: `{"filter": "display_name = \"Ann\""}`, fails: "FILTER_INVALID"},
		{does: "keys, the newest first", call: "directory.KeyService/ListKeys", send: `{"pageSize": 2}`,
			gets: `{"keys": [{"name": "${oldKey}", "revokeTime": "*"}, {"name": "${key}", "revokeTime": null}], "nextPageToken": "*"}`},
	}
}

// changes follows a copy of the directory, and what it left in the audit.
func changes() []step {
	const units, audit = "directory.UnitService/ListUnits", "directory.AuditService/ListAuditEntries"
	return []step{
		{does: "a unit to go", call: "directory.UnitService/CreateUnit",
			send: `{"unit": {"kind": "UNIT_KIND_TEAM", "parent": "${beta}", "displayName": {"texts": {"en": "Brief"}}}}`, keep: is{"brief": "name", "since": "updateTime"}},
		{does: "nothing new yet", call: units, send: `{"updatedAfter": "${since}"}`, gets: `{"units": null}`},
		{does: "the unit is renamed", call: "directory.UnitService/UpdateUnit",
			send: `{"unit": {"name": "${beta}", "kind": "UNIT_KIND_COMPANY", "displayName": {"texts": {"en": "Beta Ltd"}}}, "updateMask": "displayName"}`},
		{does: "the unit goes", call: "directory.UnitService/ArchiveUnit", send: `{"name": "${brief}"}`},
		{does: "what is new, with what is gone", call: units, send: `{"updatedAfter": "${since}", "orderBy": "update_time"}`,
			gets: `{"units": [{"name": "${beta}", "archiveTime": null}, {"name": "${brief}", "archiveTime": "*"}]}`},
		{does: "what is new within reach", by: "hris", call: units, send: `{"updatedAfter": "${since}"}`, gets: `{"units": null}`},
		{does: "what was done to a unit", call: audit, send: `{"filter": "resource = \"${brief}\""}`,
			gets: `{"auditEntries": [{"method": "hearth.directory.v1.UnitService/ArchiveUnit", "caller": "${adminKey}", "resource": "${brief}", "inputHash": "*"},
				{"method": "hearth.directory.v1.UnitService/CreateUnit"}]}`},
		{does: "what a key did", call: audit, send: `{"filter": "caller = \"${key}\""}`,
			gets: `{"auditEntries": [{"method": "hearth.directory.v1.BindingService/CreateBinding", "resource": "${lead}"},
				{"method": "hearth.directory.v1.BindingService/CreateBinding", "resource": "${lead}"}]}`},
		{does: "a request by its id", call: audit, send: `{"filter": "request_id = \"${id unit}\""}`,
			gets: `{"auditEntries": [{"requestId": "${id unit}", "resource": "${replayed}"}], "nextPageToken": null}`},
		{does: "audit entries by a field that is none", call: audit, send: `{"filter": "name = \"x\""}`, fails: "FILTER_INVALID"},
		{does: "audit entries are not for a part of the installation", by: "hris", call: audit, fails: "PERMISSION_DENIED"},
	}
}

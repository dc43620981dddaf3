package blackbox_test

const exchange, caller = "directory.TokenService/ExchangeToken", "directory.TokenService/GetCaller"

// access makes keys and bindings, and tries how far they reach.
func access() []step {
	return []step{
		{does: "a key over one company", call: "directory.KeyService/CreateKey",
			send: `{"key": {"displayName": "HRIS"}, "grants": [{"role": "ROLE_SYSTEM", "unit": "${company}"}, {"role": "ROLE_ADMIN", "unit": "${company}"}]}`,
			gets: `{"key": {"name": "*", "displayName": "HRIS", "secrets": [{"prefix": "*", "expireTime": null}]}, "secret": "*", "bindings": [{"unit": "${company}"}, {"unit": "${company}"}]}`,
			keep: is{"key": "key.name", "secret": "secret"}},
		{does: "a key's secret logs in", by: nobody, call: exchange, send: `{"apiKey": "${secret}"}`,
			gets: `{"accessToken": "*", "expireTime": "*", "caller": {"subject": "${key}"}}`, keep: is{"hris": "accessToken"}},
		{does: "a key says who it is", by: "hris", call: caller, gets: `{"subject": "${key}", "bindings": [{"unit": "${company}"}, {"unit": "${company}"}]}`},
		{does: "a secret that is none", by: nobody, call: exchange, send: `{"apiKey": "hk_wrong"}`, fails: "CREDENTIAL_REFUSED"},
		{does: "no credential", by: nobody, call: exchange, fails: "INVALID_FIELD", fields: []string{"credential"}},
		{does: "nobody is no caller", by: nobody, call: caller, fails: "UNAUTHENTICATED"},
		{does: "a secret is no token", by: "adminSecret", call: caller, fails: "UNAUTHENTICATED"},
		{does: "a key reads its company", by: "hris", call: "directory.UnitService/GetUnit", send: `{"name": "${team}"}`, gets: `{"name": "${team}"}`},
		{does: "a key does not see another company", by: "hris", call: "directory.UnitService/GetUnit", send: `{"name": "${beta}"}`, fails: "NOT_FOUND"},
		{does: "a key makes nothing in another company", by: "hris", call: "directory.UnitService/CreateUnit",
			send: `{"unit": {"kind": "UNIT_KIND_TEAM", "parent": "${beta}", "displayName": {"texts": {"en": "Mole"}}}}`, fails: "NOT_FOUND"},
		{does: "a key makes no company", by: "hris", call: "directory.UnitService/CreateUnit",
			send: `{"unit": {"kind": "UNIT_KIND_COMPANY", "displayName": {"texts": {"en": "Gamma"}}}}`, fails: "PERMISSION_DENIED"},
		{does: "a key makes no site", by: "hris", call: "directory.SiteService/CreateSite",
			send: `{"site": {"displayName": {"texts": {"en": "X"}}, "timeZone": "UTC"}}`, fails: "PERMISSION_DENIED"},
		{does: "a key makes no key", by: "hris", call: "directory.KeyService/CreateKey",
			send: `{"key": {"displayName": "X"}, "grants": [{"role": "ROLE_ADMIN"}]}`, fails: "PERMISSION_DENIED"},
		{does: "a key gives no role beyond its own", by: "hris", call: "directory.BindingService/CreateBinding",
			send: `{"binding": {"subject": "${ann}", "role": "ROLE_ADMIN"}}`, fails: "NOT_FOUND"},

		{does: "a new secret, the old one goes on", call: "directory.KeyService/RotateKey", send: `{"name": "${key}", "overlapSeconds": 3600}`,
			gets: `{"secret": "*", "key": {"name": "${key}", "secrets": [{"prefix": "*"}, {"prefix": "*"}]}}`, keep: is{"secret2": "secret"}},
		{does: "the new secret logs in", by: nobody, call: exchange, send: `{"apiKey": "${secret2}"}`, gets: `{"caller": {"subject": "${key}"}}`},
		{does: "the old secret logs in as well", by: nobody, call: exchange, send: `{"apiKey": "${secret}"}`, gets: `{"caller": {"subject": "${key}"}}`},
		{does: "a new secret at once", call: "directory.KeyService/RotateKey", send: `{"name": "${key}"}`, keep: is{"secret3": "secret"}},
		{does: "the secret before it is refused", by: nobody, call: exchange, send: `{"apiKey": "${secret2}"}`, fails: "CREDENTIAL_REFUSED"},
		{does: "a key is read without its secret", call: "directory.KeyService/GetKey", send: `{"name": "${key}"}`, gets: `{"displayName": "HRIS", "revokeTime": null}`},
		{does: "another key", call: "directory.KeyService/CreateKey", send: `{"key": {"displayName": "Old"}, "grants": [{"role": "ROLE_ANALYST", "unit": "${beta}"}]}`,
			keep: is{"oldKey": "key.name", "oldSecret": "secret"}},
		{does: "a key is revoked", call: "directory.KeyService/RevokeKey", send: `{"name": "${oldKey}"}`, gets: `{"name": "${oldKey}", "revokeTime": "*", "secrets": null}`},
		{does: "a revoked key's secret is refused", by: nobody, call: exchange, send: `{"apiKey": "${oldSecret}"}`, fails: "CREDENTIAL_REFUSED"},
		{does: "a revoked key gets no secret", call: "directory.KeyService/RotateKey", send: `{"name": "${oldKey}"}`, fails: "KEY_REVOKED"},
		{does: "the administrator says who it is", call: caller, gets: `{"bindings": [{"role": "ROLE_ADMIN", "unit": null}]}`,
			keep: is{"adminKey": "subject"}},
		{does: "the administrator's role", call: "directory.BindingService/ListBindings", send: `{"filter": "subject = \"${adminKey}\""}`,
			gets: `{"bindings": [{"role": "ROLE_ADMIN"}]}`, keep: is{"adminBinding": "bindings.0.name"}},
		{does: "the last administrator stays", call: "directory.KeyService/RevokeKey", send: `{"name": "${adminKey}"}`, fails: "LAST_ADMIN"},
		{does: "the last administrator keeps the role", call: "directory.BindingService/DeleteBinding", send: `{"name": "${adminBinding}"}`, fails: "LAST_ADMIN"},

		{does: "a person becomes a lead", by: "hris", call: "directory.BindingService/CreateBinding",
			send: `{"binding": {"subject": "${ann}", "role": "ROLE_TEAM_LEAD", "unit": "${team}", "employer": "in-house"}}`,
			gets: `{"name": "*", "subject": "${ann}", "role": "ROLE_TEAM_LEAD", "expireTime": null}`, keep: is{"lead": "name"}},
		{does: "the same role is the same binding", by: "hris", call: "directory.BindingService/CreateBinding",
			send: `{"binding": {"subject": "${ann}", "role": "ROLE_TEAM_LEAD", "unit": "${team}", "employer": "in-house"}}`, gets: `{"name": "${lead}"}`},
		{does: "a role for a time", call: "directory.BindingService/CreateBinding",
			send: `{"binding": {"subject": "${ben}", "role": "ROLE_ANALYST", "unit": "${company}", "expireTime": "2099-01-01T00:00:00Z"}}`,
			gets: `{"expireTime": "*"}`, keep: is{"analyst": "name"}},
		{does: "a role of nobody", call: "directory.BindingService/CreateBinding",
			send: `{"binding": {"subject": "people/` + nowhere + `", "role": "ROLE_ANALYST"}}`, fails: "NOT_FOUND"},
		{does: "a role that everybody has", call: "directory.BindingService/CreateBinding",
			send: `{"binding": {"subject": "${ben}", "role": "ROLE_EMPLOYEE"}}`, fails: "INVALID_FIELD", fields: []string{"binding.role"}},
		{does: "bindings of one person", call: "directory.BindingService/ListBindings", send: `{"filter": "subject = \"${ann}\""}`,
			gets: `{"bindings": [{"name": "${lead}"}]}`},
		{does: "bindings of one role", by: "hris", call: "directory.BindingService/ListBindings", send: `{"filter": "role = \"ROLE_ANALYST\""}`,
			gets: `{"bindings": [{"name": "${analyst}"}]}`},
		{does: "a role is taken away", call: "directory.BindingService/DeleteBinding", send: `{"name": "${analyst}"}`, gets: `{}`},
		{does: "a role is not taken away twice", call: "directory.BindingService/DeleteBinding", send: `{"name": "${analyst}"}`, fails: "NOT_FOUND"},
		{does: "published keys", by: nobody, call: "directory.TokenService/GetJwks", gets: `{"jwks": "*"}`},
	}
}

// invited logs somebody in by an invitation.
func invited(who string) []step {
	return []step{
		{does: who + " is invited", call: "directory.TokenService/CreateInvitation", send: `{"name": "${` + who + `}", "lifetimeHours": 1}`,
			gets: `{"secret": "*", "expireTime": "*"}`, keep: is{who + "Invitation": "secret"}},
		{does: who + " logs in", by: nobody, call: exchange, send: `{"invitation": "${` + who + `Invitation}"}`,
			gets: `{"caller": {"subject": "${` + who + `}"}}`, keep: is{who + "Token": "accessToken"}},
	}
}

// logins lets people in, and tries what they may see.
func logins() []step {
	var steps []step
	for _, who := range []string{"ann", "ben", "cho", "dee", "eva", "fay"} {
		steps = append(steps, invited(who)...)
	}
	pin := func(number, pin string) string {
		return `{"numberAndPin": {"employer": "in-house", "number": "` + number + `", "pin": "` + pin + `"}}`
	}
	return append(steps, []step{
		{does: "an invitation works once", by: nobody, call: exchange, send: `{"invitation": "${benInvitation}"}`, fails: "CREDENTIAL_REFUSED"},
		{does: "who will come may be invited before", call: "directory.TokenService/CreateInvitation", send: `{"name": "${vic}"}`, gets: `{"secret": "*"}`},
		{does: "a person says who they are", by: "benToken", call: caller, gets: `{"subject": "${ben}", "bindings": null}`},
		{does: "a lead says who they are", by: "annToken", call: caller, gets: `{"subject": "${ann}", "bindings": [{"role": "ROLE_TEAM_LEAD", "unit": "${team}", "employer": "in-house"}]}`},
		{does: "a token is refreshed", by: "benToken", call: "directory.TokenService/RefreshToken", gets: `{"accessToken": "*", "caller": {"subject": "${ben}"}}`,
			keep: is{"benAgain": "accessToken"}},
		{does: "the refreshed token is as good", by: "benAgain", call: caller, gets: `{"subject": "${ben}"}`},
		{does: "nobody refreshes nothing", by: nobody, call: "directory.TokenService/RefreshToken", fails: "UNAUTHENTICATED"},
		{does: "a PIN too easy to guess", by: "benToken", call: "directory.TokenService/SetPin", send: `{"pin": "111111"}`, fails: "PIN_TOO_SIMPLE"},
		{does: "a PIN too short", by: "benToken", call: "directory.TokenService/SetPin", send: `{"pin": "4711"}`, fails: "INVALID_FIELD", fields: []string{"pin"}},
		{does: "a PIN", by: "benToken", call: "directory.TokenService/SetPin", send: `{"pin": "583920"}`},
		{does: "a key has no PIN", by: "hris", call: "directory.TokenService/SetPin", send: `{"pin": "583920"}`, fails: "PERMISSION_DENIED"},
		{does: "number and PIN log in", by: nobody, call: exchange, send: pin("A2", "583920"), gets: `{"caller": {"subject": "${ben}"}}`, keep: is{"benByPin": "accessToken"}},
		{does: "who logged in by PIN calls", by: "benByPin", call: caller, gets: `{"subject": "${ben}"}`},
		{does: "a wrong PIN", by: nobody, call: exchange, send: pin("A2", "583921"), fails: "CREDENTIAL_REFUSED"},
		{does: "a number that nobody has", by: nobody, call: exchange, send: pin("Z9", "583920"), fails: "CREDENTIAL_REFUSED"},
		{does: "somebody without a PIN", by: nobody, call: exchange, send: pin("A3", "583920"), fails: "CREDENTIAL_REFUSED"},

		{does: "a person sees themselves", by: "benToken", call: "directory.PersonService/GetPerson", send: `{"name": "${ben}"}`, gets: `{"displayName": "Ben"}`},
		{does: "a person sees no colleague", by: "benToken", call: "directory.PersonService/GetPerson", send: `{"name": "${ann}"}`, fails: "NOT_FOUND"},
		{does: "a person lists themselves", by: "benToken", call: "directory.PersonService/ListPeople", gets: `{"people": [{"name": "${ben}"}]}`},
		{does: "a person makes no unit", by: "benToken", call: "directory.UnitService/CreateUnit",
			send: `{"unit": {"kind": "UNIT_KIND_TEAM", "displayName": {"texts": {"en": "Mine"}}}}`, fails: "PERMISSION_DENIED"},
		{does: "a person reads the sites", by: "benToken", call: "directory.SiteService/GetSite", send: `{"name": "${site}"}`, gets: `{"name": "${site}"}`},
		{does: "a lead sees their people", by: "annToken", call: "directory.PersonService/ListPeople",
			gets: `{"people": [{"name": "${ann}"}, {"name": "${ben}"}, {"name": "${cho}"}, {"name": "${dee}"}, {"name": "${eva}"}]}`},
		{does: "a lead does not see the vendor's", by: "annToken", call: "directory.PersonService/GetPerson", send: `{"name": "${fay}"}`, fails: "NOT_FOUND"},
		{does: "a lead lets nobody in who is not theirs", by: "annToken", call: "directory.TokenService/CreateInvitation", send: `{"name": "${fay}"}`, fails: "NOT_FOUND"},
	}...)
}

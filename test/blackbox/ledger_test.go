package blackbox_test

// ledgers moves points: from a source to two accounts, held and let go, and never more than there is.
func ledgers() []step {
	const create, open, post = "incentive.LedgerService/CreateLedger", "incentive.AccountService/CreateAccount", "incentive.TransferService/PostTransfers"
	const account, batch = "incentive.AccountService/GetAccount", "incentive.TransferService/BatchPostTransfers"
	opened := func(purpose, owner, overdraft string) string {
		return `{"account": {"ledger": "${ledger}", "purpose": "` + purpose + `", "owner": "` + owner + `", "overdraft": ` + overdraft + `}}`
	}
	direct := func(id, debit, credit, amount string) string {
		return `{"name": "transfers/${id ` + id + `}", "kind": "TRANSFER_KIND_DIRECT", "debit": "${` + debit + `}", "credit": "${` + credit + `}", "amount": "` + amount + `",
			"day": "2026-01-05", "reason": "grant"}`
	}
	return []step{
		{does: "a ledger", call: create, send: `{"ledger": {"currency": "POINTS", "timeZone": "Asia/Shanghai"}}`, keep: is{"ledger": "name"},
			gets: `{"name": "*", "closedThrough": null}`},
		{does: "a second ledger of one currency", call: create, send: `{"ledger": {"currency": "POINTS", "timeZone": "UTC"}}`, fails: "ALREADY_EXISTS"},
		{does: "a ledger of no currency", call: create, send: `{"ledger": {"currency": "points", "timeZone": "UTC"}}`, fails: "INVALID_FIELD", fields: []string{"ledger.currency"}},
		{does: "a ledger of nowhere", call: create, send: `{"ledger": {"currency": "CNY", "timeZone": "Nowhere"}}`, fails: "INVALID_FIELD", fields: []string{"ledger.time_zone"}},
		{does: "an employee makes no ledger", by: "benToken", call: create, send: `{"ledger": {"currency": "CNY", "timeZone": "UTC"}}`, fails: "PERMISSION_DENIED"},
		{does: "a ledger is read", call: "incentive.LedgerService/GetLedger", send: `{"name": "${ledger}"}`, gets: `{"currency": "POINTS"}`},
		{does: "a ledger that is not there", call: "incentive.LedgerService/GetLedger", send: `{"name": "ledgers/` + nowhere + `"}`, fails: "NOT_FOUND"},
		{does: "ledgers are listed", call: "incentive.LedgerService/ListLedgers", gets: `{"ledgers": [{"name": "${ledger}"}], "nextPageToken": null}`},

		{does: "a source of points", call: open, send: opened("source", "", "true"), keep: is{"source": "name"}},
		{does: "what a team may give", call: open, send: opened("kitty", "${team}", "false"), keep: is{"kitty": "name"}, gets: `{"balance": {"posted": null}}`},
		{does: "the same account again", call: open, send: opened("kitty", "${team}", "true"), gets: `{"name": "${kitty}", "overdraft": null}`},
		{does: "what is spent", call: open, send: opened("spent", "", "false"), keep: is{"spent": "name"}},
		{does: "an account of no ledger", call: open, send: `{"account": {"ledger": "ledgers/` + nowhere + `", "purpose": "x"}}`, fails: "NOT_FOUND"},
		{does: "accounts are listed", call: "incentive.AccountService/ListAccounts", send: `{"filter": "owner = \"${team}\""}`,
			gets: `{"accounts": [{"name": "${kitty}"}], "nextPageToken": null}`},
		{does: "accounts by what cannot be asked", call: "incentive.AccountService/ListAccounts", send: `{"filter": "balance > 3"}`, fails: "FILTER_INVALID", fields: []string{"filter"}},

		{does: "points are granted", call: post, send: `{"transfers": [` + direct("grant", "source", "kitty", "100") + `]}`,
			gets: `{"transfers": [{"name": "transfers/${id grant}", "debitBalance": {"posted": "-100"}, "creditBalance": {"available": "100"}}], "replay": null}`},
		{does: "points are granted once", call: post, send: `{"transfers": [` + direct("grant", "source", "kitty", "100") + `]}`, gets: `{"replay": true}`},
		{does: "a grant under a known name", call: post, send: `{"transfers": [` + direct("grant", "source", "kitty", "101") + `]}`,
			fails: "TRANSFER_ID_REUSED", meta: is{"transfer": "${id grant}"}},
		{does: "more than there is", call: post, send: `{"transfers": [` + direct("spend", "kitty", "spent", "60") + `, ` + direct("over", "kitty", "spent", "60") + `]}`,
			fails: "INSUFFICIENT_FUNDS", meta: is{"transfer": "${id over}"}},
		{does: "nothing at all", call: post, send: `{"transfers": [` + direct("nothing", "kitty", "spent", "0") + `]}`, fails: "AMOUNT_OUT_OF_RANGE", meta: is{"transfer": "${id nothing}"}},
		{does: "a posting of no transfers", call: post, send: `{"transfers": []}`, fails: "INVALID_FIELD", fields: []string{"transfers"}},
		{does: "postings of which one is too much", call: batch,
			send: `{"postings": [{"transfers": [` + direct("b1", "kitty", "spent", "60") + `]}, {"transfers": [` + direct("b2", "kitty", "spent", "60") + `]}]}`,
			gets: `{"results": [{"error": null, "createTime": "*"}, {"error": {"message": "There is not enough in the account."}, "createTime": null}]}`},
		{does: "points are held", call: post, send: `{"transfers": [{"name": "transfers/${id hold}", "kind": "TRANSFER_KIND_HOLD", "debit": "${kitty}", "credit": "${spent}", "amount": "40",
			"day": "2026-01-05", "reason": "reward"}]}`},
		{does: "what is held is there and cannot be given", call: account, send: `{"name": "${kitty}"}`, gets: `{"balance": {"posted": "40", "held": "40", "available": null}}`},
		{does: "an account with something in it is not closed", call: "incentive.AccountService/CloseAccount", send: `{"name": "${kitty}"}`, fails: "ACCOUNT_NOT_EMPTY"},
		{does: "a part of what is held is taken", call: post, send: `{"transfers": [{"name": "transfers/${id capture}", "kind": "TRANSFER_KIND_CAPTURE", "of": "transfers/${id hold}", "amount": "30",
			"day": "2026-01-05", "reason": "reward"}]}`, gets: `{"transfers": [{"debit": "${kitty}", "debitBalance": {"available": "10"}}]}`},
		{does: "what was held is taken twice", call: post, send: `{"transfers": [{"name": "transfers/${id again}", "kind": "TRANSFER_KIND_VOID", "of": "transfers/${id hold}", "reason": "reward"}]}`,
			fails: "HOLD_SETTLED", meta: is{"transfer": "${id again}"}},
		{does: "a transfer is read", call: "incentive.TransferService/GetTransfer", send: `{"name": "transfers/${id capture}"}`, gets: `{"of": "transfers/${id hold}", "amount": "30", "actor": "*"}`},
		{does: "a transfer that is not there", call: "incentive.TransferService/GetTransfer", send: `{"name": "transfers/` + nowhere + `"}`, fails: "NOT_FOUND"},
		{does: "transfers are listed", call: "incentive.TransferService/ListTransfers", send: `{"account": "${kitty}", "pageSize": 2}`,
			gets: `{"transfers": [{"name": "transfers/${id capture}"}, {"name": "transfers/${id hold}"}], "nextPageToken": "*"}`},
		{does: "transfers of no account", call: "incentive.TransferService/ListTransfers", send: `{"account": "accounts/` + nowhere + `"}`, fails: "NOT_FOUND"},
		{does: "what stood in an account", call: "incentive.AccountService/GetBalance", send: `{"name": "${kitty}", "time": "2026-01-01T00:00:00Z"}`, gets: `{"posted": null}`},
		{does: "what will stand in an account", call: "incentive.AccountService/GetBalance", send: `{"name": "${kitty}", "time": "2090-01-01T00:00:00Z"}`, fails: "INVALID_FIELD", fields: []string{"time"}},

		{does: "what Hearth needs is not closed", call: "incentive.AccountService/CloseAccount", send: `{"name": "${spent}"}`, fails: "ACCOUNT_OF_HEARTH"},
		{does: "an account is emptied", call: post, send: `{"transfers": [` + direct("rest", "kitty", "spent", "10") + `]}`},
		{does: "an empty account is closed", call: "incentive.AccountService/CloseAccount", send: `{"name": "${kitty}"}`, gets: `{"closed": true}`},
		{does: "a period is closed", call: "incentive.LedgerService/CloseLedger", send: `{"name": "${ledger}", "through": "2026-01-31"}`, gets: `{"closedThrough": "2026-01-31"}`},
		{does: "a day that is not over is not closed", call: "incentive.LedgerService/CloseLedger", send: `{"name": "${ledger}", "through": "2090-01-31"}`, fails: "PERIOD_NOT_OVER"},
		{does: "nothing counts in a closed period", call: post, send: `{"transfers": [` + direct("late", "source", "spent", "1") + `]}`, fails: "PERIOD_CLOSED", meta: is{"transfer": "${id late}"}},
		{does: "a ledger is reconciled", call: "incentive.LedgerService/ReconcileLedger", send: `{"name": "${ledger}"}`, keep: is{"reconciliation": "name"}, gets: `{"kind": "ledger.reconcile"}`},
		{does: "everything agrees", call: "incentive.OperationService/GetOperation", send: `{"name": "${reconciliation}"}`, soon: true,
			gets: `{"done": true, "response": {"accounts": "3", "transfers": "10", "differencesFound": null}}`},
		{does: "operations of the ledger are listed", call: "incentive.OperationService/ListOperations", gets: `{"operations": [{"name": "${reconciliation}"}]}`},
		{does: "changes of ledgers are listed", call: "incentive.AuditService/ListAuditEntries", send: `{"filter": "method = \"hearth.incentive.v1.LedgerService/CloseLedger\""}`,
			gets: `{"auditEntries": [{"resource": "${ledger}"}]}`},
		{does: "what is kept about an agent's points", call: "incentive.PrivacyService/ExportPersonData", send: `{"person": "${ben}"}`, by: "directory", gets: `{"service": "incentive", "json": "*"}`},
		{does: "nor does a system", call: "incentive.PrivacyService/ExportPersonData", send: `{"person": "${ben}"}`, by: "system", fails: "PERMISSION_DENIED"},
		{does: "an administrator does not ask a service what it keeps of whom", call: "incentive.PrivacyService/ExportPersonData", send: `{"person": "${ben}"}`, fails: "PERMISSION_DENIED"},
	}
}

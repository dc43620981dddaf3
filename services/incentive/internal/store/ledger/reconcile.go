package ledger

import (
	"context"
	"database/sql"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Reconciled says what was compared and what did not agree.
type Reconciled struct {
	// Accounts are those that are not sealed, Transfers and Holds theirs: whoever counts again and again would else see when somebody gives
	// points to somebody. Sealed are the other accounts.
	Accounts, Transfers, Holds, Sealed int64
	Differences                        []ledger.Difference
}

// Add adds what another part of the ledger came to.
func (r *Reconciled) Add(other Reconciled) {
	r.Accounts, r.Transfers, r.Holds, r.Sealed = r.Accounts+other.Accounts, r.Transfers+other.Transfers, r.Holds+other.Holds, r.Sealed+other.Sealed
	r.Differences = append(r.Differences, other.Differences...)
}

// StartReconciliation starts the operation that reconciles a ledger, and returns its id.
func (s Store) StartReconciliation(ctx context.Context, now time.Time, id string) (string, error) {
	return operation.Start(ctx, s.tx, now, ledger.Reconciliation, []byte(id))
}

// Page is how many accounts ReconcilePage looks at.
const Page = 1000

// ReconcilePage counts the accounts of a ledger after the given number anew from all their transfers, on one snapshot, while others post. It returns
// the number to go on from, 0 after the last.
func ReconcilePage(ctx context.Context, d *db.DB, id string, from int64) (found Reconciled, next int64, err error) {
	err = d.ReadTx(ctx, func(ctx context.Context, q db.Querier) error {
		accounts, err := db.All(ctx, q, scanAccount, accountSQL+` WHERE a.ledger = $1 AND a.number > $2 ORDER BY a.number LIMIT $3`, id, from, Page)
		if err != nil || len(accounts) == 0 {
			return err
		}
		if len(accounts) == Page {
			next = accounts[Page-1].Number
		}
		found, err = recount(ctx, q, accounts)
		return err
	})
	return found, next, err
}

// recount audits accounts that follow each other by number.
func recount(ctx context.Context, q db.Querier, accounts []ledger.Account) (found Reconciled, err error) {
	audits := make(map[int64]*ledger.Audit, len(accounts))
	for _, a := range accounts {
		audits[a.Number] = new(ledger.Audit)
	}
	if err := eachLine(ctx, q, accounts, func(account int64, l ledger.Line) {
		if audit := audits[account]; audit != nil { // none: another ledger's account between these
			audit.Add(l)
		}
	}); err != nil {
		return found, err
	}
	for _, a := range accounts {
		differences, transfers := audits[a.Number].End(a)
		found.Differences = append(found.Differences, differences...)
		holds, err := openOf(ctx, q, a)
		if err != nil {
			return found, err
		}
		if a.Sealed {
			found.Sealed++
		} else {
			found.Accounts, found.Transfers, found.Holds = found.Accounts+1, found.Transfers+transfers, found.Holds+holds.count
		}
		for what, pair := range map[string][2]int64{"open holds that take": {holds.out, a.Balance.Held}, "open holds that bring": {holds.in, a.Balance.Expected}} {
			if pair[0] != pair[1] {
				found.Differences = append(found.Differences, ledger.Difference{Account: a.ID, What: what, Kept: pair[0], Counted: pair[1], Sealed: a.Sealed})
			}
		}
	}
	return found, nil
}

// eachLine hands on all transfers of accounts, of each in the order of their times.
func eachLine(ctx context.Context, q db.Querier, accounts []ledger.Account, use func(account int64, l ledger.Line)) error {
	side := func(account, posted, held, out string) string {
		return `SELECT t.` + account + ` AS account, t.at AS at, t.kind, t.amount, h.amount, t.` + posted + `, t.` + held + `, ` + out + `
			FROM transfer t LEFT JOIN transfer h ON h.id = t.of AND h.kind = 2 WHERE t.` + account + ` BETWEEN $1 AND $2`
	}
	rows, err := q.QueryContext(ctx, side("debit", "debit_posted", "debit_held", "TRUE")+` UNION ALL `+
		side("credit", "credit_posted", "credit_held", "FALSE")+` ORDER BY account, at`, accounts[0].Number, accounts[len(accounts)-1].Number)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells all that can go wrong
	for rows.Next() {
		var account int64
		var l ledger.Line
		var freed sql.NullInt64
		if err := rows.Scan(&account, &l.At, &l.Kind, &l.Amount, &freed, &l.After.Posted, &l.After.Held, &l.Out); err != nil {
			return err
		}
		l.Freed = freed.Int64
		use(account, l)
	}
	return rows.Err()
}

type open struct{ count, out, in int64 }

func openOf(ctx context.Context, q db.Querier, a ledger.Account) (o open, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN h.debit = $1 THEN t.amount ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN h.credit = $1 THEN t.amount ELSE 0 END), 0)
		FROM open_hold h JOIN transfer t ON t.id = h.id WHERE h.debit = $1 OR h.credit = $1`, a.Number).Scan(&o.count, &o.out, &o.in)
	return o, err
}

// Sums compares a whole ledger with nothing, which its accounts together hold.
func Sums(ctx context.Context, q db.Querier, id string) (found Reconciled, err error) {
	var sum int64
	err = q.QueryRowContext(ctx, `SELECT COALESCE(SUM(b.credits - b.debits), 0) FROM account a JOIN balance b ON b.account = a.number WHERE a.ledger = $1`, id).Scan(&sum)
	if sum != 0 {
		found.Differences = []ledger.Difference{{What: "sum of all accounts", Kept: sum}}
	}
	return found, err
}

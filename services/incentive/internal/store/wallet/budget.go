package wallet

import (
	"context"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/budget"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// budgets reads the budgets of units.
type budgets struct{ q db.Querier }

// A budget is an account of the ledger; its unit is the owner, whose name is "units/" and the id.
const budgetSQL = `SELECT a.id, SUBSTR(a.owner, 7), l.currency, l.employer, b.credits - b.debits, b.held, a.create_time
	FROM account a JOIN balance b ON b.account = a.number JOIN ledger l ON l.id = a.ledger WHERE a.purpose = '` + wallet.Budget + `' AND a.owner LIKE 'units/%' AND `

var budgetFields = map[string]string{
	"id": "a.id", "create_time": "a.create_time", "unit": "SUBSTR(a.owner, 7)", "currency": "l.currency", "employer": "l.employer",
}

// Budget reads one.
func (r budgets) Budget(ctx context.Context, id string) (budget.Budget, error) {
	b, err := scanBudget(r.q.QueryRowContext(ctx, budgetSQL+`a.id = $1`, id).Scan)
	return b, db.Found(err)
}

// Budgets lists those within the scope, one more than a page.
func (r budgets) Budgets(ctx context.Context, scope model.Scope, list model.List) ([]budget.Budget, error) {
	within, args := roster.Units.Reached(scope, "SUBSTR(a.owner, 7)", "l.employer", 1)
	where, order, more := db.ListSQL(list, budgetFields, 1+len(args))
	query := fmt.Sprintf(`%s %s AND %s ORDER BY %s LIMIT %d`, budgetSQL, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanBudget, query, append(args, more...)...)
}

func scanBudget(scan db.Scan) (b budget.Budget, err error) {
	var created int64
	err = scan(&b.ID, &b.Unit, &b.Currency, &b.Employer, &b.Posted, &b.Held, &created)
	b.CreateTime = db.FromMicros(created)
	return b, err
}

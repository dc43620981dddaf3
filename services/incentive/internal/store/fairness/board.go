package fairness

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
)

// Months are those of which boards are kept.
func (r Reader) Months(ctx context.Context) ([]domain.Month, error) {
	return db.All(ctx, r.q, db.Column[domain.Month], `SELECT month FROM fairness_month`)
}

// Computed is when the boards of a month were made, of the last one for domain.NoMonth.
func (r Reader) Computed(ctx context.Context, month domain.Month) (domain.Month, time.Time, error) {
	query, args := `SELECT month, compute_time FROM fairness_month WHERE month = $1`, []any{int64(month)}
	if month == domain.NoMonth {
		query, args = `SELECT month, compute_time FROM fairness_month ORDER BY month DESC LIMIT 1`, nil
	}
	var at int64
	err := r.q.QueryRowContext(ctx, query, args...).Scan(&month, &at)
	if errors.Is(err, db.ErrNoRows) {
		return domain.NoMonth, time.Time{}, nil
	}
	return month, db.FromMicros(at), err
}

// Of is what is kept of who worked in a unit and below it in a month.
func (r Reader) Of(ctx context.Context, month domain.Month, kind domain.Kind, unit string, employers []string) ([]domain.Cell, domain.Sums, error) {
	k := kept{r.q, int64(month), strconv.Itoa(int(kind)), cellsSQL, []any{int64(month), unit}}
	if len(employers) > 0 {
		k.with += ` WHERE c.employer IN ` + db.In(3, len(employers))
		for _, employer := range employers {
			k.args = append(k.args, employer)
		}
	}
	k.with += `), parts AS (SELECT DISTINCT part FROM cells) `
	cells, err := db.All(ctx, k.q, func(scan db.Scan) (c domain.Cell, err error) {
		err = scan(&c.Unit, &c.Employer, &c.Site, &c.Shift, &c.Part, &c.People)
		return c, err
	}, k.with+`SELECT unit, employer, site, shift, part, people FROM cells`, k.args...)
	if err != nil || len(cells) == 0 {
		return nil, domain.Sums{}, err
	}
	var sums domain.Sums
	top, err := k.sizes(ctx, &sums)
	if err != nil {
		return nil, sums, err
	}
	if err := k.spreads(ctx, sums.Spreads); err != nil {
		return nil, sums, err
	}
	if sums.Ties, err = k.ties(ctx); err != nil {
		return nil, sums, err
	}
	var here int64
	for _, c := range cells {
		here += c.People
	}
	sums.Shifts, err = k.shifts(ctx, top, here)
	return cells, sums, err
}

// cellsSQL names, without its end, the cells of a month ($1) in a unit ($2) and below it then.
const cellsSQL = `WITH RECURSIVE tree(unit) AS (
		SELECT unit FROM fairness_unit WHERE month = $1 AND unit = $2
		UNION SELECT u.unit FROM tree t JOIN fairness_unit u ON u.month = $1 AND u.above = t.unit
	), cells AS (SELECT c.* FROM tree t JOIN fairness_cell c ON c.month = $1 AND c.unit = t.unit`

// kept reads what is kept of the parts that with names.
type kept struct {
	q     db.Querier
	month int64
	kind  string
	with  string
	args  []any
}

// sizes reads how many people each part holds, and says which unit is the highest of their enterprise.
func (k kept) sizes(ctx context.Context, sums *domain.Sums) (top string, err error) {
	sums.Sizes, sums.Spreads = map[int]int64{}, map[int]domain.Spread{}
	_, err = db.All(ctx, k.q, func(scan db.Scan) (none struct{}, err error) {
		var part int
		var people int64
		err = scan(&part, &people, &top)
		sums.Sizes[part], sums.Spreads[part] = people, domain.Spread{0: people}
		return none, err
	}, k.with+`SELECT p.part, p.people, p.top FROM parts JOIN fairness_part p ON p.month = $1 AND p.part = parts.part`, k.args...)
	return top, err
}

// spreads reads how something is spread over the people of each part, of whom all have none so far.
func (k kept) spreads(ctx context.Context, of map[int]domain.Spread) error {
	_, err := db.All(ctx, k.q, func(scan db.Scan) (none struct{}, err error) {
		var part int
		var count, people int64
		if err = scan(&part, &count, &people); err == nil {
			of[part][count] = people
			of[part][0] -= people
		}
		return none, err
	}, k.with+`SELECT s.part, s.count, s.people FROM parts JOIN fairness_spread s ON s.month = $1 AND s.kind = `+k.kind+` AND s.part = parts.part`, k.args...)
	return err
}

// ties reads how the people of the parts recognised each other.
func (k kept) ties(ctx context.Context) (t domain.Ties, err error) {
	sum := func(column string) string { return `CAST(COALESCE(sum(t.` + column + `), 0) AS BIGINT)` }
	err = k.q.QueryRowContext(ctx, k.with+`SELECT `+sum("pairs")+`, `+sum("returned")+`, `+sum("known")+`, `+sum("across")+`
		FROM parts JOIN fairness_tie t ON t.month = $1 AND t.kind = `+k.kind+` AND t.giver = parts.part WHERE t.receiver IN (SELECT part FROM parts)`,
		k.args...).Scan(&t.Pairs, &t.Returned, &t.Known, &t.Across)
	return t, err
}

// shifts reads the groups of shifts of an enterprise: none where they are not told, or so many people are not all of them.
func (k kept) shifts(ctx context.Context, top string, people int64) (map[string]domain.Sum, error) {
	var of map[string]domain.Sum
	_, err := db.All(ctx, k.q, func(scan db.Scan) (none struct{}, err error) {
		var shifts string
		var sum domain.Sum
		if err = scan(&shifts, &sum.People, &sum.Recognised, &sum.Recognitions); err != nil {
			return none, err
		}
		if of == nil {
			of = map[string]domain.Sum{}
		}
		of[shifts] = sum
		return none, nil
	}, `SELECT shifts, people, recognised, recognitions FROM fairness_shift WHERE month = $1 AND kind = `+k.kind+` AND top = $2
		AND (SELECT sum(p.people) FROM fairness_part p WHERE p.month = $1 AND p.top = $2) = $3`, k.month, top, people)
	return of, err
}

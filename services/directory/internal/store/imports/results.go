package imports

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// AddResults keeps what became of rows of units or of people.
func (s Store) AddResults(ctx context.Context, id string, units bool, results []source.Result) error {
	values := make([][]any, len(results))
	for i, result := range results {
		changes := ""
		if len(result.Changes) > 0 {
			changes = db.JSON(result.Changes)
		}
		var reason, field string
		var why model.Words
		if refusal := result.Refusal; refusal != nil {
			reason = refusal.Reason
			if len(refusal.Violations) > 0 {
				field, why = refusal.Violations[0].Field, refusal.Violations[0].Why
			}
		}
		values[i] = []any{id, result.Row, units, int64(result.Outcome), result.Resource, reason, field, why.En, why.ZhCN, changes}
	}
	return tables.Insert(ctx, s.tx, "INSERT INTO import_result (import, seq, unit, outcome, resource, reason, field, message, message_zh, changes)", values, "")
}

// Results lists what became of rows with some outcomes, in the rows' order, one more than a page.
func (r Reader) Results(ctx context.Context, file domain.File, list model.List, outcomes []source.Outcome) ([]domain.Result, error) {
	args := []any{file.ID}
	for _, outcome := range outcomes {
		args = append(args, int64(outcome))
	}
	where, order, values := db.ListSQL(list, map[string]string{"id": "seq"}, len(args)+1)
	return db.All(ctx, r.q, scanResult, fmt.Sprintf(`SELECT seq, unit, outcome, resource, reason, field, message, message_zh, changes FROM import_result
		WHERE import = $1 AND outcome IN %s AND %s ORDER BY %s LIMIT %d`, db.In(2, len(outcomes)), where, order, list.Size+1), append(args, values...)...)
}

func scanResult(scan db.Scan) (r domain.Result, err error) {
	var refusal model.Fault
	var violation model.Violation
	var changes string
	if err := scan(&r.Row, &r.Unit, &r.Outcome, &r.Resource, &refusal.Reason, &violation.Field, &violation.Why.En, &violation.Why.ZhCN, &changes); err != nil {
		return r, err
	}
	if refusal.Reason != "" {
		refusal.Violations = []model.Violation{violation}
		r.Refusal = &refusal
	}
	if changes != "" {
		err = json.Unmarshal([]byte(changes), &r.Changes)
	}
	return r, err
}

// Employed are the people of a source whose employment began before a day and holds on it, with the ids that the source has for them.
func (r Reader) Employed(ctx context.Context, from string, day model.Day) (people []domain.Employed, ids []string, err error) {
	type row struct {
		employed domain.Employed
		id       string
	}
	rows, err := db.All(ctx, r.q, func(scan db.Scan) (found row, err error) {
		err = scan(&found.id, &found.employed.Person, &found.employed.Employer, &found.employed.Hire, &found.employed.PlannedEnd)
		return found, err
	}, `SELECT e.id, s.person, s.employer, s.hire_day, COALESCE(p.planned_end_day, $3) FROM external_id e
		JOIN placement s ON s.person = e.resource AND s.from_day <= $2 AND s.to_day >= $2 AND s.hire_day < $2 JOIN person p ON p.id = s.person
		WHERE e.kind = 'person' AND e.source = $1 ORDER BY s.person, e.id`, from, int64(day), int64(model.NoDay))
	for _, r := range rows {
		people, ids = append(people, r.employed), append(ids, r.id)
	}
	return people, ids, err
}

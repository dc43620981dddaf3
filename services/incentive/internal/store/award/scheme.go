package award

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

const selectScheme = `SELECT id, version, state, document, create_time, update_time FROM award_scheme `

var schemeColumns = map[string]string{"id": "id", "create_time": "create_time", "unit": "unit", "state": "state"}

// Scheme reads one.
func (a awards) Scheme(ctx context.Context, id string) (award.Scheme, error) {
	found, err := scanScheme(a.q.QueryRowContext(ctx, selectScheme+`WHERE id = $1`, id).Scan)
	return found, db.Found(err)
}

// SchemeToChange reads one that stays as it is until the transaction ends.
func (s Store) SchemeToChange(ctx context.Context, id string) (award.Scheme, error) {
	found, err := scanScheme(s.tx.QueryRowContext(ctx, selectScheme+`WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	return found, db.Found(err)
}

// Schemes lists those within the scope, one more than a page.
func (a awards) Schemes(ctx context.Context, scope model.Scope, list model.List) ([]award.Scheme, error) {
	within, args := roster.Units.Reached(scope, "unit", "employer", 1)
	where, order, more := db.ListSQL(list, schemeColumns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectScheme, within, where, order, list.Size+1)
	return db.All(ctx, a.q, scanScheme, query, append(args, more...)...)
}

// SaveScheme inserts version 1 and updates any other.
func (s Store) SaveScheme(ctx context.Context, one award.Scheme) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO award_scheme (id, version, unit, employer, state, document, create_time, update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, unit = excluded.unit, employer = excluded.employer, state = excluded.state,
			document = excluded.document, update_time = excluded.update_time`,
		one.ID, one.Version, one.Unit, one.Employer, int64(one.State), db.JSON(one.Rules), db.Micros(one.CreateTime), db.Micros(one.UpdateTime))
	return err
}

func scanScheme(scan db.Scan) (one award.Scheme, err error) {
	var document []byte
	var created, updated int64
	if err := scan(&one.ID, &one.Version, &one.State, &document, &created, &updated); err != nil {
		return one, err
	}
	one.CreateTime, one.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	return one, json.Unmarshal(document, &one.Rules)
}

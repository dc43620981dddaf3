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

const selectRound = `SELECT id, version, state, document, create_time, update_time FROM award_round `

var roundColumns = map[string]string{"id": "id", "create_time": "create_time", "unit": "unit", "state": "state", "award_scheme": "scheme"}

// Round reads one.
func (a awards) Round(ctx context.Context, id string) (award.Round, error) {
	found, err := scanRound(a.q.QueryRowContext(ctx, selectRound+`WHERE id = $1`, id).Scan)
	return found, db.Found(err)
}

// Announced are all rounds that are announced and not final yet.
func (a awards) Announced(ctx context.Context) ([]award.Round, error) {
	return db.All(ctx, a.q, scanRound, selectRound+`WHERE state = $1 ORDER BY id`, int64(award.Announced))
}

// RoundToChange reads one that stays as it is until the transaction ends.
func (s Store) RoundToChange(ctx context.Context, id string) (award.Round, error) {
	found, err := scanRound(s.tx.QueryRowContext(ctx, selectRound+`WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	return found, db.Found(err)
}

// Rounds lists those within the scope, and those of the units that are for all employers or for that one, one more than a page.
func (a awards) Rounds(ctx context.Context, scope model.Scope, units []string, employer string, list model.List) ([]award.Round, error) {
	within, args := roster.Units.Reached(scope, "unit", "employer", 1)
	of := fmt.Sprintf("(unit IN %s AND employer IN ('', $%d))", db.In(1+len(args), len(units)), 1+len(args)+len(units))
	for _, unit := range units {
		args = append(args, unit)
	}
	args = append(args, employer)
	where, order, more := db.ListSQL(list, roundColumns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE (%s OR %s) AND %s ORDER BY %s LIMIT %d`, selectRound, within, of, where, order, list.Size+1)
	return db.All(ctx, a.q, scanRound, query, append(args, more...)...)
}

// SaveRound inserts version 1 and updates any other.
func (s Store) SaveRound(ctx context.Context, one award.Round) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO award_round (id, version, scheme, unit, employer, state, end_day, document, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, document = excluded.document, update_time = excluded.update_time`,
		one.ID, one.Version, one.Scheme, one.Unit, one.Employer, int64(one.State), int64(one.End), db.JSON(one), db.Micros(one.CreateTime), db.Micros(one.UpdateTime))
	return err
}

func scanRound(scan db.Scan) (one award.Round, err error) {
	var document []byte
	var head model.Header
	var state award.State
	var created, updated int64
	if err := scan(&head.ID, &head.Version, &state, &document, &created, &updated); err != nil {
		return one, err
	}
	head.CreateTime, head.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	err = json.Unmarshal(document, &one)
	one.Header, one.State = head, state
	return one, err
}

// Decision reads one.
func (a awards) Decision(ctx context.Context, round string, revision int) (award.Decision, error) {
	one := award.Decision{Round: round, Revision: revision}
	var text []byte
	var created int64
	err := a.q.QueryRowContext(ctx, `SELECT record, create_time FROM award_decision WHERE round = $1 AND revision = $2`, round, revision).Scan(&text, &created)
	if err != nil {
		return one, db.Found(err)
	}
	one.CreateTime = db.FromMicros(created)
	one.Record, err = parse(text)
	return one, err
}

// AddDecision keeps one.
func (s Store) AddDecision(ctx context.Context, one award.Decision) error {
	text, err := one.Record.Text()
	if err != nil {
		return err
	}
	_, err = s.tx.ExecContext(ctx, `INSERT INTO award_decision (round, revision, record, create_time) VALUES ($1, $2, $3, $4)`,
		one.Round, one.Revision, string(text), db.Micros(one.CreateTime))
	return err
}

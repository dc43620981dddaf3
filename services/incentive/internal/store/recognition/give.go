package recognition

import (
	"context"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// Add keeps a recognition, and says whether it is new.
func (s Store) Add(ctx context.Context, r domain.Recognition, transfers []uuid.UUID) (fresh bool, err error) {
	visibility := public
	if r.Private {
		visibility = private
	}
	result, err := s.tx.ExecContext(ctx, `INSERT INTO recognition (id, kind, giver, team, behavior, story, visibility, points, years, receivers, create_time,
			shown, hidden, hide_reason, hidden_by, taken_back, reports)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, FALSE, '', '', FALSE, 0) ON CONFLICT (id) DO NOTHING`,
		r.ID, int64(r.Kind), r.Giver, r.Team, r.Behavior, r.Story, visibility, r.Points, int64(r.Years), int64(len(r.Receivers)), db.Micros(r.CreateTime), r.Shown())
	if err != nil {
		return false, err
	}
	if added, err := result.RowsAffected(); err != nil || added == 0 {
		return false, err
	}
	return true, addReceivers(ctx, s.tx, r, transfers)
}

func addReceivers(ctx context.Context, tx *db.Tx, r domain.Recognition, transfers []uuid.UUID) error {
	rows := make([][]any, len(r.Receivers))
	for i, w := range r.Receivers {
		var transfer any
		if len(transfers) > 0 {
			transfer = transfers[i][:]
		}
		rows[i] = []any{r.ID, w.Person, w.Unit, w.Employer, db.Micros(r.CreateTime), transfer, w.Unnamed}
	}
	return db.Insert(ctx, tx, `INSERT INTO recognition_receiver (recognition, person, unit, employer, create_time, transfer, unnamed)`, rows, "")
}

// Transfers are those of a recognition's points.
func (s Store) Transfers(ctx context.Context, id string) ([]uuid.UUID, error) {
	return db.All(ctx, s.tx, func(scan db.Scan) (transfer uuid.UUID, err error) {
		var bytes []byte
		if err = scan(&bytes); err == nil {
			transfer, err = uuid.FromBytes(bytes)
		}
		return transfer, err
	}, `SELECT transfer FROM recognition_receiver WHERE recognition = $1 AND transfer IS NOT NULL ORDER BY person`, id)
}

package recognition

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// Entries keeps what the feed tells of letters.
type Entries struct{ tx *db.Tx }

// NewEntries writes within tx.
func NewEntries(tx *db.Tx) Entries { return Entries{tx} }

// Entry reads one without its receivers, and keeps others from changing it until the transaction ends.
func (e Entries) Entry(ctx context.Context, id string) (domain.Recognition, error) {
	return held(ctx, e.tx, `r.id = $1`, id)
}

// KeepEntry writes one with its receivers.
func (e Entries) KeepEntry(ctx context.Context, r domain.Recognition) error {
	_, err := e.tx.ExecContext(ctx, `INSERT INTO recognition (id, kind, giver, team, behavior, story, visibility, points, years, receivers, create_time,
			shown, hidden, hide_reason, hidden_by, taken_back, reports, letter, withdraw_time)
		VALUES ($1, $2, '', '', '', $3, $4, 0, 0, $5, $6, $7, FALSE, '', '', FALSE, 0, $8, $9)
		ON CONFLICT (id) DO UPDATE SET story = excluded.story, receivers = excluded.receivers, create_time = excluded.create_time,
			shown = excluded.shown, withdraw_time = excluded.withdraw_time`,
		r.ID, int64(r.Kind), r.Story, public, int64(len(r.Receivers)), db.Micros(r.CreateTime), r.Shown(), r.Letter, withdrawn(r))
	if err != nil {
		return err
	}
	if _, err := e.tx.ExecContext(ctx, `DELETE FROM recognition_receiver WHERE recognition = $1`, r.ID); err != nil {
		return err
	}
	return addReceivers(ctx, e.tx, r, nil)
}

// DropEntry leaves nothing of one.
func (e Entries) DropEntry(ctx context.Context, id string) error {
	_, err := e.tx.ExecContext(ctx, `DELETE FROM recognition WHERE id = $1`, id)
	return err
}

// HoldGiven reads one that a person gave, and keeps others from changing it until the transaction ends.
func (s Store) HoldGiven(ctx context.Context, giver, id string) (domain.Recognition, error) {
	return held(ctx, s.tx, `r.id = $1 AND r.giver = $2`, id, giver)
}

// Withdraw keeps that one was taken back.
func (s Store) Withdraw(ctx context.Context, r domain.Recognition) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE recognition SET shown = $1, withdraw_time = $2 WHERE id = $3`, r.Shown(), withdrawn(r), r.ID)
	return err
}

// held reads the recognition whose id is the first argument, without its receivers, once nobody else changes it.
func held(ctx context.Context, tx *db.Tx, where string, args ...any) (domain.Recognition, error) {
	// The lock first: what is read before it may be old by then.
	if _, err := tx.ExecContext(ctx, `UPDATE recognition SET reports = reports WHERE id = $1`, args[0]); err != nil {
		return domain.Recognition{}, err
	}
	v, err := scanView(tx.QueryRowContext(ctx, recognitionSQL+` WHERE `+where, args...).Scan)
	return v.Recognition, db.Found(err)
}

// withdrawn is when one was taken back as it is stored, 0 for never.
func withdrawn(r domain.Recognition) int64 {
	if !r.Withdrawn() {
		return 0
	}
	return db.Micros(r.WithdrawTime)
}

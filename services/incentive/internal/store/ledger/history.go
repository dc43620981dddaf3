package ledger

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Entry reads a transfer that was taken.
func (r Reader) Entry(ctx context.Context, id uuid.UUID) (ledger.Entry, error) {
	e, err := scanEntry(r.q.QueryRowContext(ctx, entrySQL+` WHERE t.id = $1`, id[:]).Scan)
	return e, db.Found(err)
}

// History lists the transfers of an account before an instant in microseconds, the last first, at most so many. Each costs as much after ten million as
// after ten.
func (r Reader) History(ctx context.Context, account ledger.Account, before int64, most int) ([]ledger.Entry, error) {
	limit := ` AND t.at < $2 ORDER BY t.at DESC LIMIT ` + strconv.Itoa(most)
	gave, err := db.All(ctx, r.q, scanEntry, entrySQL+` WHERE t.debit = $1`+limit, account.Number, before)
	if err != nil {
		return nil, err
	}
	took, err := db.All(ctx, r.q, scanEntry, entrySQL+` WHERE t.credit = $1`+limit, account.Number, before)
	if err != nil {
		return nil, err
	}
	all := append(gave, took...)
	slices.SortFunc(all, func(a, b ledger.Entry) int { return int(b.At - a.At) })
	return all[:min(len(all), most)], nil
}

// Due are the open holds whose time has come, at most so many.
func (r Reader) Due(ctx context.Context, now time.Time, most int) ([]uuid.UUID, error) {
	return db.All(ctx, r.q, db.Column[uuid.UUID], `SELECT id FROM open_hold WHERE expires <= $1 ORDER BY expires, id LIMIT `+strconv.Itoa(most), db.Micros(now))
}

// OpenHolds are those that would take from an account, or bring to it.
func (r Reader) OpenHolds(ctx context.Context, account ledger.Account) ([]ledger.Entry, error) {
	return db.All(ctx, r.q, scanEntry, entrySQL+` JOIN open_hold h ON h.id = t.id WHERE h.debit = $1 OR h.credit = $1 ORDER BY t.at`, account.Number)
}

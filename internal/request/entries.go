package request

import (
	"context"
	"encoding/hex"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
)

const collection = "auditEntries"

var entries = list.Descending(func(one numbered) int64 { return one.seq }, list.Fields{
	"caller": list.String, "method": list.String, "resource": list.String, "request_id": list.String,
	"time": list.Timestamp.Only("<", "<=", ">", ">="),
})

var entryColumns = map[string]string{
	"id": "seq", "caller": "caller", "method": "method", "resource": "resource", "request_id": "request_id", "time": "time",
}

// Audit answers the calls of a service's AuditService, which embeds it beside the Unsafe…Server of its contract.
type Audit struct{ DB *db.DB }

// ListAuditEntries lists what was changed, newest first. It needs a scope over the whole installation. Calls of sealed methods leave no
// entries. Refusals: those of list.Of.Page.
func (a Audit) ListAuditEntries(ctx context.Context, req *typev1.ListAuditEntriesRequest) (*typev1.ListAuditEntriesResponse, error) {
	if !model.ScopeFrom(ctx).All {
		return nil, model.ErrPermissionDenied
	}
	page, next, err := entries.Page(ctx, req, func(asked model.List) ([]numbered, error) { return readEntries(ctx, a.DB.Read(), asked) })
	return &typev1.ListAuditEntriesResponse{
		AuditEntries: list.Protos(page, func(one numbered) *typev1.AuditEntry { return one.entry }), NextPageToken: next,
	}, err
}

// numbered is an entry and its place in the order of all.
type numbered struct {
	seq   int64
	entry *typev1.AuditEntry
}

func readEntries(ctx context.Context, q db.Querier, l model.List) ([]numbered, error) {
	where, order, args := db.ListSQL(l, entryColumns, 1)
	return db.All(ctx, q, func(scan db.Scan) (numbered, error) {
		var seq, micros int64
		var input []byte
		entry := &typev1.AuditEntry{}
		err := scan(&seq, &micros, &entry.Caller, &entry.Method, &entry.RequestId, &input, &entry.Resource, &entry.TraceId)
		entry.Name = model.Name(collection, strconv.FormatInt(seq, 10))
		entry.Time = timestamppb.New(db.FromMicros(micros))
		entry.InputHash = hex.EncodeToString(input)
		return numbered{seq, entry}, err
	}, `SELECT seq, time, caller, method, request_id, input_hash, resource, trace_id FROM request_entry
		WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(l.Size+1), args...)
}

const (
	keptYears  = 3
	pruneBatch = 1000 // rows of one transaction: writers wait no longer than for these
)

// Prune forgets answers whose window is over and entries older than three years.
func Prune(ctx context.Context, d *db.DB, now time.Time) error {
	for _, prune := range []struct {
		statement string
		before    time.Time
	}{
		{`DELETE FROM request_answer WHERE key IN (SELECT key FROM request_answer WHERE expires <= $1 ORDER BY expires LIMIT $2)`, now},
		{`DELETE FROM request_mention WHERE (person, key) IN (SELECT person, key FROM request_mention WHERE expires <= $1 ORDER BY expires LIMIT $2)`, now},
		// Entries stand in the order of their time, near enough: the oldest thousand are looked at, not all.
		{`DELETE FROM request_entry WHERE seq IN (SELECT seq FROM (SELECT seq, time FROM request_entry ORDER BY seq LIMIT $2) AS oldest
			WHERE time <= $1)`, now.AddDate(-keptYears, 0, 0)},
	} {
		if err := inBatches(ctx, d, prune.statement, db.Micros(prune.before)); err != nil {
			return err
		}
	}
	return nil
}

func inBatches(ctx context.Context, d *db.DB, statement string, before int64) error {
	for {
		var gone int64
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			res, err := tx.ExecContext(ctx, statement, before, pruneBatch)
			if err != nil {
				return err
			}
			gone, err = res.RowsAffected()
			return err
		})
		if err != nil || gone < pruneBatch {
			return err
		}
	}
}

package operation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

const columns = "id, kind, progress, total, waiting_for, create_time, end_time, refusal, response"

// Get reads an operation by its bare id. A refusal is in the language of the caller. Operations belong to the whole installation: with any less in scope
// there are none.
func Get(ctx context.Context, q db.Querier, scope model.Scope, id string) (*typev1.Operation, error) {
	if !scope.All {
		return nil, model.ErrNotFound
	}
	found, err := read(ctx, q.QueryRowContext(ctx, "SELECT "+columns+" FROM operation_task WHERE id = $1", id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, model.ErrNotFound
	}
	return found, err
}

func read(ctx context.Context, scan db.Scan) (*typev1.Operation, error) {
	var id string
	var created int64
	var ended sql.NullInt64
	var waiting string
	var refused, response []byte
	o := &typev1.Operation{}
	if err := scan(&id, &o.Kind, &o.Progress, &o.Total, &waiting, &created, &ended, &refused, &response); err != nil {
		return nil, err
	}
	o.Name = model.Name(Collection, id)
	o.CreateTime = timestamppb.New(db.FromMicros(created))
	if !ended.Valid {
		if waiting == "" {
			return o, nil
		}
		return o, json.Unmarshal([]byte(waiting), &o.WaitingFor)
	}
	o.Done = true
	o.EndTime = timestamppb.New(db.FromMicros(ended.Int64))
	if refused != nil {
		fault := &model.Fault{}
		if err := json.Unmarshal(refused, fault); err != nil {
			return nil, fmt.Errorf("operation %s: %w", id, err)
		}
		status, _ := refusal.Status(fault, refusal.Locale(ctx))
		o.Result = &typev1.Operation_Error{Error: status.Proto()}
		return o, nil
	}
	packed := &anypb.Any{}
	if err := proto.Unmarshal(response, packed); err != nil {
		return nil, fmt.Errorf("operation %s: %w", id, err)
	}
	o.Result = &typev1.Operation_Response{Response: packed}
	return o, nil
}

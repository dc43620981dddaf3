package operation

import (
	"context"
	"time"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
)

var operations = list.NewestFirst(func(o *typev1.Operation) (time.Time, string) {
	return o.GetCreateTime().AsTime(), model.ID(o.GetName())
}, nil)

// Calls answers the calls of a service's OperationService, which embeds it beside the Unsafe…Server of its contract.
type Calls struct{ DB *db.DB }

// GetOperation reads one operation, under the rules of Get.
func (c Calls) GetOperation(ctx context.Context, req *typev1.GetOperationRequest) (*typev1.Operation, error) {
	return Get(ctx, c.DB.Read(), model.ScopeFrom(ctx), model.ID(req.GetName()))
}

// ListOperations reads the operations, newest first, under the rules of Get. Refusals: PAGE_TOKEN_INVALID.
func (c Calls) ListOperations(ctx context.Context, req *typev1.ListOperationsRequest) (*typev1.ListOperationsResponse, error) {
	page, next, err := operations.Page(ctx, req, func(asked model.List) ([]*typev1.Operation, error) {
		if !model.ScopeFrom(ctx).All {
			return nil, nil
		}
		return readPage(ctx, c.DB.Read(), asked)
	})
	return &typev1.ListOperationsResponse{Operations: page, NextPageToken: next}, err
}

// readPage reads one row more than the page holds, where there is one.
func readPage(ctx context.Context, q db.Querier, page model.List) ([]*typev1.Operation, error) {
	where, order, args := db.ListSQL(page, map[string]string{"id": "id", "create_time": "create_time"}, 2)
	return db.All(ctx, q, func(scan db.Scan) (*typev1.Operation, error) { return read(ctx, scan) },
		"SELECT "+columns+" FROM operation_task WHERE "+where+" ORDER BY "+order+" LIMIT $1", append([]any{page.Size + 1}, args...)...)
}

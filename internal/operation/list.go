package operation

import (
	"context"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
)

var listSpec = list.Spec{
	Fields:  map[string]list.Kind{"create_time": list.Timestamp.Only(), "id": list.String.Only()},
	Default: "create_time desc",
}

// List reads the operations, newest first, under the rules of Get. Refusals: PAGE_TOKEN_INVALID.
func List(ctx context.Context, q db.Querier, scope model.Scope, req *typev1.ListOperationsRequest) (*typev1.ListOperationsResponse, error) {
	page, err := listSpec.Parse(ctx, "ListOperations", "", "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	if !scope.All {
		return &typev1.ListOperationsResponse{}, nil
	}
	found, err := readPage(ctx, q, page)
	if err != nil {
		return nil, err
	}
	size, next := listSpec.Page(page, len(found), func(last int) []any {
		return []any{db.Micros(found[last].GetCreateTime().AsTime()), model.ID(found[last].GetName())}
	})
	return &typev1.ListOperationsResponse{Operations: found[:size], NextPageToken: next}, nil
}

// readPage reads one row more than the page holds, where there is one.
func readPage(ctx context.Context, q db.Querier, page model.List) ([]*typev1.Operation, error) {
	where, order, args := db.ListSQL(page, map[string]string{"id": "id", "create_time": "create_time"}, 2)
	return db.All(ctx, q, func(scan db.Scan) (*typev1.Operation, error) { return read(ctx, scan) },
		"SELECT "+columns+" FROM operation_task WHERE "+where+" ORDER BY "+order+" LIMIT $1", append([]any{page.Size + 1}, args...)...)
}

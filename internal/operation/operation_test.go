package operation_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
)

func TestAnOperationFromBeginningToEnd(t *testing.T) {
	eachEngine(t, func(b *bench) {
		began := b.clock.Now()
		id := b.start("steps", 3)
		want := &typev1.Operation{Name: "operations/" + id, Kind: "steps", CreateTime: timestamppb.New(began)}
		require.Empty(t, cmp.Diff(want, b.get(id), protocmp.Transform()))

		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			require.Equal(t, id, task.ID)
			require.NoError(t, step(ctx, b.db, task, 1, 3))
			require.Equal(t, int64(1), task.Progress)
			want.Progress, want.Total = 1, 3
			require.Empty(t, cmp.Diff(want, b.get(id), protocmp.Transform()))
			b.clock.Advance(time.Second)
			return b.stepping(ctx, task)
		})
		b.once(runner, true)
		require.Equal(t, upTo(3), b.steps(id))

		want.Progress, want.Done, want.EndTime = 3, true, timestamppb.New(began.Add(time.Second))
		have := b.get(id)
		response, err := have.GetResponse().UnmarshalNew()
		require.NoError(t, err)
		require.True(t, proto.Equal(wrapperspb.Int64(3), response))
		have.Result = nil
		require.Empty(t, cmp.Diff(want, have, protocmp.Transform()))

		b.clock.Advance(time.Hour)
		b.once(runner, false)
	})
}

func TestAnOperationWithoutAResponse(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps")
		b.once(b.runner(func(context.Context, *operation.Task) (proto.Message, error) { return nil, nil }), true)
		require.True(t, b.get(id).GetResponse().MessageIs(&emptypb.Empty{}), "one of error and response is always there")
	})
}

func TestAFaultEndsAnOperation(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 3)
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			require.NoError(t, step(ctx, b.db, task, 1, 3))
			return nil, fmt.Errorf("row 7: %w", model.ErrAlreadyExists.With("number", "7").At("rows[6].number", model.Missing))
		})
		b.once(runner, true)
		b.clock.Advance(time.Hour)
		b.once(runner, false)

		for locale, text := range map[string]string{"en": "It already exists.", "zh-CN": "该内容已存在。"} {
			ctx := metadata.NewIncomingContext(t.Context(), metadata.Pairs("accept-language", locale))
			found, err := operation.Get(ctx, b.db.Read(), model.Everything(), id)
			require.NoError(t, err)
			require.True(t, found.GetDone())
			require.Equal(t, int64(1), found.GetProgress())
			refusal := status.FromProto(found.GetError())
			require.Equal(t, codes.AlreadyExists, refusal.Code())
			var reason, localized, field string
			for _, detail := range refusal.Details() {
				switch detail := detail.(type) {
				case *errdetails.ErrorInfo:
					reason = detail.GetReason()
					require.Equal(t, map[string]string{"number": "7"}, detail.GetMetadata())
				case *errdetails.LocalizedMessage:
					localized = detail.GetMessage()
				case *errdetails.BadRequest:
					field = detail.GetFieldViolations()[0].GetField()
				}
			}
			require.Equal(t, "ALREADY_EXISTS", reason)
			require.Equal(t, text, localized)
			require.Equal(t, "rows[6].number", field)
		}
	})
}

func TestAStartThatIsUndone(t *testing.T) {
	eachEngine(t, func(b *bench) {
		undo := errors.New("undo")
		var id string
		err := b.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
			id, err = operation.Start(ctx, tx, b.clock.Now(), "steps", nil)
			require.NoError(t, err)
			return undo
		})
		require.ErrorIs(t, err, undo)
		_, err = operation.Get(t.Context(), b.db.Read(), model.Everything(), id)
		require.ErrorIs(t, err, model.ErrNotFound)
		b.once(b.runner(b.stepping), false)
	})
}

func TestOperationsOutOfScopeAreNotThere(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 1)
		for _, scope := range []model.Scope{{}, {Self: "p1"}, {Areas: []model.Area{{Unit: "u1"}}}} {
			_, err := operation.Get(t.Context(), b.db.Read(), scope, id)
			require.Equal(t, model.ErrNotFound, err)
			listed, err := operation.Calls{DB: b.db}.ListOperations(model.WithScope(t.Context(), scope), &typev1.ListOperationsRequest{})
			require.NoError(t, err)
			require.Empty(t, listed.GetOperations())
		}
		_, err := operation.Get(t.Context(), b.db.Read(), model.Everything(), "01939f3c-5b7a-7d3e-8f00-0123456789ab")
		require.Equal(t, model.ErrNotFound, err)
	})
}

func TestOperationsAreListedNewestFirst(t *testing.T) {
	eachEngine(t, func(b *bench) {
		const count = 25
		want := map[string]bool{}
		for i := range count {
			want["operations/"+b.start("steps", 1)] = true
			if i%3 == 0 {
				b.clock.Advance(time.Second) // the others share an instant
			}
		}
		before := b.clock.Now().Add(time.Hour)
		calls, ctx := operation.Calls{DB: b.db}, model.WithScope(t.Context(), model.Everything())
		req := &typev1.ListOperationsRequest{PageSize: 10}
		var sizes []int
		for {
			page, err := calls.ListOperations(ctx, req)
			require.NoError(t, err)
			sizes = append(sizes, len(page.GetOperations()))
			for _, one := range page.GetOperations() {
				require.True(t, want[one.GetName()], "each once")
				delete(want, one.GetName())
				require.False(t, one.GetCreateTime().AsTime().After(before))
				before = one.GetCreateTime().AsTime()
			}
			if req.PageToken = page.GetNextPageToken(); req.PageToken == "" {
				break
			}
			b.start("steps", 1) // a newer one moves nothing
		}
		require.Equal(t, []int{10, 10, 5}, sizes)
		require.Empty(t, want)
		_, err := calls.ListOperations(ctx, &typev1.ListOperationsRequest{PageToken: "x"})
		require.ErrorIs(t, err, model.NewFault("PAGE_TOKEN_INVALID"))
	})
}

func TestPrune(t *testing.T) {
	eachEngine(t, func(b *bench) {
		ended, open := b.start("steps", 1), b.start("other", 1)
		b.once(b.runner(b.stepping), true)
		b.clock.Advance(30 * 24 * time.Hour)
		require.NoError(t, operation.Prune(t.Context(), b.db, b.clock.Now()))
		b.get(ended)
		b.clock.Advance(time.Microsecond)
		require.NoError(t, operation.Prune(t.Context(), b.db, b.clock.Now()))
		_, err := operation.Get(t.Context(), b.db.Read(), model.Everything(), ended)
		require.ErrorIs(t, err, model.ErrNotFound)
		b.get(open)
	})
}

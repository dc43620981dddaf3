package forward_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

var stampTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestUnaryCalls(t *testing.T) {
	eachProtocol(t, func(t *testing.T, p *peer, c webClient) {
		var seen metadata.MD
		p.get = func(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			seen, _ = metadata.FromIncomingContext(ctx)
			if err := grpc.SetHeader(ctx, metadata.Pairs("hearth-replay", "true", "raw-bin", "\x00\xff")); err != nil {
				return nil, err
			}
			if err := grpc.SetTrailer(ctx, metadata.Pairs("said-last", "x")); err != nil {
				return nil, err
			}
			return &directoryv1.Unit{Name: req.GetName(), Site: strings.Repeat("仓", 5000)}, nil
		}
		r := request(&directoryv1.GetUnitRequest{Name: unitName}, "admin")
		r.Header().Set("X-Forwarded-For", "10.1.1.1")
		got, err := c.units().CallUnary(t.Context(), r)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(&directoryv1.Unit{Name: unitName, Site: strings.Repeat("仓", 5000)}, got.Msg, protocmp.Transform()))
		require.Equal(t, "true", got.Header().Get("Hearth-Replay"))
		raw, err := connect.DecodeBinaryHeader(got.Header().Get("Raw-Bin"))
		require.NoError(t, err)
		require.Equal(t, "\x00\xff", string(raw))
		require.Equal(t, "x", got.Trailer().Get("Said-Last"))
		require.Equal(t, []string{"Bearer admin"}, seen.Get("authorization"))
		require.Empty(t, seen.Get("x-forwarded-for"))
	})
}

func TestRefusalsKeepWhatTheySay(t *testing.T) {
	eachProtocol(t, func(t *testing.T, p *peer, c webClient) {
		for name, tc := range map[string]struct {
			token  string
			name   string
			fails  error
			code   connect.Code
			reason string
		}{
			"by the service":  {"admin", unitName, model.ErrRateLimited.With("retry_after", "3s").With("unit", "7"), connect.CodeResourceExhausted, "RATE_LIMITED"},
			"of a field":      {"admin", unitName, model.InvalidField("unit.site", model.Archived), connect.CodeInvalidArgument, "INVALID_FIELD"},
			"by a constraint": {"admin", "7", nil, connect.CodeInvalidArgument, "INVALID_FIELD"},
			"of a token":      {"nobody", unitName, nil, connect.CodeUnauthenticated, "UNAUTHENTICATED"},
			"of a defect":     {"admin", unitName, errors.New("secret"), connect.CodeInternal, "INTERNAL"},
		} {
			p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
				return nil, tc.fails
			}
			_, err := c.units().CallUnary(t.Context(), request(&directoryv1.GetUnitRequest{Name: tc.name}, tc.token))
			told := requireRefusal(t, err, tc.code, tc.reason)
			require.NotContains(t, told.Message(), "secret")
			if name == "by the service" {
				require.Equal(t, "7", detail[*errdetails.ErrorInfo](t, told).GetMetadata()["unit"])
				require.Equal(t, 3*time.Second, detail[*errdetails.RetryInfo](t, told).GetRetryDelay().AsDuration())
			}
			require.Equal(t, "zh-CN", detail[*errdetails.LocalizedMessage](t, told).GetLocale())
		}
	})
}

func requireRefusal(t testing.TB, err error, code connect.Code, reason string) *connect.Error {
	t.Helper()
	told, ok := errors.AsType[*connect.Error](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, told.Code(), "%v", err)
	require.Equal(t, reason, detail[*errdetails.ErrorInfo](t, told).GetReason())
	return told
}

func detail[T any](t testing.TB, err *connect.Error) T {
	t.Helper()
	for _, packed := range err.Details() {
		value, unpacking := packed.Value()
		require.NoError(t, unpacking)
		if found, ok := value.(T); ok {
			return found
		}
	}
	require.Fail(t, "the detail is missing", "%v", err)
	panic("unreachable")
}

func TestStreamsFromTheService(t *testing.T) {
	eachProtocol(t, func(t *testing.T, p *peer, c webClient) {
		proceed := make(chan struct{})
		p.snapshot = func(to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
			to.SetTrailer(metadata.Pairs("said-last", "x"))
			if err := to.SetHeader(metadata.Pairs("said-first", "y")); err != nil {
				return err
			}
			for i := range 3 {
				if err := to.Send(rosterPart(fmt.Sprint(i))); err != nil {
					return err
				}
				<-proceed
			}
			return model.ErrUnavailable
		}
		stream, err := c.roster().CallServerStream(t.Context(), request(&directoryv1.SnapshotRosterRequest{}, "system"))
		require.NoError(t, err)
		for i := range 3 {
			// Each message arrives while the service waits before the next.
			require.True(t, stream.Receive(), "%v", stream.Err())
			require.Empty(t, cmp.Diff(rosterPart(fmt.Sprint(i)), stream.Msg(), protocmp.Transform()))
			proceed <- struct{}{}
		}
		require.False(t, stream.Receive())
		requireRefusal(t, stream.Err(), connect.CodeUnavailable, "UNAVAILABLE")
		require.Equal(t, "y", stream.ResponseHeader().Get("Said-First"))
		require.NoError(t, stream.Close())
	})
}

func TestStreamsToTheService(t *testing.T) {
	eachProtocol(t, func(t *testing.T, p *peer, c webClient) {
		p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
			rows := 0
			for {
				part, err := from.Recv()
				if errors.Is(err, io.EOF) {
					return from.SendAndClose(&typev1.Operation{Name: fmt.Sprint(rows)})
				}
				if err != nil {
					return err
				}
				rows += len(part.GetRows().GetPeople())
			}
		}
		stream := c.imports().CallClientStream(t.Context())
		stream.RequestHeader().Set("Authorization", "Bearer admin")
		require.NoError(t, stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: &directoryv1.ImportOptions{Source: "hris"}}}))
		for range 20 {
			rows := make([]*directoryv1.PersonRow, 100)
			for i := range rows {
				rows[i] = &directoryv1.PersonRow{}
			}
			require.NoError(t, stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: &directoryv1.ImportRows{People: rows}}}))
		}
		got, err := stream.CloseAndReceive()
		require.NoError(t, err)
		require.Equal(t, "2000", got.Msg.GetName())
	})
}

func TestAServiceMayAnswerBeforeTheLastMessage(t *testing.T) {
	eachProtocol(t, func(t *testing.T, p *peer, c webClient) {
		p.people = func(grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
			return model.ErrArchived
		}
		stream := c.imports().CallClientStream(t.Context())
		stream.RequestHeader().Set("Authorization", "Bearer admin")
		part := &directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: &directoryv1.ImportOptions{Source: "hris"}}}
		for range 100 {
			if errors.Is(stream.Send(part), io.EOF) {
				break
			}
		}
		_, err := stream.CloseAndReceive()
		requireRefusal(t, err, connect.CodeFailedPrecondition, "ARCHIVED")
	})
}

func TestDeadlinesAndCancellationPass(t *testing.T) {
	eachProtocol(t, func(t *testing.T, p *peer, c webClient) {
		deadline := make(chan time.Duration, 1)
		ended := make(chan error, 1)
		p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			at, _ := ctx.Deadline()
			deadline <- time.Until(at)
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		failed := make(chan error, 1)
		go func() {
			_, err := c.units().CallUnary(ctx, request(&directoryv1.GetUnitRequest{Name: unitName}, "admin"))
			failed <- err
		}()
		require.InDelta(t, 15*time.Second, <-deadline, float64(5*time.Second), "not the default of 30 s")
		cancel()
		require.Error(t, <-ended)
		require.Equal(t, connect.CodeCanceled, connect.CodeOf(<-failed))
	})
}

package forward_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/emptypb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// edge is a server that has none of the peer's methods and forwards the calls to them.
func edge(t testing.TB, to grpc.ClientConnInterface) grpc.ClientConnInterface {
	return limitedEdge(t, to, limit.Limits{})
}

func limitedEdge(t testing.TB, to grpc.ClientConnInterface, limits limit.Limits) grpc.ClientConnInterface {
	raw := forward.Raw(func(fullMethod string) (grpc.ClientConnInterface, bool) {
		return to, strings.HasPrefix(fullMethod, "/hearth.directory.")
	})
	return calltest.Dial(t, rpc.New(rpc.Options{Auth: who, Log: testkit.Log(t), Unknown: raw, Limits: limits, Edge: true}))
}

// besides runs the test with calls that go straight to the peer, and with calls that are forwarded: nobody can tell them apart.
func besides(t *testing.T, run func(t *testing.T, p *peer, conn grpc.ClientConnInterface)) {
	p := &peer{}
	direct := calltest.Dial(t, p.server(t))
	t.Run("direct", func(t *testing.T) { run(t, p, direct) })
	forwarded := edge(t, direct)
	t.Run("forwarded", func(t *testing.T) { run(t, p, forwarded) })
}

func TestForwardedUnaryCalls(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		var seen metadata.MD
		p.get = func(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			seen, _ = metadata.FromIncomingContext(ctx)
			if err := grpc.SetHeader(ctx, metadata.Pairs("hearth-replay", "true", "raw-bin", "\x00\xff")); err != nil {
				return nil, err
			}
			return &directoryv1.Unit{Name: req.GetName(), Site: strings.Repeat("仓", 1<<20)}, grpc.SetTrailer(ctx, metadata.Pairs("said-last", "x"))
		}
		units := directoryv1.NewUnitServiceClient(conn)
		ctx := metadata.AppendToOutgoingContext(calltest.As(t.Context(), "admin"), "accept-language", "zh-CN", "some-bin", "\x01\x02", "twice", "a", "twice", "b")
		var header, trailer metadata.MD
		got, err := units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: unitName}, grpc.Header(&header), grpc.Trailer(&trailer), grpc.UseCompressor(gzip.Name))
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(&directoryv1.Unit{Name: unitName, Site: strings.Repeat("仓", 1<<20)}, got, protocmp.Transform()))
		require.Equal(t, []string{"true"}, header.Get("hearth-replay"))
		require.Equal(t, []string{"\x00\xff"}, header.Get("raw-bin"))
		require.Equal(t, []string{"x"}, trailer.Get("said-last"))
		require.Equal(t, []string{"Bearer admin"}, seen.Get("authorization"))
		require.Equal(t, []string{"\x01\x02"}, seen.Get("some-bin"))
		require.Equal(t, []string{"a", "b"}, seen.Get("twice"))
		require.Len(t, seen.Get("content-type"), 1)
		require.Len(t, seen.Get("user-agent"), 1)
	})
}

func TestForwardedRefusals(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		for name, c := range map[string]struct {
			token, unit string
			fails       error
			code        codes.Code
			reason      string
		}{
			"by the service":  {"admin", unitName, model.ErrNotFound, codes.NotFound, "NOT_FOUND"},
			"by a constraint": {"admin", "7", nil, codes.InvalidArgument, "INVALID_FIELD"},
			"of a token":      {"nobody", unitName, nil, codes.Unauthenticated, "UNAUTHENTICATED"},
			"of a defect":     {"admin", unitName, errors.New("secret"), codes.Internal, "INTERNAL"},
		} {
			t.Run(name, func(t *testing.T) {
				p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { return nil, c.fails }
				_, err := directoryv1.NewUnitServiceClient(conn).GetUnit(calltest.As(t.Context(), c.token), &directoryv1.GetUnitRequest{Name: c.unit})
				require.Equal(t, c.code, status.Code(err))
				require.Equal(t, c.reason, calltest.Reason(err))
				require.NotContains(t, err.Error(), "secret")
			})
		}
		for _, method := range []string{"/hearth.directory.v1.UnitService/Explode", "/hearth.directory.v9.UnitService/GetUnit", "/hearth.oven.v1.Oven/Bake", "/x/y"} {
			err := conn.Invoke(calltest.As(t.Context(), "admin"), method, &emptypb.Empty{}, &emptypb.Empty{})
			require.Equal(t, codes.Unimplemented, status.Code(err), method)
			require.Equal(t, "NO_SUCH_METHOD", calltest.Reason(err), method)
		}
	})
}

func TestForwardedStreams(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		proceed := make(chan struct{})
		p.snapshot = func(to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
			if err := to.SendHeader(metadata.Pairs("said-first", "y")); err != nil {
				return err
			}
			for range 2 {
				<-proceed
				if err := to.Send(rosterPart("7")); err != nil {
					return err
				}
			}
			<-proceed
			to.SetTrailer(metadata.Pairs("said-last", "x"))
			return model.ErrArchived
		}
		stream, err := directoryv1.NewRosterServiceClient(conn).SnapshotRoster(calltest.As(t.Context(), "system"), &directoryv1.SnapshotRosterRequest{})
		require.NoError(t, err)
		// The headers arrive while the service waits before the first message.
		header, err := stream.Header()
		require.NoError(t, err)
		require.Equal(t, []string{"y"}, header.Get("said-first"))
		for range 2 {
			proceed <- struct{}{}
			got, err := stream.Recv()
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(rosterPart("7"), got, protocmp.Transform()))
		}
		proceed <- struct{}{}
		_, err = stream.Recv()
		require.Equal(t, "ARCHIVED", calltest.Reason(err))
		require.Equal(t, []string{"x"}, stream.Trailer().Get("said-last"))
	})
}

func TestForwardedHalfClose(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
			for {
				if _, err := from.Recv(); errors.Is(err, io.EOF) {
					return from.SendAndClose(&typev1.Operation{Name: "done"})
				} else if err != nil {
					return err
				}
			}
		}
		stream, err := directoryv1.NewImportServiceClient(conn).ImportPeople(calltest.As(t.Context(), "admin"))
		require.NoError(t, err)
		for range 10 {
			require.NoError(t, stream.Send(optionsPart()))
		}
		got, err := stream.CloseAndRecv()
		require.NoError(t, err)
		require.Equal(t, "done", got.GetName())
	})
}

func optionsPart() *directoryv1.ImportPeopleRequest {
	return &directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: &directoryv1.ImportOptions{Source: "hris"}}}
}

func TestForwardedCancellation(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		began, ended := make(chan time.Duration), make(chan error)
		p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			at, _ := ctx.Deadline()
			began <- time.Until(at)
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		}
		ctx, cancel := context.WithTimeout(calltest.As(t.Context(), "admin"), time.Hour)
		failed := make(chan error)
		go func() {
			_, err := directoryv1.NewUnitServiceClient(conn).GetUnit(ctx, &directoryv1.GetUnitRequest{Name: unitName})
			failed <- err
		}()
		require.Greater(t, <-began, 30*time.Minute, "the caller's deadline, not the default")
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
		require.Equal(t, codes.Canceled, status.Code(<-failed))
	})
}

// TestForwardedSizes: what the edge itself does not take is refused with the same code, in fewer words.
func TestForwardedSizes(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
			_, err := from.Recv()
			return err
		}
		for _, size := range []int{5 << 20, 9 << 20} {
			ctx := calltest.As(t.Context(), "admin")
			_, err := directoryv1.NewUnitServiceClient(conn).GetUnit(ctx, &directoryv1.GetUnitRequest{Name: strings.Repeat("x", size)})
			require.Equal(t, codes.ResourceExhausted, status.Code(err), "%d", size)
			if size < forward.MaxBytes {
				require.Equal(t, "TOO_LARGE", calltest.Reason(err))
			}

			stream, err := directoryv1.NewImportServiceClient(conn).ImportPeople(ctx)
			require.NoError(t, err)
			part := optionsPart()
			part.GetOptions().EffectiveDate = strings.Repeat("x", size)
			if err := stream.Send(part); err != nil {
				require.ErrorIs(t, err, io.EOF)
			}
			_, err = stream.CloseAndRecv()
			require.Equal(t, codes.ResourceExhausted, status.Code(err), "%d: %v", size, err)
		}
	})
}

// TestForwardedBackpressure: a caller that does not read holds the service up, and the forwarder keeps next to nothing.
func TestForwardedBackpressure(t *testing.T) {
	besides(t, func(t *testing.T, p *peer, conn grpc.ClientConnInterface) {
		const total, size = 400, 64 << 10
		var sent atomic.Int32
		p.snapshot = func(to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
			for range total {
				if err := to.Send(rosterPart(strings.Repeat("x", size))); err != nil {
					return err
				}
				sent.Add(1)
			}
			return nil
		}
		stream, err := directoryv1.NewRosterServiceClient(conn).SnapshotRoster(calltest.As(t.Context(), "system"), &directoryv1.SnapshotRosterRequest{})
		require.NoError(t, err)
		_, err = stream.Recv()
		require.NoError(t, err)
		var before int32 = -1
		require.Eventually(t, func() bool {
			now := sent.Load()
			still := now == before
			before = now
			return still
		}, 10*time.Second, 100*time.Millisecond)
		require.Less(t, before, int32(total/2), "the service ran ahead of the reader")
		for range total - 1 {
			_, err := stream.Recv()
			require.NoError(t, err)
		}
		_, err = stream.Recv()
		require.ErrorIs(t, err, io.EOF)
	})
}

func TestForwardingToNobody(t *testing.T) {
	dead, err := rpc.Dial("127.0.0.1:1", nil, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, dead.Close()) })
	err = edge(t, dead).Invoke(calltest.As(t.Context(), "admin"), directoryv1.UnitService_CreateUnit_FullMethodName, &emptypb.Empty{}, &emptypb.Empty{})
	require.Equal(t, codes.Unavailable, status.Code(err))
	require.Equal(t, "UNAVAILABLE", calltest.Reason(err))
	require.NotContains(t, err.Error(), "127.0.0.1:1", "the way inside is nobody's business")
}

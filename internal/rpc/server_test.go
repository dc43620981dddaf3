package rpc_test

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/mem"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestHealthFollowsReadiness(t *testing.T) {
	server := calltest.Server(t, who)
	calltest.EachTransport(t, server, func(t *testing.T, conn grpc.ClientConnInterface) {
		client := healthv1.NewHealthClient(conn)
		state := func() healthv1.HealthCheckResponse_ServingStatus {
			answer, err := client.Check(t.Context(), &healthv1.HealthCheckRequest{})
			require.NoError(t, err, "health is open to everybody")
			return answer.GetStatus()
		}
		server.SetReady(false)
		require.Equal(t, healthv1.HealthCheckResponse_NOT_SERVING, state())
		server.SetReady(true)
		require.Equal(t, healthv1.HealthCheckResponse_SERVING, state())
	})
	server.NotServing()
	server.SetReady(true)
	answer, err := healthv1.NewHealthClient(server.Channel()).Check(t.Context(), &healthv1.HealthCheckRequest{})
	require.NoError(t, err)
	require.Equal(t, healthv1.HealthCheckResponse_NOT_SERVING, answer.GetStatus(), "who is about to end stays so")
}

func TestReflectionShowsTheServices(t *testing.T) {
	server := calltest.Server(t, who)
	newPeer().register(server)
	stream, err := reflectionv1.NewServerReflectionClient(calltest.Dial(t, server)).ServerReflectionInfo(t.Context())
	require.NoError(t, err)
	require.NoError(t, stream.Send(&reflectionv1.ServerReflectionRequest{
		MessageRequest: &reflectionv1.ServerReflectionRequest_ListServices{},
	}))
	answer, err := stream.Recv()
	require.NoError(t, err)
	var names []string
	for _, service := range answer.GetListServicesResponse().GetService() {
		names = append(names, service.GetName())
	}
	require.Contains(t, names, "hearth.directory.v1.UnitService")
}

func TestAServiceWithoutPermissionsIsNotServed(t *testing.T) {
	server := calltest.Server(t, who)
	require.Panics(t, func() {
		server.RegisterService(&grpc.ServiceDesc{ServiceName: "hearth.directory.v1.NoSuchService", HandlerType: (*any)(nil),
			Methods: []grpc.MethodDesc{{MethodName: "Get"}}}, struct{}{})
	})
}

// noise writes bytes that are no message.
type noise struct{ encoding.CodecV2 }

func (n noise) Marshal(any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer("\xff\xff\xff\xff")}, nil
}

func TestBytesThatAreNoMessage(t *testing.T) {
	p := newPeer()
	server := calltest.Server(t, who)
	p.register(server)
	p.conn = calltest.Dial(t, server)
	odd := grpc.ForceCodecV2(noise{encoding.GetCodecV2("proto")})
	_, unary := p.getUnit(calltest.As(t.Context(), "admin"), odd)
	stream, err := directoryv1.NewRosterServiceClient(p.conn).SnapshotRoster(calltest.As(t.Context(), "system"), &directoryv1.SnapshotRosterRequest{}, odd)
	require.NoError(t, err)
	_, streamed := receive(stream)
	for _, err := range []error{unary, streamed} {
		require.Equal(t, codes.InvalidArgument, status.Code(err), err)
		require.Equal(t, "INVALID_FIELD", calltest.Reason(err))
	}
	_, err = p.getUnit(t.Context(), odd)
	require.Equal(t, "UNAUTHENTICATED", calltest.Reason(err), "who may not call learns nothing else")
}

func TestUnknownMethodsGoToWhoTakesThem(t *testing.T) {
	var asked atomic.Pointer[string]
	server := rpc.New(rpc.Options{Auth: who, Log: testkit.Log(t), Unknown: func(_ any, stream grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(stream)
		asked.Store(&method)
		_, known := model.ActorFrom(stream.Context())
		if known {
			return model.ErrPermissionDenied
		}
		return stream.SendMsg(&directoryv1.Unit{Name: unitName})
	}})
	p := newPeer()
	p.conn = calltest.Dial(t, server)
	unit, err := p.getUnit(calltest.As(t.Context(), "forged"))
	require.NoError(t, err, "who runs the method decides about the token")
	require.Equal(t, unitName, unit.GetName())
	require.Equal(t, "/hearth.directory.v1.UnitService/GetUnit", *asked.Load())
}

func TestADialledCallIsRepeatedOnlyWhenItChangesNothing(t *testing.T) {
	p := newPeer()
	var reads, writes atomic.Int32
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		if reads.Add(1) < 3 {
			return nil, model.ErrUnavailable
		}
		return &directoryv1.Unit{}, nil
	}
	p.create = func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
		writes.Add(1)
		return nil, model.ErrUnavailable
	}
	server := calltest.Server(t, who)
	p.register(server)
	p.conn = calltest.Dial(t, server)
	_, err := p.getUnit(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	require.Equal(t, int32(3), reads.Load())
	_, err = directoryv1.NewUnitServiceClient(p.conn).CreateUnit(calltest.As(t.Context(), "admin"), goodUnit())
	require.Equal(t, "UNAVAILABLE", calltest.Reason(err))
	require.Equal(t, int32(1), writes.Load())
}

func TestNobodyThere(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	conn, err := rpc.Dial(listener.Addr().String(), nil, nil)
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	_, err = directoryv1.NewUnitServiceClient(conn).CreateUnit(t.Context(), goodUnit())
	require.Equal(t, codes.Unavailable, status.Code(err))
}

func TestWithToken(t *testing.T) {
	p := newPeer()
	var caller string
	p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		actor, _ := model.ActorFrom(ctx)
		caller = actor.Subject
		return &directoryv1.Unit{}, nil
	}
	p.snapshot = func(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
		actor, _ := model.ActorFrom(to.Context())
		caller = actor.Subject
		return nil
	}
	server := calltest.Server(t, who)
	p.register(server)
	var failure error
	p.conn = rpc.WithToken(server.Channel(), func(context.Context) (string, error) { return "system", failure })
	_, err := p.getUnit(t.Context())
	require.NoError(t, err)
	require.Equal(t, "services/survey", caller)
	_, err = p.getUnit(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	require.Equal(t, "keys/k1", caller, "a call that brings its own token keeps it")
	_, err = p.drain(t.Context())
	require.NoError(t, err)
	require.Equal(t, "services/survey", caller)

	failure = model.ErrUnavailable
	_, err = p.getUnit(t.Context())
	require.ErrorIs(t, err, model.ErrUnavailable)
	_, err = p.drain(t.Context())
	require.ErrorIs(t, err, model.ErrUnavailable)
}

func TestRequireLoopback(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:9090", "[::1]:9090", "localhost:9090", "127.9.9.9:1", "::1", "localhost"} {
		require.NoError(t, rpc.RequireLoopback(addr), addr)
	}
	for _, addr := range []string{"0.0.0.0:9090", ":9090", "[::]:9090", "10.0.0.1:9090", "hearth.example:9090", "localhost.example:1", ""} {
		require.Error(t, rpc.RequireLoopback(addr), addr)
	}
}

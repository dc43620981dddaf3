package gateway_test

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/gateway"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/telemetry"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

const unitName = "units/00000000-0000-7000-8000-000000000001"

var who = calltest.Tokens{
	"admin":    {Subject: "keys/k1", Bindings: []model.Binding{{Role: model.RoleAdmin}}},
	"system":   model.ServiceActor("survey"),
	"employee": {Subject: "people/p2"},
}

// directory is a peer whose answers the test at hand chooses.
type directory struct {
	directoryv1.UnimplementedUnitServiceServer
	directoryv1.UnimplementedRosterServiceServer
	directoryv1.UnimplementedImportServiceServer
	directoryv1.UnimplementedTokenServiceServer

	get      func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error)
	list     func(context.Context, *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error)
	create   func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error)
	update   func(context.Context, *directoryv1.UpdateUnitRequest) (*directoryv1.Unit, error)
	snapshot func(grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error
	people   func(grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error
	jwks     func() (*directoryv1.GetJwksResponse, error)
	exchange func(context.Context) (*directoryv1.ExchangeTokenResponse, error)
}

func (d *directory) GetUnit(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	return d.get(ctx, req)
}

func (d *directory) ListUnits(ctx context.Context, req *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
	return d.list(ctx, req)
}

func (d *directory) CreateUnit(ctx context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
	return d.create(ctx, req)
}

func (d *directory) UpdateUnit(ctx context.Context, req *directoryv1.UpdateUnitRequest) (*directoryv1.Unit, error) {
	return d.update(ctx, req)
}

func (d *directory) SnapshotRoster(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	return d.snapshot(to)
}

func (d *directory) ImportPeople(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
	return d.people(from)
}

func (d *directory) GetJwks(context.Context, *directoryv1.GetJwksRequest) (*directoryv1.GetJwksResponse, error) {
	return d.jwks()
}

func (d *directory) ExchangeToken(ctx context.Context, _ *directoryv1.ExchangeTokenRequest) (*directoryv1.ExchangeTokenResponse, error) {
	return d.exchange(ctx)
}

// house is a gateway on real ports before a peer.
type house struct {
	*directory
	releases
	url, grpcAddr string
	ready         error
}

type options struct {
	gateway.Config
	telemetry telemetry.Config
	// conn stands between the gateway and the peer.
	conn func(grpc.ClientConnInterface) grpc.ClientConnInterface
	// log is the gateway's, else the test's output.
	log *slog.Logger
}

// eachShape runs the test with the peer in the gateway's process and with the peer behind a port.
func eachShape(t *testing.T, run func(t *testing.T, h *house)) {
	for _, shape := range []string{"one process", "split"} {
		t.Run(shape, func(t *testing.T) { run(t, open(t, shape == "split", options{})) })
	}
}

func open(t testing.TB, split bool, o options) *house {
	t.Helper()
	h := &house{directory: &directory{}}
	peer := calltest.Server(t, who)
	surveyv1.RegisterReleaseServiceServer(peer, &h.releases)
	directoryv1.RegisterUnitServiceServer(peer, h.directory)
	directoryv1.RegisterRosterServiceServer(peer, h.directory)
	directoryv1.RegisterImportServiceServer(peer, h.directory)
	directoryv1.RegisterTokenServiceServer(peer, h.directory)
	conn := peer.Channel()
	if split {
		conn = calltest.Dial(t, peer)
	}
	if o.conn != nil {
		conn = o.conn(conn)
	}
	if o.telemetry.Output == nil {
		o.telemetry.Output = io.Discard
	}
	seen, err := telemetry.New(t.Context(), o.telemetry)
	require.NoError(t, err)
	built, err := gateway.Module(o.Config).Build(t.Context(), app.Deps{
		Log: cmp.Or(o.log, testkit.Log(t)), Telemetry: seen,
		Conn:     func(string) grpc.ClientConnInterface { return conn },
		Services: []string{"directory", "survey"},
		Ready:    func() error { return h.ready },
	})
	require.NoError(t, err)
	h.url = "http://" + serveHTTP(t, built.HTTP)
	// The gRPC port of a gateway that runs alone.
	edge := rpc.New(rpc.Options{Auth: who, Log: testkit.Log(t), Unknown: built.Unknown, Proxies: o.Proxies})
	h.grpcAddr = calltest.Dial(t, edge).Target()
	return h
}

func serveHTTP(t testing.TB, server *http.Server) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-done, http.ErrServerClosed)
	})
	return listener.Addr().String()
}

// answer is what came back over HTTP.
type answer struct {
	code   int
	header http.Header
	body   string
}

// ask makes a request as an admin; headers are "Name: value".
func (h *house) ask(t testing.TB, method, path, body string, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer admin")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, header := range headers {
		key, value, _ := strings.Cut(header, ": ")
		req.Header.Set(key, value)
	}
	response, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answer{response.StatusCode, response.Header, string(text)}
}

var stamp = timestamppb.New(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))

package forward_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"connectrpc.com/connect"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

const unitName = "units/00000000-0000-7000-8000-000000000001"

var who = calltest.Tokens{
	"admin":  {Subject: "keys/k1", Bindings: []model.Binding{{Role: model.RoleAdmin}}},
	"system": model.ServiceActor("survey"),
}

// peer answers what the test at hand wants.
type peer struct {
	directoryv1.UnimplementedUnitServiceServer
	directoryv1.UnimplementedRosterServiceServer
	directoryv1.UnimplementedImportServiceServer

	get      func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error)
	snapshot func(grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error
	people   func(grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error
}

func (p *peer) GetUnit(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	return p.get(ctx, req)
}

func (p *peer) SnapshotRoster(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	return p.snapshot(to)
}

func (p *peer) ImportPeople(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
	return p.people(from)
}

func (p *peer) server(t testing.TB) *rpc.Server {
	server := calltest.Server(t, who)
	directoryv1.RegisterUnitServiceServer(server, p)
	directoryv1.RegisterRosterServiceServer(server, p)
	directoryv1.RegisterImportServiceServer(server, p)
	return server
}

// web serves all of the peer's methods over HTTP/1.1 and HTTP/2.
func (p *peer) web(t testing.TB, conn grpc.ClientConnInterface) string {
	mux := http.NewServeMux()
	for _, service := range permit.Services() {
		handlers, err := forward.Web(service, conn, testkit.Log(t))
		require.NoError(t, err)
		for path, handler := range handlers {
			mux.Handle(path, handler)
		}
	}
	server := httptest.NewUnstartedServer(mux)
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetHTTP1(true)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	t.Cleanup(server.Close)
	return server.URL
}

// webClient speaks one of the protocols of the web.
type webClient struct {
	http    *http.Client
	url     string
	options []connect.ClientOption
}

// eachProtocol runs the test for each protocol, before a peer within the process and one behind a port.
func eachProtocol(t *testing.T, run func(t *testing.T, p *peer, c webClient)) {
	http2 := &http.Transport{Protocols: new(http.Protocols)}
	http2.Protocols.SetUnencryptedHTTP2(true)
	t.Cleanup(http2.CloseIdleConnections)
	http1 := &http.Transport{}
	t.Cleanup(http1.CloseIdleConnections)
	protocols := map[string]webClient{
		"Connect":         {http: &http.Client{Transport: http1}},
		"Connect JSON":    {http: &http.Client{Transport: http1}, options: []connect.ClientOption{connect.WithProtoJSON()}},
		"Connect gzip":    {http: &http.Client{Transport: http1}, options: []connect.ClientOption{connect.WithSendGzip()}},
		"Connect HTTP/2":  {http: &http.Client{Transport: http2}},
		"gRPC-Web":        {http: &http.Client{Transport: http1}, options: []connect.ClientOption{connect.WithGRPCWeb()}},
		"gRPC-Web HTTP/2": {http: &http.Client{Transport: http2}, options: []connect.ClientOption{connect.WithGRPCWeb(), connect.WithSendGzip()}},
		"gRPC":            {http: &http.Client{Transport: http2}, options: []connect.ClientOption{connect.WithGRPC()}},
		"gRPC gzip":       {http: &http.Client{Transport: http2}, options: []connect.ClientOption{connect.WithGRPC(), connect.WithSendGzip()}},
		"gRPC JSON":       {http: &http.Client{Transport: http2}, options: []connect.ClientOption{connect.WithGRPC(), connect.WithProtoJSON()}},
	}
	p := &peer{}
	calltest.EachTransport(t, p.server(t), func(t *testing.T, conn grpc.ClientConnInterface) {
		url := p.web(t, conn)
		for name, client := range protocols {
			client.url = url
			t.Run(name, func(t *testing.T) { run(t, p, client) })
		}
	})
}

func (c webClient) units() *connect.Client[directoryv1.GetUnitRequest, directoryv1.Unit] {
	return connect.NewClient[directoryv1.GetUnitRequest, directoryv1.Unit](c.http, c.url+directoryv1.UnitService_GetUnit_FullMethodName, c.options...)
}

func (c webClient) roster() *connect.Client[directoryv1.SnapshotRosterRequest, directoryv1.SnapshotRosterResponse] {
	return connect.NewClient[directoryv1.SnapshotRosterRequest, directoryv1.SnapshotRosterResponse](c.http,
		c.url+directoryv1.RosterService_SnapshotRoster_FullMethodName, c.options...)
}

func (c webClient) imports() *connect.Client[directoryv1.ImportPeopleRequest, typev1.Operation] {
	return connect.NewClient[directoryv1.ImportPeopleRequest, typev1.Operation](c.http,
		c.url+directoryv1.ImportService_ImportPeople_FullMethodName, c.options...)
}

func request[T any](message *T, token string) *connect.Request[T] {
	r := connect.NewRequest(message)
	r.Header().Set("Authorization", "Bearer "+token)
	r.Header().Set("Accept-Language", "zh-CN")
	return r
}

func rosterPart(unit string) *directoryv1.SnapshotRosterResponse {
	return &directoryv1.SnapshotRosterResponse{
		Watermark: timestamppb.New(stampTime),
		Units:     []*directoryv1.RosterUnit{{Unit: unit, Version: 1 << 60}},
	}
}

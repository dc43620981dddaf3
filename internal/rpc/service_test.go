package rpc_test

import (
	"context"
	"testing"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// The tests serve some of the directory's services with whatever answers the test at hand wants.
type (
	units struct {
		directoryv1.UnimplementedUnitServiceServer
		get    func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error)
		create func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error)
	}
	roster struct {
		directoryv1.UnimplementedRosterServiceServer
		snapshot func(*directoryv1.SnapshotRosterRequest, grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error
	}
	imports struct {
		directoryv1.UnimplementedImportServiceServer
		people func(grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error
	}
	tokens struct {
		directoryv1.UnimplementedTokenServiceServer
		exchange func(context.Context, *directoryv1.ExchangeTokenRequest) (*directoryv1.ExchangeTokenResponse, error)
	}
)

func (u *units) GetUnit(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	return u.get(ctx, req)
}

func (u *units) CreateUnit(ctx context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
	return u.create(ctx, req)
}

func (r *roster) SnapshotRoster(req *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	return r.snapshot(req, to)
}

func (i *imports) ImportPeople(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
	return i.people(from)
}

func (s *tokens) ExchangeToken(ctx context.Context, req *directoryv1.ExchangeTokenRequest) (*directoryv1.ExchangeTokenResponse, error) {
	return s.exchange(ctx, req)
}

// peer is the services and a connection to them.
type peer struct {
	*units
	*roster
	*imports
	*tokens
	conn grpc.ClientConnInterface
}

func newPeer() *peer {
	return &peer{units: &units{}, roster: &roster{}, imports: &imports{}, tokens: &tokens{}}
}

func (p *peer) register(to grpc.ServiceRegistrar) {
	directoryv1.RegisterUnitServiceServer(to, p.units)
	directoryv1.RegisterRosterServiceServer(to, p.roster)
	directoryv1.RegisterImportServiceServer(to, p.imports)
	directoryv1.RegisterTokenServiceServer(to, p.tokens)
}

// overBoth runs each case over the network and within the process. Both must behave alike: there is one table and no exceptions.
func overBoth(t *testing.T, cases map[string]func(t *testing.T, p *peer)) {
	for name, run := range cases {
		t.Run(name, func(t *testing.T) {
			p := newPeer()
			server := calltest.Server(t, who)
			p.register(server)
			calltest.EachTransport(t, server, func(t *testing.T, conn grpc.ClientConnInterface) {
				p.conn = conn
				run(t, p)
			})
		})
	}
}

func (p *peer) getUnit(ctx context.Context, opts ...grpc.CallOption) (*directoryv1.Unit, error) {
	return directoryv1.NewUnitServiceClient(p.conn).GetUnit(ctx, &directoryv1.GetUnitRequest{Name: unitName}, opts...)
}

const (
	unitName = "units/00000000-0000-7000-8000-000000000001"
	unitID   = "00000000-0000-7000-8000-000000000001"
)

var who = calltest.Tokens{
	"admin":    {Subject: "keys/k1", Bindings: []model.Binding{{Role: model.RoleAdmin}}},
	"system":   model.ServiceActor("survey"),
	"manager":  {Subject: "people/p1", Bindings: []model.Binding{{Role: model.RoleManager, Unit: unitID, Employer: "acme"}}},
	"employee": {Subject: "people/p2"},
}

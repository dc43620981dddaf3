package rpc_test

import (
	"context"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
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

const (
	unitName = "units/00000000-0000-7000-8000-000000000001"
	unitID   = "00000000-0000-7000-8000-000000000001"
)

var who = testkit.Tokens{
	"admin":    {Subject: "keys/k1", Bindings: []model.Binding{{Role: model.RoleAdmin}}},
	"system":   model.ServiceActor("survey"),
	"manager":  {Subject: "people/p1", Bindings: []model.Binding{{Role: model.RoleManager, Unit: unitID, Employer: "acme"}}},
	"employee": {Subject: "people/p2"},
}

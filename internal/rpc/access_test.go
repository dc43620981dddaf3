package rpc_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func goodUnit() *directoryv1.CreateUnitRequest {
	return &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Night shift"}},
	}}
}

func goodUpdate() *directoryv1.UpdateUnitRequest {
	return &directoryv1.UpdateUnitRequest{Unit: goodUnit().GetUnit()}
}

func TestAccess(t *testing.T) {
	overBoth(t, map[string]func(t *testing.T, p *peer){
		"who may not come in":                 whoMayNotComeIn,
		"the caller and the scope":            callerAndScope,
		"an open method does not see a token": openMethod,
		"constraints of the contract":         constraints,
		"constraints of a stream's messages":  streamConstraints,
		"the size of a message":               size,
	})
}

func whoMayNotComeIn(t *testing.T, p *peer) {
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { panic("came in") }
	p.snapshot = func(*directoryv1.SnapshotRosterRequest, grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
		panic("came in")
	}
	for name, test := range map[string]struct {
		authorization []string
		code          codes.Code
		reason        string
	}{
		"no token":       {nil, codes.Unauthenticated, "UNAUTHENTICATED"},
		"forged":         {[]string{"Bearer forged"}, codes.Unauthenticated, "UNAUTHENTICATED"},
		"empty":          {[]string{""}, codes.Unauthenticated, "UNAUTHENTICATED"},
		"bare":           {[]string{"system"}, codes.Unauthenticated, "UNAUTHENTICATED"},
		"nothing after":  {[]string{"Bearer "}, codes.Unauthenticated, "UNAUTHENTICATED"},
		"another scheme": {[]string{"Basic system"}, codes.Unauthenticated, "UNAUTHENTICATED"},
		"two tokens":     {[]string{"Bearer system", "Bearer system"}, codes.Unauthenticated, "UNAUTHENTICATED"},
		"not theirs":     {[]string{"Bearer employee"}, codes.PermissionDenied, "PERMISSION_DENIED"},
	} {
		ctx := t.Context()
		for _, value := range test.authorization {
			ctx = metadata.AppendToOutgoingContext(ctx, "authorization", value)
		}
		_, unary := p.getUnit(ctx)
		_, stream := p.drain(ctx)
		for _, err := range []error{unary, stream} {
			require.Equal(t, test.code, status.Code(err), name)
			require.Equal(t, test.reason, calltest.Reason(err), name)
		}
	}
	_, err := p.drain(calltest.As(t.Context(), "manager"))
	require.Equal(t, "PERMISSION_DENIED", calltest.Reason(err), "a role that the method does not name")
}

func callerAndScope(t *testing.T, p *peer) {
	type seen struct {
		actor model.Actor
		scope model.Scope
	}
	var got seen
	look := func(ctx context.Context) {
		got.actor, _ = model.ActorFrom(ctx)
		got.scope = model.ScopeFrom(ctx)
	}
	p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		look(ctx)
		return &directoryv1.Unit{}, nil
	}
	p.snapshot = func(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
		look(to.Context())
		return nil
	}
	// What a caller within the process has in its context is not the server's.
	ctx := model.WithScope(model.WithActor(t.Context(), model.Actor{Subject: "people/impostor"}), model.Everything())

	_, err := p.getUnit(calltest.As(ctx, "manager"))
	require.NoError(t, err)
	require.Equal(t, seen{who["manager"], model.Scope{Areas: []model.Area{{Unit: unitID, Employer: "acme"}}}}, got)
	_, err = p.getUnit(metadata.AppendToOutgoingContext(ctx, "authorization", "bearer admin"))
	require.NoError(t, err, "the scheme is written in any case")
	require.Equal(t, seen{who["admin"], model.Scope{All: true}}, got)
	_, err = p.drain(calltest.As(ctx, "system"))
	require.NoError(t, err)
	require.Equal(t, seen{who["system"], model.Scope{All: true}}, got)
}

func openMethod(t *testing.T, p *peer) {
	p.exchange = func(ctx context.Context, _ *directoryv1.ExchangeTokenRequest) (*directoryv1.ExchangeTokenResponse, error) {
		_, known := model.ActorFrom(ctx)
		if known || !model.ScopeFrom(ctx).Empty() {
			return nil, errors.New("an open method learnt who calls")
		}
		return &directoryv1.ExchangeTokenResponse{}, nil
	}
	client := directoryv1.NewTokenServiceClient(p.conn)
	for _, ctx := range []context.Context{t.Context(), calltest.As(t.Context(), "forged"), calltest.As(t.Context(), "admin")} {
		_, err := client.ExchangeToken(ctx, &directoryv1.ExchangeTokenRequest{
			Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: "hk_" + strings.Repeat("a", 40)},
		})
		require.NoError(t, err)
	}
}

func constraints(t *testing.T, p *peer) {
	p.create = func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) { panic("came in") }
	wrong := goodUnit()
	wrong.RequestId = "no uuid"
	wrong.Unit.Kind = 77
	wrong.Unit.ExternalIds = []*typev1.ExternalId{{Source: "hris", Id: "1"}, {Source: "HRIS!", Id: ""}}
	wrong.Unit.DisplayName.Texts["en"] = ""
	_, err := directoryv1.NewUnitServiceClient(p.conn).CreateUnit(calltest.As(t.Context(), "admin"), wrong)
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	require.Equal(t, "INVALID_FIELD", calltest.Reason(err))
	var fields []string
	for _, violation := range detail[*errdetails.BadRequest](t, err).GetFieldViolations() {
		require.NotEmpty(t, violation.GetDescription())
		fields = append(fields, violation.GetField())
	}
	require.ElementsMatch(t, []string{
		"request_id", "unit.kind", "unit.external_ids[1].source", "unit.external_ids[1].id", `unit.display_name.texts["en"]`,
	}, fields)

	_, err = directoryv1.NewUnitServiceClient(p.conn).CreateUnit(calltest.As(t.Context(), "employee"), wrong)
	require.Equal(t, "PERMISSION_DENIED", calltest.Reason(err), "who may not call learns nothing about the request")
}

func streamConstraints(t *testing.T, p *peer) {
	taken := 0
	p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
		for taken = 0; ; taken++ {
			if _, err := from.Recv(); err != nil {
				return err
			}
		}
	}
	stream, err := directoryv1.NewImportServiceClient(p.conn).ImportPeople(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	require.NoError(t, stream.Send(options("hris")))
	require.NoError(t, stream.Send(options("HRIS!")))
	_, err = stream.CloseAndRecv()
	require.Equal(t, "INVALID_FIELD", calltest.Reason(err))
	require.Equal(t, "options.source", detail[*errdetails.BadRequest](t, err).GetFieldViolations()[0].GetField())
	require.Equal(t, 1, taken)
}

func options(source string) *directoryv1.ImportPeopleRequest {
	return &directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: &directoryv1.ImportOptions{Source: source}}}
}

func size(t *testing.T, p *peer) {
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{Etag: strings.Repeat("x", 5<<20)}, nil
	}
	p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
		_, err := from.Recv()
		return err
	}
	unit, err := p.getUnit(calltest.As(t.Context(), "admin"))
	require.NoError(t, err, "an answer may be larger than a request")
	require.Len(t, unit.GetEtag(), 5<<20)

	for _, bytes := range []int{4<<20 + 1, 9 << 20} {
		large := &directoryv1.GetUnitRequest{Name: strings.Repeat("x", bytes)}
		_, err = directoryv1.NewUnitServiceClient(p.conn).GetUnit(calltest.As(t.Context(), "admin"), large)
		require.Equal(t, codes.ResourceExhausted, status.Code(err))
		if bytes < 8<<20 { // beyond that gRPC itself cuts the message off, in fewer words
			require.Equal(t, "TOO_LARGE", calltest.Reason(err))
		}
		stream, err := directoryv1.NewImportServiceClient(p.conn).ImportPeople(calltest.As(t.Context(), "admin"))
		require.NoError(t, err)
		_ = stream.Send(options(strings.Repeat("x", bytes))) // it may be refused while it is being sent
		_, err = stream.CloseAndRecv()
		require.Equal(t, codes.ResourceExhausted, status.Code(err))
		if bytes < 8<<20 {
			require.Equal(t, "TOO_LARGE", calltest.Reason(err))
		}
	}
}

func TestAnAuthenticatorThatCannotDecide(t *testing.T) {
	p := newPeer()
	server := calltest.Server(t, undecided{})
	p.register(server)
	p.conn = server.Channel()
	_, err := p.getUnit(calltest.As(t.Context(), "admin"))
	require.Equal(t, "UNAVAILABLE", calltest.Reason(err))
}

type undecided struct{}

func (undecided) Authenticate(context.Context, string) (model.Actor, error) {
	return model.Actor{}, model.ErrUnavailable
}

var _ rpc.Authenticator = undecided{}

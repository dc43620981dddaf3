package access

import (
	"context"

	"google.golang.org/protobuf/types/known/emptypb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

type bindings struct {
	directoryv1.UnimplementedBindingServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// CreateBinding gives a role.
func (s *bindings) CreateBinding(ctx context.Context, req *directoryv1.CreateBindingRequest) (*directoryv1.Binding, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Binding, error) {
		given := req.GetBinding()
		binding, err := domain.CreateBinding(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Binding{
			Subject:    given.GetSubject(),
			Binding:    model.Binding{Role: model.Role(given.GetRole()), Unit: model.ID(given.GetUnit()), Employer: given.GetEmployer()},
			ExpireTime: resource.Instant(given.GetExpireTime()),
		})
		return bindingProto(binding), err
	})
}

var bindingList = list.Ascending(func(b domain.Binding) string { return b.ID }, list.Fields{
	"subject":  list.String.Only("="),
	"role":     list.Enum(optionv1.Role(0).Descriptor()).Only("="),
	"unit":     list.Name("units").Only("="),
	"employer": list.String.Only("="),
})

// ListBindings lists the bindings over what the caller reaches.
func (s *bindings) ListBindings(ctx context.Context, req *directoryv1.ListBindingsRequest) (*directoryv1.ListBindingsResponse, error) {
	page, next, err := bindingList.Page(ctx, req, func(asked model.List) ([]domain.Binding, error) {
		return s.read.Bindings(ctx, model.ScopeFrom(ctx), asked)
	})
	return &directoryv1.ListBindingsResponse{Bindings: list.Protos(page, bindingProto), NextPageToken: next}, err
}

// DeleteBinding takes a role away.
func (s *bindings) DeleteBinding(ctx context.Context, req *directoryv1.DeleteBindingRequest) (*emptypb.Empty, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*emptypb.Empty, error) {
		err := domain.DeleteBinding(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return &emptypb.Empty{}, err
	})
}

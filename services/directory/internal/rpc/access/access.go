// Package access answers the calls about bindings, keys and tokens.
package access

import (
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/signing"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

// Register adds BindingService, KeyService and TokenService.
func Register(r grpc.ServiceRegistrar, d *db.DB, clock model.Clock) {
	// Answers tell times as finely as they are kept, so that the first answer is that of every reading after it.
	fine := clock
	clock = func() time.Time { return fine().Truncate(time.Microsecond) }
	work := request.Work[store.Store]{DB: d, Bind: store.Bind, Clock: clock}
	directoryv1.RegisterBindingServiceServer(r, &bindings{work: work})
	directoryv1.RegisterKeyServiceServer(r, &keys{work: work})
	directoryv1.RegisterTokenServiceServer(r, &tokens{work: work, issuer: signing.Issuer{DB: d, Clock: clock}})
}

func bindingProto(binding domain.Binding) *directoryv1.Binding {
	out := roleProto(binding.Subject, binding.Binding)
	out.Name = model.Name("bindings", binding.ID)
	out.ExpireTime = timestamp(binding.ExpireTime)
	out.CreateTime = timestamp(binding.CreateTime)
	return out
}

// roleProto is a binding as a token tells it.
func roleProto(subject string, binding model.Binding) *directoryv1.Binding {
	return &directoryv1.Binding{
		Subject: subject, Role: optionv1.Role(binding.Role),
		Unit: model.Name("units", binding.Unit), Employer: binding.Employer,
	}
}

func bindingProtos(bindings []domain.Binding) []*directoryv1.Binding {
	out := make([]*directoryv1.Binding, len(bindings))
	for i, binding := range bindings {
		out[i] = bindingProto(binding)
	}
	return out
}

func timestamp(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// instant is a given time, cut to what the database keeps; zero for none.
func instant(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime().Truncate(time.Microsecond)
}

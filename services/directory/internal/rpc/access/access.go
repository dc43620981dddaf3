// Package access answers the calls about bindings, keys and tokens.
package access

import (
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/resource"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
)

// Parts are what the calls are answered with.
type Parts struct {
	// Read and Work are for bindings and keys.
	Read domain.Reader
	Work request.Work[domain.Store]
	// People and Login are for those who log in, and Issuer for what they log in to.
	People login.Checking
	Login  request.Work[login.Store]
	Issuer login.Issuer
}

// Register adds BindingService, KeyService and TokenService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	directoryv1.RegisterBindingServiceServer(r, &bindings{read: p.Read, work: p.Work})
	directoryv1.RegisterKeyServiceServer(r, &keys{read: p.Read, work: p.Work})
	directoryv1.RegisterTokenServiceServer(r, &tokens{read: p.People, work: p.Login, issuer: p.Issuer})
}

func bindingProto(binding domain.Binding) *directoryv1.Binding {
	out := roleProto(binding.Subject, binding.Binding)
	out.Name = model.Name("bindings", binding.ID)
	out.ExpireTime = resource.Timestamp(binding.ExpireTime)
	out.CreateTime = resource.Timestamp(binding.CreateTime)
	return out
}

// roleProto is a binding as a token tells it.
func roleProto(subject string, binding model.Binding) *directoryv1.Binding {
	return &directoryv1.Binding{
		Subject: subject, Role: optionv1.Role(binding.Role),
		Unit: model.Name("units", binding.Unit), Employer: binding.Employer,
	}
}

// Package permit reads from the contract who may call a method, and what kind of call it is.
package permit

import (
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// Method is what the contract says of one method.
type Method struct {
	// Name is "hearth.directory.v1.UnitService/CreateUnit".
	Name       string
	Permission *optionv1.Permission
	// Rules are the permission's, ready for model.ScopeOf.
	Rules []model.Rule
	Input protoreflect.MessageDescriptor
	// Unary methods take one message and answer with one.
	Unary bool
}

var known sync.Map // full method → *Method

// Lookup finds the method "/hearth.directory.v1.UnitService/CreateUnit" in the contracts linked into this program. It finds
// nothing for a method that has no permission.
func Lookup(fullMethod string) (*Method, bool) {
	if method, ok := known.Load(fullMethod); ok {
		return method.(*Method), true
	}
	name := strings.TrimPrefix(fullMethod, "/")
	full := protoreflect.FullName(strings.Replace(name, "/", ".", 1))
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(full)
	if err != nil {
		return nil, false
	}
	descriptor, ok := found.(protoreflect.MethodDescriptor)
	if !ok || !proto.HasExtension(descriptor.Options(), optionv1.E_Permission) {
		return nil, false
	}
	permission := proto.GetExtension(descriptor.Options(), optionv1.E_Permission).(*optionv1.Permission)
	method := &Method{
		Name: name, Permission: permission, Rules: rules(permission), Input: descriptor.Input(),
		Unary: !descriptor.IsStreamingClient() && !descriptor.IsStreamingServer(),
	}
	known.Store(fullMethod, method)
	return method, true
}

func rules(permission *optionv1.Permission) []model.Rule {
	var rules []model.Rule
	for _, rule := range permission.GetAllow() {
		roles := make([]model.Role, len(rule.GetRoles()))
		for i, role := range rule.GetRoles() {
			roles[i] = model.Role(role)
		}
		rules = append(rules, model.Rule{Roles: roles, Kind: model.ScopeKind(rule.GetScope())})
	}
	return rules
}

// Services lists the services of Hearth whose contracts are linked into this program.
func Services() []protoreflect.ServiceDescriptor {
	var services []protoreflect.ServiceDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "hearth.") {
			for i := range file.Services().Len() {
				services = append(services, file.Services().Get(i))
			}
		}
		return true
	})
	return services
}

// FullMethod is the name under which gRPC calls the method.
func FullMethod(method protoreflect.MethodDescriptor) string {
	return "/" + string(method.Parent().FullName()) + "/" + string(method.Name())
}

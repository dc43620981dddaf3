package rpc_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// Every method says who may call it. A service whose contract is new must be imported above.
func TestEveryMethodHasAPermission(t *testing.T) {
	seen := map[protoreflect.FullName]bool{}
	for _, service := range permit.Services() {
		seen[service.ParentFile().Package()] = true
		for i := range service.Methods().Len() {
			method := service.Methods().Get(i)
			permitted, ok := permit.Lookup(permit.FullMethod(method))
			require.True(t, ok, "%s has no permission", method.FullName())
			require.Empty(t, faults(permitted.Permission, method), method.FullName())
		}
	}
	require.Len(t, seen, 3, "where the contract of a service is new, import it above and count it here; with services are %v", seen)
}

// faults lists what is wrong with a permission.
func faults(p *optionv1.Permission, method protoreflect.MethodDescriptor) []string {
	var faults []string
	refuse := func(wrong bool, fault string) {
		if wrong {
			faults = append(faults, fault)
		}
	}
	refuse(p.GetOpen() && len(p.GetAllow()) > 0, "open, and rules besides")
	refuse(!p.GetOpen() && len(p.GetAllow()) == 0, "nobody may call it")
	for _, rule := range p.GetAllow() {
		refuse(len(rule.GetRoles()) == 0, "a rule without roles")
		refuse(rule.GetScope() == 0, "a rule without a scope")
		for _, role := range rule.GetRoles() {
			refuse(role == 0, "a role that is none")
			refuse(rule.GetScope() == optionv1.ScopeKind_SCOPE_KIND_SELF && role != optionv1.Role_ROLE_EMPLOYEE, "a self for a role that has none")
			refuse(rule.GetScope() != optionv1.ScopeKind_SCOPE_KIND_SELF && role == optionv1.Role_ROLE_EMPLOYEE, "employees are nobody's superiors")
		}
	}
	refuse(p.GetOnlyService() != "" && (len(p.GetAllow()) != 1 || !installationOfSystems(p.GetAllow()[0])), "one service alone, which is a system of the whole installation, and others are named")
	refuse(p.GetMutates() && p.GetOpen(), "changes something for anybody")
	refuse(p.GetMutates() && !p.GetKeepsOwnRecord() && !takesRequestID(method.Input()), "changes something without a request id")
	refuse(p.GetKeepsOwnRecord() && (!p.GetMutates() || takesRequestID(method.Input())), "a record of its own, and a request id or no change")
	refuse(!p.GetMutates() && takesRequestID(method.Input()), "takes a request id and changes nothing")
	refuse((p.GetSealed() || p.GetShowsSecret()) && !p.GetMutates(), "sealed or secret, and changes nothing")
	return faults
}

func installationOfSystems(rule *optionv1.Rule) bool {
	return rule.GetScope() == optionv1.ScopeKind_SCOPE_KIND_INSTALLATION && slices.Equal(rule.GetRoles(), []optionv1.Role{optionv1.Role_ROLE_SYSTEM})
}

// takesRequestID looks also into the options that come first in a stream.
func takesRequestID(input protoreflect.MessageDescriptor) bool {
	if options := input.Fields().ByName("options"); options != nil && options.Message() != nil {
		input = options.Message()
	}
	id := input.Fields().ByName("request_id")
	return id != nil && id.Kind() == protoreflect.StringKind
}

func TestFaultsOfAPermissionAreFound(t *testing.T) {
	read := directoryv1.File_hearth_directory_v1_unit_proto.Services().ByName("UnitService").Methods().ByName("GetUnit")
	for name, wrong := range map[string]*optionv1.Permission{
		"empty":           {},
		"open and more":   {Open: true, Allow: []*optionv1.Rule{{Roles: []optionv1.Role{8}, Scope: 2}}},
		"role 0":          {Allow: []*optionv1.Rule{{Roles: []optionv1.Role{0}, Scope: 2}}},
		"no roles":        {Allow: []*optionv1.Rule{{Scope: 2}}},
		"no scope":        {Allow: []*optionv1.Rule{{Roles: []optionv1.Role{8}}}},
		"no request id":   {Mutates: true, Allow: []*optionv1.Rule{{Roles: []optionv1.Role{8}, Scope: 2}}},
		"manager's self":  {Allow: []*optionv1.Rule{{Roles: []optionv1.Role{3}, Scope: 1}}},
		"employees' tree": {Allow: []*optionv1.Rule{{Roles: []optionv1.Role{1}, Scope: 2}}},
		"one, and others": {OnlyService: "incentive", Allow: []*optionv1.Rule{{Roles: []optionv1.Role{7, 8}, Scope: 3}}},
		"one of a part":   {OnlyService: "incentive", Allow: []*optionv1.Rule{{Roles: []optionv1.Role{7}, Scope: 2}}},
		"one and nobody":  {OnlyService: "incentive", Open: true},
		"secret read":     {ShowsSecret: true, Allow: []*optionv1.Rule{{Roles: []optionv1.Role{8}, Scope: 2}}},
	} {
		require.NotEmpty(t, faults(wrong, read), name)
	}
}

func TestRolesAndScopesAgreeWithTheContract(t *testing.T) {
	roles := map[model.Role]string{
		model.RoleEmployee: "ROLE_EMPLOYEE", model.RoleTeamLead: "ROLE_TEAM_LEAD", model.RoleManager: "ROLE_MANAGER",
		model.RoleCultureAdmin: "ROLE_CULTURE_ADMIN", model.RoleAnalyst: "ROLE_ANALYST", model.RoleWorksCouncil: "ROLE_WORKS_COUNCIL",
		model.RoleSystem: "ROLE_SYSTEM", model.RoleAdmin: "ROLE_ADMIN",
	}
	require.Len(t, optionv1.Role_name, len(roles)+1)
	for role, name := range roles {
		require.Equal(t, int32(role), optionv1.Role_value[name], name)
	}
	kinds := map[model.ScopeKind]string{
		model.ScopeSelf: "SCOPE_KIND_SELF", model.ScopeSubtree: "SCOPE_KIND_SUBTREE", model.ScopeInstallation: "SCOPE_KIND_INSTALLATION",
	}
	require.Len(t, optionv1.ScopeKind_name, len(kinds)+1)
	for kind, name := range kinds {
		require.Equal(t, int32(kind), optionv1.ScopeKind_value[name], name)
	}
}

// A caller sees a reason's name and the domain "hearth", so a name means one thing in all services.
func TestEveryErrorReasonIsWhole(t *testing.T) {
	owner := map[string]protoreflect.FullName{}
	refusal.Each(func(value protoreflect.EnumValueDescriptor) {
		if value.Number() == 0 {
			return
		}
		reason, _ := proto.GetExtension(value.Options(), optionv1.E_Reason).(*optionv1.Reason)
		require.NotZero(t, reason.GetCode(), value.FullName())
		require.NotEqual(t, int32(codes.Unknown), int32(reason.GetCode()), value.FullName())
		require.NotEmpty(t, reason.GetEn(), value.FullName())
		require.NotEmpty(t, reason.GetZhCn(), value.FullName())
		require.NotEqual(t, reason.GetEn(), reason.GetZhCn(), value.FullName())
		name := refusal.Name(value)
		require.NotEmpty(t, name, value.FullName())
		require.Empty(t, owner[name], "%s is also %s: take another name, or move it to hearth/type/v1/error.proto, where the reasons stand that services share", value.FullName(), owner[name])
		owner[name] = value.FullName()
	})
	for _, fault := range []*model.Fault{
		model.ErrNotFound, model.ErrPermissionDenied, model.ErrUnauthenticated, model.ErrEtag, model.ErrArchived,
		model.ErrAlreadyExists, model.ErrUnavailable, model.ErrRateLimited, model.InvalidField("", model.Words{}),
		refusal.ErrNoSuchMethod, refusal.ErrTooLarge,
		model.NewFault("INTERNAL"), model.NewFault("DEADLINE_EXCEEDED"), model.NewFault("REQUEST_ID_REUSED"),
		model.NewFault("SECRET_ALREADY_SHOWN"), model.NewFault("PAGE_TOKEN_INVALID"), model.NewFault("FILTER_INVALID"),
	} {
		require.Contains(t, owner, fault.Reason)
	}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Enums().Len() {
			for values, j := file.Enums().Get(i).Values(), 0; j < values.Len(); j++ {
				value := values.Get(j)
				if proto.HasExtension(value.Options(), optionv1.E_Reason) {
					require.Equal(t, value.FullName(), owner[refusal.Name(value)], "a reason in an enum whose name does not end in ErrorReason")
				}
			}
		}
		return true
	})
}

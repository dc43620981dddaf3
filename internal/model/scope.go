package model

import "context"

// Area is a subtree of units, narrowed to one employer where Employer is set. An empty Unit is every unit.
type Area struct {
	Unit     string
	Employer string
}

// Scope is how far a call may reach: everything, some areas, and what is the calling person's own. The zero Scope reaches nothing.
type Scope struct {
	// All: no limit.
	All bool
	// Self is the bare id of the person whose own things are within reach.
	Self string
	// WayIn is that by which the person came in, "" where there is none.
	WayIn string
	// Areas are the parts of the organisation within reach.
	Areas []Area
}

// Everything reaches all; for background work that acts for the service itself.
func Everything() Scope { return Scope{All: true} }

// Empty says that nothing is within reach.
func (s Scope) Empty() bool { return !s.All && s.Self == "" && len(s.Areas) == 0 }

// ScopeKind is how far a rule of a permission reaches. The numbers are those of hearth.option.v1.ScopeKind.
type ScopeKind int32

// The kinds of scope.
const (
	ScopeSelf         ScopeKind = 1
	ScopeSubtree      ScopeKind = 2
	ScopeInstallation ScopeKind = 3
)

// Rule allows some roles within one kind of scope.
type Rule struct {
	Roles []Role
	Kind  ScopeKind
}

// ScopeOf is all that the rules allow the actor, taken together. It is empty when no rule allows anything: the call is denied.
func ScopeOf(actor Actor, rules []Rule) Scope {
	var scope Scope
	for _, rule := range rules {
		for _, role := range rule.Roles {
			scope.allow(actor, role, rule.Kind)
		}
	}
	if scope.All {
		scope.Areas = nil
	}
	return scope
}

func (s *Scope) allow(actor Actor, role Role, kind ScopeKind) {
	if kind == ScopeSelf {
		// Only people have a self, and every person is an employee without a binding.
		if role == RoleEmployee {
			if s.Self = actor.Person(); s.Self != "" {
				s.WayIn = actor.WayIn
			}
		}
		return
	}
	for _, binding := range actor.Bindings {
		if binding.Role != role {
			continue
		}
		whole := binding.Unit == "" && binding.Employer == ""
		switch {
		case whole:
			s.All = true
		case kind == ScopeSubtree:
			s.Areas = append(s.Areas, Area{Unit: binding.Unit, Employer: binding.Employer})
		}
	}
}

type scopeKey struct{}

// WithScope puts the scope of the call into the context.
func WithScope(ctx context.Context, scope Scope) context.Context {
	return context.WithValue(ctx, scopeKey{}, scope)
}

// ScopeFrom is the scope of the call. Without one it is empty, and reaches nothing.
func ScopeFrom(ctx context.Context) Scope {
	scope, _ := ctx.Value(scopeKey{}).(Scope)
	return scope
}

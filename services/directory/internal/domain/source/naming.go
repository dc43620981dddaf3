package source

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// Naming is the part of the organisation in which a caller may say by which ids other systems know units and people. Whoever has the
// id is who the next import writes to, so that an administrator of a part must not choose it.
type Naming struct{ scope model.Scope }

// NamingFrom is that of the caller: other systems name what they reach, and administrators only with the whole installation.
func NamingFrom(ctx context.Context) Naming {
	actor, _ := model.ActorFrom(ctx)
	return Naming{model.ScopeOf(actor, []model.Rule{
		{Roles: []model.Role{model.RoleSystem}, Kind: model.ScopeSubtree},
		{Roles: []model.Role{model.RoleAdmin}, Kind: model.ScopeInstallation},
	})}
}

// NamingEverything is for background work that acts for the service itself.
func NamingEverything() Naming { return Naming{model.Everything()} }

// None says that the caller names nothing at all.
func (n Naming) None() bool { return n.scope.Empty() }

// Post says whether the caller names those who work in a unit for an employer.
func (n Naming) Post(path []string, employer string) bool { return n.scope.Reaches(path, employer) }

// Unit says whether the caller names a unit. A path without units is that of a root's place.
func (n Naming) Unit(path []string) bool { return n.scope.Changes(path) }

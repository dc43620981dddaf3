// Package reach says how far a scope reaches in the tree of units: subtree by subtree, and where an area names an employer, only to
// that employer's people. A path is a unit and all units above it.
package reach

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Unit says whether the scope sees a unit. Units have no employer: whoever has a role over some of their people sees them.
func Unit(scope model.Scope, path []string) bool {
	return scope.All || slices.ContainsFunc(scope.Areas, func(area model.Area) bool { return covers(area, path) })
}

// Change says whether the scope may change a unit. A role over one employer's people changes no unit, since others work there too.
func Change(scope model.Scope, path []string) bool {
	return scope.All || slices.ContainsFunc(scope.Areas, func(area model.Area) bool {
		return area.Employer == "" && covers(area, path)
	})
}

// Post says whether the scope reaches those who work in a unit for an employer.
func Post(scope model.Scope, path []string, employer string) bool {
	return scope.All || slices.ContainsFunc(scope.Areas, func(area model.Area) bool {
		return (area.Employer == "" || area.Employer == employer) && covers(area, path)
	})
}

func covers(area model.Area, path []string) bool {
	return area.Unit == "" || slices.Contains(path, area.Unit)
}

package model

import "slices"

// How far a scope reaches in the tree of units: subtree by subtree, and where an area names an employer, only to that employer's people.
// A path is a unit and all units above it; empty for a unit that does not exist. Lists ask the same of rows through db.Tree.

// Sees says whether the scope sees a unit. Units have no employer: whoever has a role over some of their people sees them.
func (s Scope) Sees(path []string) bool {
	return s.All || slices.ContainsFunc(s.Areas, func(area Area) bool { return area.covers(path) })
}

// Changes says whether the scope may change a unit. A role over one employer's people changes no unit, since others work there too.
func (s Scope) Changes(path []string) bool { return s.Reaches(path, "") }

// Reaches says whether the scope reaches what belongs to a unit and an employer. An empty employer stands for what concerns several or
// all of them: only an area without an employer holds it.
func (s Scope) Reaches(path []string, employer string) bool {
	return s.All || slices.ContainsFunc(s.Areas, func(area Area) bool {
		return (area.Employer == "" || area.Employer == employer) && area.covers(path)
	})
}

func (a Area) covers(path []string) bool { return a.Unit == "" || slices.Contains(path, a.Unit) }

// Package policy names what is set for a unit, or for the whole installation.
package policy

import "github.com/hearth-culture/hearth/internal/model"

// all stands in a name where there is no unit: the policy is that of the whole installation.
const all = "all"

// Name is the name of the policy of a unit, whose bare id is "" for the whole installation.
func Name(collection, unit string) string {
	if unit == "" {
		unit = all
	}
	return model.Name(collection, unit)
}

// Unit is the bare id of the unit in the name of its policy, or "" in that of the whole installation.
func Unit(name string) string {
	if id := model.ID(name); id != all {
		return id
	}
	return ""
}

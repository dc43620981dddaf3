// Package access decides who may do what in Hearth: the role bindings of people and keys, and the keys themselves.
//
// Two rules hold over all of it. Nobody gives more than they have: a binding must lie within the reach of who makes it. And the
// installation always keeps an administrator who can log in.
package access

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// The refusals of this package besides those that all services share.
var (
	ErrKeyRevoked  = model.NewFault("KEY_REVOKED")
	ErrLastAdmin   = model.NewFault("LAST_ADMIN")
	ErrNotEmployed = model.NewFault("NOT_EMPLOYED")
)

// MaxBindings is how many bindings a subject may hold at a time: a token must carry them all.
const MaxBindings = 50

// Standing is how somebody stands to the installation on a day.
type Standing int

// The standings. Whoever is erased is nobody.
const (
	// Expected: hired for a later day.
	Expected Standing = iota + 1
	Employed
	Left
)

// Person is what access must know of somebody.
type Person struct {
	// Unit and Employer are those of today's placement, else of the next, else of the last.
	Unit     string
	Employer string
	Standing Standing
	// Lasting: employed, with no last day known.
	Lasting bool
}

// Organisation is the directory as access sees it.
type Organisation interface {
	// Path is the unit and all units above it, in the tree as it is now; model.ErrNotFound without such a unit.
	Path(ctx context.Context, unit string) ([]string, error)
	// Person is how somebody stands at the instant; model.ErrNotFound for who does not exist or is erased.
	Person(ctx context.Context, id string, at time.Time) (Person, error)
}

// Reaches says whether the scope covers a part of the organisation. A unit that does not exist is covered by nobody: model.ErrNotFound.
func Reaches(ctx context.Context, org Organisation, scope model.Scope, area model.Area) (bool, error) {
	var path []string
	if area.Unit != "" {
		var err error
		if path, err = org.Path(ctx, area.Unit); err != nil {
			return false, err
		}
	}
	return scope.Reaches(path, area.Employer), nil
}

// ReachPerson is the person if the scope covers where they work; else model.ErrNotFound.
func ReachPerson(ctx context.Context, org Organisation, scope model.Scope, id string, at time.Time) (Person, error) {
	person, err := org.Person(ctx, id, at)
	if err != nil {
		return Person{}, err
	}
	reached, err := Reaches(ctx, org, scope, model.Area{Unit: person.Unit, Employer: person.Employer})
	if err == nil && !reached {
		err = model.ErrNotFound
	}
	return person, err
}

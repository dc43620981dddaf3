package people

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// GetPerson reads a person within the scope. The placement of today decides, for who has left their last one.
func GetPerson(ctx context.Context, r Reader, scope model.Scope, today model.Day, id string) (Person, error) {
	person, err := r.Person(ctx, id)
	if err != nil {
		return Person{}, err
	}
	within, err := within(ctx, r, scope, today, &person)
	if err != nil {
		return Person{}, err
	}
	if !within {
		return Person{}, model.ErrNotFound
	}
	return person, nil
}

func within(ctx context.Context, r Reader, scope model.Scope, today model.Day, person *Person) (bool, error) {
	placement, ok := person.History.Shown(today)
	if scope.All || !ok || len(scope.Areas) == 0 {
		return person.Within(scope, today, nil), nil
	}
	tree, err := r.Tree(ctx, []string{placement.Unit})
	return err == nil && person.Within(scope, today, tree), err
}

// Within says whether the scope reaches the person. The tree holds at least the path of the unit by which they are reached.
func (p *Person) Within(scope model.Scope, today model.Day, tree Tree) bool {
	if scope.All {
		return true
	}
	placement, ok := p.History.Shown(today)
	if !ok {
		return false // the erased are in no unit, and are nobody's self
	}
	return scope.Self == p.ID || scope.Reaches(tree.Path(placement.Unit), placement.Employer)
}

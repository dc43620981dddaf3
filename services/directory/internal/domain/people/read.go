package people

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// GetPerson reads a person within the scope, and the day that they have now. The placement of that day decides, for who has left their
// last one.
func GetPerson(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) (Person, model.Day, error) {
	person, err := r.Person(ctx, id)
	if err != nil {
		return Person{}, model.NoDay, err
	}
	tree, err := treeOf(ctx, r, person.History)
	if err != nil {
		return Person{}, model.NoDay, err
	}
	today := person.History.Today(tree, now)
	if !person.Within(scope, today, tree) {
		return Person{}, model.NoDay, model.ErrNotFound
	}
	return person, today, nil
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

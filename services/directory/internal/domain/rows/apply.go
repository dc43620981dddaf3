package rows

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Store writes people within a transaction.
type Store interface {
	Loader
	// FreeNumbers takes staff numbers from whoever has them: they are about to get others.
	FreeNumbers(ctx context.Context, numbers []Number) error
	Save(ctx context.Context, people []people.Person) error
	Record(ctx context.Context, facts ...model.Fact) error
	// Spare refuses with LAST_ADMIN that people go of whom one is the last administrator of the installation.
	Spare(ctx context.Context, now time.Time, going []string) error
}

// BatchStore is what the calls about people need of a transaction: for one person, or for a batch of rows.
type BatchStore interface {
	people.Store
	Store
	// KnownFor is what the rows are compared with for somebody of the scope: no more than the rows are about.
	KnownFor(ctx context.Context, scope model.Scope, now time.Time, batch []Row) (Known, error)
}

// Apply brings the rows from start up to end into the directory, which must be as it was when they were compared, and says what became
// of them.
func (c *Comparison) Apply(ctx context.Context, s Store, start, end int) ([]source.Result, error) {
	changes, results, err := c.changes(ctx, s, start, end)
	if err != nil || len(changes) == 0 {
		return results, err
	}
	var claimed []Number
	for _, change := range changes {
		number := Number{change.Person.Employer(), change.Person.Number}
		if holder, held := c.known.Holders[number]; held && holder != change.Person.ID {
			claimed = append(claimed, number)
		}
	}
	if len(claimed) > 0 {
		if err := s.FreeNumbers(ctx, claimed); err != nil {
			return nil, err
		}
	}
	return results, Keep(ctx, s, c.known.Tree, c.terms.Now, changes)
}

// Keep saves changes and hands on what happened. The tree holds the units of all that change. It refuses with LAST_ADMIN what would leave
// nobody to administer the installation: bindings and keys may have changed since the rows were compared.
func Keep(ctx context.Context, s Store, tree people.Tree, now time.Time, changes []people.Change) error {
	var going []string
	for i := range changes {
		person := &changes[i].Person
		if person.Version > 1 && !person.Lasts(person.History.Today(tree, now)) {
			going = append(going, person.ID)
		}
	}
	if err := s.Spare(ctx, now, going); err != nil {
		return err
	}
	saved := make([]people.Person, len(changes))
	facts := make([]model.Fact, 0, 2*len(changes))
	for i, change := range changes {
		saved[i] = change.Person
		facts = append(append(facts, people.Changed{Person: change.Person}), change.Facts...)
	}
	if err := s.Save(ctx, saved); err != nil {
		return err
	}
	return s.Record(ctx, facts...)
}

// End works out what ending employments makes of people. Who is not employed beyond the day any more is left out.
func End(ctx context.Context, load Loader, now time.Time, ends []imports.Removal) ([]people.Change, error) {
	ids := make([]string, len(ends))
	for i, end := range ends {
		ids[i] = end.Person
	}
	loaded, err := load.Load(ctx, ids)
	if err != nil {
		return nil, err
	}
	var changes []people.Change
	for _, end := range ends {
		person, ok := loaded[end.Person]
		hire, leave := person.History.Latest()
		if !ok || hire > end.Leave || leave <= end.Leave {
			continue
		}
		target := person.Target(hire)
		target.Leave = end.Leave
		change, err := person.Become(target, hire, now)
		if err != nil {
			return nil, err
		}
		changes = append(changes, change)
	}
	return changes, nil
}

// Changes says whether the rows from start up to end change anything.
func (c *Comparison) Changes(start, end int) bool {
	for _, plan := range c.plans[start:end] {
		if plan.outcome == source.Created || plan.outcome == source.Updated {
			return true
		}
	}
	return false
}

// Results says what would become of the rows from start up to end. It changes nothing.
func (c *Comparison) Results(ctx context.Context, load Loader, start, end int) ([]source.Result, error) {
	_, results, err := c.changes(ctx, load, start, end)
	for i := range results {
		if results[i].Outcome == source.Created {
			results[i].Resource = "" // not yet made
		}
	}
	return results, err
}

func (c *Comparison) changes(ctx context.Context, load Loader, start, end int) ([]people.Change, []source.Result, error) {
	var ids []string
	for at := start; at < end; at++ {
		if plan := &c.plans[at]; plan.outcome == source.Updated {
			ids = append(ids, plan.person)
		}
	}
	loaded, err := load.Load(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var changes []people.Change
	results := make([]source.Result, 0, end-start)
	for at := start; at < end; at++ {
		plan := &c.plans[at]
		result := source.Result{Row: c.rows[at].Number, Outcome: plan.outcome, Refusal: plan.refusal}
		if plan.outcome == source.Created || plan.outcome == source.Updated {
			change, err := c.again(at, loaded)
			if err != nil {
				return nil, nil, err
			}
			changes = append(changes, change)
			result.Changes = change.Fields
		}
		if plan.outcome != source.Refused {
			result.Resource = plan.person
		}
		results = append(results, result)
	}
	return changes, results, nil
}

// again works out once more what a row makes of its person.
func (c *Comparison) again(at int, loaded map[string]people.Person) (people.Change, error) {
	target, err := c.rows[at].target()
	if err != nil {
		return people.Change{}, err
	}
	plan := &c.plans[at]
	if person, ok := loaded[plan.person]; ok && person.Number == "" {
		person.Number = plan.before.Number // freed for another row
		loaded[plan.person] = person
	}
	change, _, err := c.change(at, target, loaded)
	return change, err
}

package people

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// CreatePerson adds somebody.
func CreatePerson(ctx context.Context, s Store, scope model.Scope, naming source.Naming, now time.Time, target Target) (Person, error) {
	target.Post = target.Post.Normal()
	if err := target.Check("person.", "placement."); err != nil {
		return Person{}, err
	}
	if _, err := s.Turn(ctx); err != nil {
		return Person{}, err
	}
	if err := checkPost(ctx, s, scope, now, Post{}, target.Post); err != nil {
		return Person{}, err
	}
	if err := checkIDs(ctx, s, naming, target.Post, nil, target.ExternalIDs); err != nil {
		return Person{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Person{}, err
	}
	person, facts, err := Hired(id.String(), target, now)
	if err != nil {
		return Person{}, err
	}
	return person, save(ctx, s, person, facts)
}

// Effective is a day given, or where none is, today, or the day of hire for somebody who has yet to come.
func (p *Person) Effective(day, today model.Day) model.Day {
	if day != model.NoDay {
		return day
	}
	if hire, _ := p.History.Latest(); hire > today {
		return hire
	}
	return today
}

// UpdatePerson changes what edit changes of the target that it is given. A changed post holds from the day on; without one from today,
// or from the day of hire for somebody who has yet to come. An empty etag demands nothing.
func UpdatePerson(ctx context.Context, s Store, scope model.Scope, naming source.Naming, now time.Time, id, etag string, day model.Day, edit func(Target) (Target, error)) (Person, error) {
	before, today, err := toChange(ctx, s, scope, now, id, etag)
	if err != nil {
		return Person{}, err
	}
	day = before.Effective(day, today)
	was := before.Target(day)
	target, err := edit(was)
	if err != nil {
		return Person{}, err
	}
	target.Post, target.Leave = target.Post.Normal(), was.Leave
	if err := target.Check("person.", "placement."); err != nil {
		return Person{}, err
	}
	_, employed := before.History.On(day)
	switch {
	case target.Hire > was.Leave:
		return Person{}, model.InvalidField("person.hire_date", model.Say("lies after the last day of work", "晚于最后工作日"))
	case !employed && !target.Post.Equal(was.Post):
		return Person{}, ErrNotEmployed
	}
	if err := checkPost(ctx, s, scope, now, was.Post, target.Post); err != nil {
		return Person{}, err
	}
	if err := checkIDs(ctx, s, naming, before.Target(today).Post, was.ExternalIDs, target.ExternalIDs); err != nil {
		return Person{}, err
	}
	change, err := before.Become(target, day, now)
	if err != nil || len(change.Fields) == 0 {
		return before, err
	}
	because := "effective_date"
	if target.Hire != was.Hire {
		because = "person.hire_date"
	}
	if err := checkDays(ctx, s, scope, before.History, change.Person.History, because); err != nil {
		return Person{}, err
	}
	return change.Person, saveChange(ctx, s, now, change)
}

// EndEmployment records the last day of work. It may move one that is known and has not come; who has left cannot leave later.
func EndEmployment(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, leave model.Day) (Person, error) {
	before, today, err := toChange(ctx, s, scope, now, id, etag)
	if err != nil {
		return Person{}, err
	}
	hire, was := before.History.Latest()
	if leave < hire || leave > was && was < today {
		return Person{}, ErrNotEmployed
	}
	target := before.Target(hire)
	target.Leave = leave
	change, err := before.Become(target, hire, now)
	if err != nil || len(change.Fields) == 0 {
		return before, err
	}
	if err := checkDays(ctx, s, scope, before.History, change.Person.History, "leave_date"); err != nil {
		return Person{}, err
	}
	return change.Person, saveChange(ctx, s, now, change)
}

// RehirePerson begins a new employment of somebody who has left. An empty number keeps the old one.
func RehirePerson(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, again Target) (Person, error) {
	before, today, err := toChange(ctx, s, scope, now, id, etag)
	if err != nil {
		return Person{}, err
	}
	target := before.Target(today)
	target.Hire, target.Leave, target.PlannedEnd, target.Post = again.Hire, Open, again.PlannedEnd, again.Post.Normal()
	if again.Number != "" {
		target.Number = again.Number
	}
	if err := target.Check("", "placement."); err != nil {
		return Person{}, err
	}
	if _, left := before.History.Latest(); left >= target.Hire {
		return Person{}, ErrStillEmployed
	}
	if err := checkPost(ctx, s, scope, now, Post{}, target.Post); err != nil {
		return Person{}, err
	}
	change, err := before.Become(target, target.Hire, now)
	if err != nil {
		return Person{}, err
	}
	return change.Person, saveChange(ctx, s, now, change)
}

// toChange waits for the writer's turn and reads a person within the scope whom the caller has seen in this version, and their day.
func toChange(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Person, model.Day, error) {
	if _, err := s.Turn(ctx); err != nil {
		return Person{}, model.NoDay, err
	}
	person, today, err := GetPerson(ctx, s, scope, now, id)
	switch {
	case err != nil:
	case !person.EraseTime.IsZero():
		err = model.ErrNotFound
	default:
		err = person.CheckCurrent(etag)
	}
	return person, today, err
}

func saveChange(ctx context.Context, s Store, now time.Time, change Change) error {
	today, err := Today(ctx, s, &change.Person, now)
	if err != nil {
		return err
	}
	if !change.Person.Lasts(today) {
		if err := s.Spare(ctx, now, []string{change.Person.ID}); err != nil {
			return err
		}
	}
	return save(ctx, s, change.Person, change.Facts)
}

func save(ctx context.Context, s Store, person Person, facts []model.Fact) error {
	if err := checkChain(ctx, s, &person); err != nil {
		return err
	}
	if err := s.Save(ctx, []Person{person}); err != nil {
		return err
	}
	return s.Record(ctx, append([]model.Fact{Changed{person}}, facts...)...)
}

// checkChain refuses a history in which the person would be above themselves on any day.
func checkChain(ctx context.Context, s Store, person *Person) error {
	own := person.History.Stretches()
	if len(own) == 0 {
		return nil
	}
	managers := make([]string, len(own))
	for i, stretch := range own {
		managers[i] = stretch.Manager
	}
	chains, err := s.Chains(ctx, managers)
	if err != nil {
		return err
	}
	chains[person.ID] = own
	if chains.Close(person.ID) {
		return ErrManagerCycle.At("person.placement.manager", model.Say("would stand below the person", "将位于该人员之下"))
	}
	return nil
}

// checkIDs asks whether the caller may say by which ids other systems know whoever has the post. What stays as it was is not asked about.
func checkIDs(ctx context.Context, r Reader, naming source.Naming, post Post, before, after []source.ID) error {
	if source.Same(before, after) {
		return nil
	}
	tree, err := r.Tree(ctx, []string{post.Unit})
	if err == nil && !naming.Post(tree.Path(post.Unit), post.Employer) {
		err = source.ErrIDReserved.At("person.external_ids", source.Reserved)
	}
	return err
}

// checkPost asks whether the scope reaches what a new post names, and whether it is there. What stays as it was is not asked about.
func checkPost(ctx context.Context, s Store, scope model.Scope, now time.Time, before, after Post) error {
	tree, err := s.Tree(ctx, append([]string{after.Unit}, after.Secondary...))
	if err != nil {
		return err
	}
	const unit, secondary, manager = "person.placement.unit", "person.placement.secondary_units", "person.placement.manager"
	if after.Unit != before.Unit || after.Employer != before.Employer {
		path := tree.Path(after.Unit)
		switch {
		case len(path) == 0 || !scope.Reaches(path, after.Employer):
			return model.ErrNotFound.At(unit, model.Unknown)
		case after.Unit != before.Unit && tree[after.Unit].Archived:
			return model.ErrArchived.At(unit, model.Archived)
		}
	}
	for _, id := range after.Secondary {
		path := tree.Path(id)
		switch {
		case slices.Contains(before.Secondary, id):
		case len(path) == 0 || !scope.Sees(path):
			return model.ErrNotFound.At(secondary, model.Unknown)
		case tree[id].Archived:
			return model.ErrArchived.At(secondary, model.Archived)
		}
	}
	if after.Manager == "" || after.Manager == before.Manager {
		return nil
	}
	above, _, err := GetPerson(ctx, s, scope, now, after.Manager)
	if err == nil && !above.EraseTime.IsZero() {
		err = model.ErrNotFound
	}
	if errors.Is(err, model.ErrNotFound) {
		return model.ErrNotFound.At(manager, model.Unknown)
	}
	return err
}

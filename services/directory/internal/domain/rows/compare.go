package rows

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// chunk is how many people are read at a time.
const chunk = 1000

// Loader reads people by their ids; who does not exist is left out.
type Loader interface {
	Load(ctx context.Context, ids []string) (map[string]people.Person, error)
}

// Terms are the terms on which rows are brought in.
type Terms struct {
	Scope model.Scope
	// Naming is where rows may bring ids that nobody has.
	Naming source.Naming
	Now    time.Time
	// Effective is the day from which changed posts hold; model.NoDay for everybody's today.
	Effective model.Day
	// NewID makes the id of the new person of a row. A row that is compared again must get the same.
	NewID func(row *Row) (string, error)
}

// Comparison is what rows would make of the directory as it was known.
type Comparison struct {
	terms Terms
	known Known
	rows  []Row
	plans []plan
	// ids are the people that a source's ids will mean once the rows are applied.
	ids map[source.ID]string
}

// plan is what shall become of one row.
type plan struct {
	person  string
	outcome source.Outcome
	refusal *model.Fault
	// before and after are the person's staff numbers; the zero Number where there is none.
	before, after Number
	// managers are those that the row newly names, and stretches the person's managers after it, where they change.
	managers  []string
	stretches []people.Stretch
	// going: the row leaves the person with no employment of which no end is known.
	going bool
}

// Compare plans what shall become of the rows. It changes nothing.
func Compare(ctx context.Context, load Loader, terms Terms, known Known, rows []Row) (*Comparison, error) {
	c := &Comparison{terms: terms, known: known, rows: rows, plans: make([]plan, len(rows)), ids: make(map[source.ID]string, len(rows))}
	targets, err := c.identify()
	if err != nil {
		return nil, err
	}
	for start := 0; start < len(rows); start += chunk {
		end := min(start+chunk, len(rows))
		loaded, err := load.Load(ctx, c.existing(start, end))
		if err != nil {
			return nil, err
		}
		for at := start; at < end; at++ {
			if c.plans[at].refusal == nil {
				c.plan(at, targets[at], loaded)
			}
		}
	}
	c.settle()
	return c, nil
}

// identify finds out whom the rows are about, and refuses those that nobody can be and those that stand twice.
func (c *Comparison) identify() ([]people.Target, error) {
	for id, person := range c.known.People {
		c.ids[id] = person
	}
	targets := make([]people.Target, len(c.rows))
	first := make(map[source.ID]int, len(c.rows))
	for at := range c.rows {
		row := &c.rows[at]
		target, err := row.target()
		if before, again := first[row.ID]; again && row.ID.ID != "" {
			c.refuse(before, source.ErrRowTwice.At("external_id", model.Say("stands in more than one row", "在多行中出现")))
			err = source.ErrRowTwice.At("external_id", model.Say("stands in more than one row", "在多行中出现"))
		}
		first[row.ID] = at
		if c.refuse(at, err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		targets[at] = target
		person, exists := c.known.People[row.ID]
		if !exists {
			if person, err = c.terms.NewID(row); err != nil {
				return nil, err
			}
			c.plans[at].outcome = source.Created
			c.ids[row.ID] = person
		}
		c.plans[at].person = person
	}
	return targets, nil
}

// refuse refuses a row if the error is a refusal.
func (c *Comparison) refuse(at int, err error) bool {
	refusal, ok := errors.AsType[*model.Fault](err)
	if ok {
		c.plans[at].outcome, c.plans[at].refusal = source.Refused, refusal
	}
	return ok
}

func (c *Comparison) existing(start, end int) []string {
	var ids []string
	for at := start; at < end; at++ {
		if plan := &c.plans[at]; plan.refusal == nil && plan.outcome != source.Created {
			ids = append(ids, plan.person)
		}
	}
	return ids
}

// plan compares one row with the person that it is about.
func (c *Comparison) plan(at int, target people.Target, loaded map[string]people.Person) {
	plan := &c.plans[at]
	change, before, err := c.change(at, target, loaded)
	if c.refuse(at, err) {
		return
	}
	after := change.Person
	plan.after = Number{after.Employer(), after.Number}
	switch {
	case plan.outcome == source.Created:
	case len(change.Fields) == 0:
		plan.outcome = source.Unchanged
		plan.before = plan.after
		return
	default:
		plan.outcome = source.Updated
		plan.before = Number{before.Employer(), before.Number}
	}
	plan.going = !after.Lasts(after.History.Today(c.known.Tree, c.terms.Now))
	was := before.History.Stretches()
	if is := after.History.Stretches(); !slices.Equal(was, is) {
		plan.stretches = is
		for _, stretch := range is {
			if !slices.ContainsFunc(was, func(s people.Stretch) bool { return s.Manager == stretch.Manager }) {
				plan.managers = append(plan.managers, stretch.Manager)
			}
		}
	}
}

// change works out what a row makes of its person, without regard to the other rows. Every error is a refusal.
func (c *Comparison) change(at int, target people.Target, loaded map[string]people.Person) (people.Change, people.Person, error) {
	row, plan := &c.rows[at], &c.plans[at]
	before, reached := loaded[plan.person]
	reached = reached && before.Within(c.terms.Scope, before.History.Today(c.known.Tree, c.terms.Now), c.known.Tree)
	if !reached && c.terms.Naming.None() {
		// Whether the id is free or somebody's out of reach must look the same.
		return people.Change{}, people.Person{}, errIDReserved
	}
	if err := c.resolve(row.ID.Source, &target.Post); err != nil {
		return people.Change{}, people.Person{}, err
	}
	target.Post = target.Post.Normal()
	if plan.outcome == source.Created {
		target.ExternalIDs = []source.ID{row.ID}
		if err := c.allowed(people.Post{}, target.Post); err != nil {
			return people.Change{}, people.Person{}, err
		}
		if !c.terms.Naming.Post(c.known.Tree.Path(target.Post.Unit), target.Post.Employer) {
			return people.Change{}, people.Person{}, errIDReserved
		}
		person, facts, err := people.Hired(plan.person, target, c.terms.Now)
		return people.Change{Person: person, Facts: facts}, people.Person{}, err
	}
	if !reached {
		return people.Change{}, before, model.ErrNotFound.At("external_id", model.Unknown)
	}
	target.ExternalIDs = before.ExternalIDs
	day := c.terms.Effective
	if day == model.NoDay {
		day = before.History.Today(c.known.Tree, c.terms.Now)
	}
	day = max(day, target.Hire)
	// A new employment takes its post from the row though it should end before the day.
	if _, left := before.History.Latest(); day <= target.Leave || target.Hire > left {
		if err := c.allowed(standing(before.History, day, target.Hire), target.Post); err != nil {
			return people.Change{}, before, err
		}
	}
	change, err := before.Become(target, day, c.terms.Now)
	if err == nil && !people.MayTouch(c.terms.Scope, c.known.Tree, before.History, change.Person.History) {
		err = model.ErrNotFound.At("external_id", model.Say("is that of somebody who is not known on all of the days", "所属人员并非在所有涉及的日期都存在"))
	}
	return change, before, err
}

var errIDReserved = source.ErrIDReserved.At("external_id", model.Say("is not that of anybody within reach", "不属于权限范围内的任何人员"))

// standing is the post that a row is compared with: none for a new employment.
func standing(history people.History, day, hire model.Day) people.Post {
	if _, left := history.Latest(); hire > left {
		return people.Post{}
	}
	placement, _ := history.Shown(day)
	return placement.Post
}

// allowed asks whether the scope reaches what a new post names. What stays as it was is not asked about.
func (c *Comparison) allowed(before, after people.Post) error {
	tree := c.known.Tree
	if after.Unit != before.Unit || after.Employer != before.Employer {
		switch {
		case !c.terms.Scope.Reaches(tree.Path(after.Unit), after.Employer):
			return source.ErrUnknownUnit.At("unit", model.Unknown)
		case after.Unit != before.Unit && tree[after.Unit].Archived:
			return model.ErrArchived.At("unit", model.Archived)
		}
	}
	for _, unit := range after.Secondary {
		switch {
		case slices.Contains(before.Secondary, unit):
		case !c.terms.Scope.Sees(tree.Path(unit)):
			return source.ErrUnknownUnit.At("secondary_units", model.Say("holds a unit that is not known", "含有不存在的单元"))
		case tree[unit].Archived:
			return model.ErrArchived.At("secondary_units", model.Say("holds a unit that has been archived", "含有已归档的单元"))
		}
	}
	return nil
}

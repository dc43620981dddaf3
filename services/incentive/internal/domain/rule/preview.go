package rule

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

const (
	// mostPast is how many facts a preview looks at, pageOfPast how many at once.
	mostPast, pageOfPast = 20_000, 1000
	// floor is how many people must be granted points for figures to be shown.
	floor = 5
)

// Figures are what a rule would have granted.
type Figures struct {
	// Facts of its type are about those whom it is for.
	Facts int64
	// Grants, Points and People are 0 where BelowFloor says that they are of too few people to be shown, and so is Facts where these are.
	Grants, Points, People int64
	BelowFloor             bool
}

// Preview says what the draft of a rule would have granted, had it been active, for the facts between two times that are kept. It goes the
// way that facts go when they come, in the order in which they came, and remembers what it granted in memory.
func Preview(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string, from, to time.Time) (Figures, error) {
	found, err := Get(ctx, r, scope, id)
	if err != nil {
		return Figures{}, err
	}
	grants, about, err := simulate(ctx, r, now, found, from, to)
	if err != nil {
		return Figures{}, err
	}
	figures := Figures{Facts: about.facts, Grants: int64(len(grants))}
	people := map[string]bool{}
	for _, g := range grants {
		figures.Points += g.Amount
		people[g.Person] = true
	}
	figures.People = int64(len(people))
	switch {
	case few(len(about.people)):
		return Figures{BelowFloor: true}, nil
	case few(len(people)):
		return Figures{Facts: about.facts, BelowFloor: true}, nil
	}
	return figures, nil
}

func few(people int) bool { return people > 0 && people < floor }

// reached is what happened to those whom a rule is for.
type reached struct {
	facts  int64
	people map[string]bool
}

func simulate(ctx context.Context, r Reader, now time.Time, of Rule, from, to time.Time) (grants []Grant, about reached, err error) {
	about.people = map[string]bool{}
	machine, err := newMachine(Live{Version{Rule: of.ID, Number: of.Published + 1, Spec: of.Spec}, of.OwnerUnit, of.Employer})
	if err != nil {
		return nil, about, err
	}
	looked := 0
	known, memory := &cached{People: r, above: map[string][]string{}}, &dream{sums: map[sumKey]int64{}, at: map[string][]time.Time{}, done: map[string]bool{}}
	for above := int64(0); ; {
		page, err := r.Past(ctx, of.Spec.On, above, from, to, pageOfPast)
		if err != nil {
			return nil, about, err
		}
		for _, f := range page {
			above = f.Number
			if looked++; looked > mostPast {
				return nil, about, ErrTooManyFacts
			}
			// What happened to others is nothing that whoever reaches this rule is told of.
			if in, err := machine.reaches(ctx, known, f.Fact); err != nil {
				return nil, about, err
			} else if in {
				about.facts++
				if f.Person != "" {
					about.people[f.Person] = true
				}
			}
			more, err := machine.grant(ctx, known, memory, now, f.Fact)
			if err != nil {
				return nil, about, err
			}
			made, _ := split(more)
			grants = append(grants, made...)
		}
		if len(page) < pageOfPast {
			return grants, about, nil
		}
	}
}

// cached remembers where units stand, and where the last person works.
type cached struct {
	People
	above map[string][]string
	last  struct {
		person string
		at     time.Time
		place  staff.Place
		err    error
	}
}

// Workplace is where a person works.
func (c *cached) Workplace(ctx context.Context, person string, at time.Time) (staff.Place, error) {
	if c.last.person != person || !c.last.at.Equal(at) {
		c.last.person, c.last.at = person, at
		c.last.place, c.last.err = c.People.Workplace(ctx, person, at)
	}
	return c.last.place, c.last.err
}

// Above is a unit and all above it.
func (c *cached) Above(ctx context.Context, unit string) ([]string, error) {
	if path, ok := c.above[unit]; ok {
		return path, nil
	}
	path, err := c.People.Above(ctx, unit)
	c.above[unit] = path
	return path, err
}

var _ staff.Reader = (*cached)(nil)

// dream remembers what was granted in no database.
type dream struct {
	sums map[sumKey]int64
	at   map[string][]time.Time
	done map[string]bool
}

// sumKey is a person, "" for all, and a period.
type sumKey struct {
	person string
	period model.Day
}

// Granted says whether a fact was granted for.
func (d *dream) Granted(_ context.Context, _, fact string) (bool, error) { return d.done[fact], nil }

// Sums are the points of a period.
func (d *dream) Sums(_ context.Context, _ string, period model.Day, people []string) (total int64, each map[string]int64, err error) {
	each = make(map[string]int64, len(people))
	for _, person := range people {
		each[person] = d.sums[sumKey{person, period}]
	}
	return d.sums[sumKey{"", period}], each, nil
}

// Near are the people with a grant between two times.
func (d *dream) Near(_ context.Context, _ string, people []string, after, before time.Time) (map[string]bool, error) {
	near := map[string]bool{}
	for _, person := range people {
		for _, at := range d.at[person] {
			if at.After(after) && at.Before(before) {
				near[person] = true
			}
		}
	}
	return near, nil
}

// Remember keeps grants.
func (d *dream) Remember(_ context.Context, grants []Grant) error {
	for _, g := range grants {
		d.done[g.Fact] = true
		d.at[g.Person] = append(d.at[g.Person], g.Time)
		d.sums[sumKey{g.Person, g.Period}] += g.Amount
		d.sums[sumKey{"", g.Period}] += g.Amount
	}
	return nil
}

var _ Memory = (*dream)(nil)

// kept is a fact that counts.
func kept(facts []fact.Kept) (counting, withdrawn []fact.Kept) {
	for _, f := range facts {
		if f.Withdrawn {
			withdrawn = append(withdrawn, f)
		} else {
			counting = append(counting, f)
		}
	}
	return counting, withdrawn
}

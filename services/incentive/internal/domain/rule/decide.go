package rule

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Profile is what a condition may ask of a person at the time of a fact.
type Profile struct {
	staff.Place
	// Path is their unit and all above it.
	Path []string
}

// People tells who worked where.
type People = staff.Reader

// Memory remembers what a rule has granted.
type Memory interface {
	// Granted says whether the rule has granted anything for the fact.
	Granted(ctx context.Context, rule, fact string) (bool, error)
	// Sums are the points of a period: of all, and of each of the people who have any.
	Sums(ctx context.Context, rule string, period model.Day, people []string) (total int64, each map[string]int64, err error)
	// Near are those of the people who were granted points for a fact between two times, without these.
	Near(ctx context.Context, rule string, people []string, after, before time.Time) (map[string]bool, error)
	Remember(ctx context.Context, grants []Grant) error
}

// machine is a version that can be asked.
type machine struct {
	Live
	program
	zone *time.Location
}

func newMachine(l Live) (machine, error) {
	p, err := compile(l.Spec)
	if err != nil {
		return machine{}, err
	}
	zone, err := time.LoadLocation(l.Spec.Zone)
	return machine{l, p, zone}, err
}

// grant decides what the rule grants for a fact, and has it remembered, but not what it refuses itself. Preview and life both go this way.
func (m machine) grant(ctx context.Context, people People, memory Memory, now time.Time, f fact.Fact) ([]Grant, error) {
	day := model.DayOf(f.Time.In(m.zone))
	if f.Type != m.Spec.On || day < m.Spec.Start || m.Spec.End != model.NoDay && day > m.Spec.End {
		return nil, nil
	}
	key := m.key(f)
	if done, err := memory.Granted(ctx, m.Rule, key); err != nil || done {
		return nil, err
	}
	whom, each, err := m.whom(ctx, people, f)
	if err != nil || len(whom) == 0 {
		return nil, err
	}
	period := m.Spec.Period.first(day)
	if each == 0 {
		return m.tooSmall(f, whom, period, now), nil
	}
	if whom, err = m.rested(ctx, memory, whom, f.Time); err != nil || len(whom) == 0 {
		return nil, err
	}
	total, sums, err := memory.Sums(ctx, m.Rule, period, whom)
	if err != nil {
		return nil, err
	}
	var grants []Grant
	for _, person := range whom {
		points := left(m.Spec.TotalCap, total, left(m.Spec.PersonCap, sums[person], each))
		if points == 0 {
			continue
		}
		total += points
		grants = append(grants, m.grantOf(f, key, person, points, period, now))
	}
	return grants, memory.Remember(ctx, grants)
}

func (m machine) grantOf(f fact.Fact, key, person string, points int64, period model.Day, now time.Time) Grant {
	return Grant{
		ID: wallet.ID("rule", m.Rule, key, person).String(), Rule: m.Rule, Version: m.Number, On: f.Type, Resource: f.Resource, Time: f.Time,
		Fact: key, Person: person, Amount: points, Period: period, CreateTime: now,
	}
}

// tooSmall refuses a share of less than a point. It is told once a period, of whichever fact: a rule whose amount is too small for a large unit is
// so for each of its facts.
func (m machine) tooSmall(f fact.Fact, whom []string, period model.Day, now time.Time) []Grant {
	key := strings.Join([]string{"share", f.Unit, period.String()}, "|")
	refused := make([]Grant, len(whom))
	for i, person := range whom {
		refused[i] = m.grantOf(f, key, person, 0, period, now)
		refused[i].Refusal = ShareTooSmall
	}
	return refused
}

// key names what is granted for once: a fact, and for a team what several of its people took part in.
func (m machine) key(f fact.Fact) string {
	if m.Spec.Share == ToTeam {
		f.Person = ""
	}
	return f.Key()
}

// whom are those who share in a fact, in the order of their ids, and what each gets if nothing caps it: 0 where it is less than a point.
func (m machine) whom(ctx context.Context, people People, f fact.Fact) (whom []string, each int64, err error) {
	if m.Spec.Share == ToTeam {
		return m.team(ctx, people, f)
	}
	place, err := people.Workplace(ctx, f.Person, f.Time)
	if errors.Is(err, model.ErrNotFound) {
		return nil, 0, nil
	}
	if err != nil || m.Employer != "" && place.Employer != m.Employer {
		return nil, 0, err
	}
	path, err := people.Above(ctx, place.Unit)
	if err != nil || !slices.Contains(path, m.OwnerUnit) {
		return nil, 0, err
	}
	points := m.points(f, &Profile{place, path})
	if points == 0 {
		return nil, 0, nil
	}
	return []string{f.Person}, points, nil
}

func (m machine) team(ctx context.Context, people People, f fact.Fact) (whom []string, each int64, err error) {
	points := m.points(f, nil)
	if f.Unit == "" || points == 0 {
		return nil, 0, nil
	}
	path, err := people.Above(ctx, f.Unit)
	if err != nil || !slices.Contains(path, m.OwnerUnit) {
		return nil, 0, err
	}
	var employers []string
	if m.Employer != "" {
		employers = []string{m.Employer}
	}
	places, err := people.Workplaces(ctx, f.Time, []string{f.Unit}, employers)
	if err != nil || len(places) == 0 {
		return nil, 0, err
	}
	for _, place := range places {
		whom = append(whom, place.Person)
	}
	slices.Sort(whom)
	return whom, points / int64(len(whom)), nil
}

// reaches says whether a fact is about somebody whom the rule is for, or about a unit of theirs where it is about nobody.
func (m machine) reaches(ctx context.Context, people People, f fact.Fact) (bool, error) {
	unit := f.Unit
	if f.Person != "" {
		place, err := people.Workplace(ctx, f.Person, f.Time)
		if errors.Is(err, model.ErrNotFound) {
			return false, nil
		}
		if err != nil || m.Employer != "" && place.Employer != m.Employer {
			return false, err
		}
		unit = place.Unit
	}
	if unit == "" {
		return false, nil
	}
	path, err := people.Above(ctx, unit)
	return slices.Contains(path, m.OwnerUnit), err
}

// rested leaves out those who were granted points too close to the time.
func (m machine) rested(ctx context.Context, memory Memory, whom []string, at time.Time) ([]string, error) {
	if m.Spec.CoolDown == 0 {
		return whom, nil
	}
	near, err := memory.Near(ctx, m.Rule, whom, at.Add(-m.Spec.CoolDown), at.Add(m.Spec.CoolDown))
	return slices.DeleteFunc(whom, func(person string) bool { return near[person] }), err
}

package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/people"
)

func TestPeople(t *testing.T) {
	cases := map[string]func(*testing.T, rig){
		"keeping": peopleKept, "what is unique": peopleUnique, "rollback": peopleUndone, "parallel": peopleTogether,
		"collation": peopleInOrder, "paging": peoplePaged,
	}
	for name, test := range cases {
		cases[name] = func(t *testing.T, r rig) {
			r.units(t, team("u", ""), team("v", "")) // where they work
			test(t, r)
		}
	}
	contract(t, cases)
}

func someone(id, number string) domain.Person {
	return domain.Person{
		Header: model.NewHeader(id, at), DisplayName: "李娜 🙂", Number: number, Language: "zh-CN", PlannedEnd: model.NoDay,
		ExternalIDs: []source.ID{{Source: "hris", ID: id}},
		History:     domain.History{{Post: domain.Post{Unit: "u", Employer: "acme"}, From: 100, To: domain.Open, Hire: 100}},
	}
}

func (r rig) people(t *testing.T, all ...domain.Person) {
	t.Helper()
	r.write(t, func(ctx context.Context, s stores) error { return s.people.Save(ctx, all) })
}

func (r rig) person(t *testing.T, id string) domain.Person {
	t.Helper()
	person, err := people.NewReader(r.Read()).Person(t.Context(), id)
	require.NoError(t, err)
	return person
}

func peopleKept(t *testing.T, r rig) {
	full := someone("p", "1")
	full.PlannedEnd, full.UpdateTime = 900, at.Add(time.Microsecond)
	full.ExternalIDs = []source.ID{{Source: "acd", ID: "Ä 1"}, {Source: "hris", ID: "p"}}
	full.History = domain.History{
		{Post: domain.Post{Unit: "u", Secondary: []string{"v", "w"}, Manager: "q", Employer: "acme", LegalEntity: "l", Position: "o", Shift: "s", Channel: "c"}, From: -5, To: 9, Hire: -5},
		{Post: domain.Post{Unit: "v"}, From: 10, To: domain.Open, Hire: -5},
	}
	r.people(t, full, someone("other", "2"))
	same(t, full, r.person(t, "p"))
	_, err := people.NewReader(r.Read()).Person(t.Context(), "P")
	require.ErrorIs(t, err, model.ErrNotFound)

	less := someone("p", "3")
	less.Version, less.ExternalIDs = 2, nil
	tombstone := domain.Person{
		Header: model.Header{ID: "other", Version: 2, CreateTime: at, UpdateTime: at}, PlannedEnd: model.NoDay, EraseTime: at.Add(time.Hour),
	}
	r.people(t, less, tombstone)
	same(t, less, r.person(t, "p"))
	same(t, tombstone, r.person(t, "other"))
}

func peopleUnique(t *testing.T, r rig) {
	r.people(t, someone("p", "a"))
	for name, test := range map[string]struct {
		change func(*domain.Person)
		field  string
	}{
		"the number of another":            {func(p *domain.Person) { p.Number = "a" }, "number"},
		"an id of another":                 {func(p *domain.Person) { p.ExternalIDs = []source.ID{{Source: "hris", ID: "p"}} }, "external_ids"},
		"a number in other letters":        {func(p *domain.Person) { p.Number = "A" }, ""},
		"an id in other letters":           {func(p *domain.Person) { p.ExternalIDs = []source.ID{{Source: "hris", ID: "P"}} }, ""},
		"that id in another source":        {func(p *domain.Person) { p.ExternalIDs = []source.ID{{Source: "acd", ID: "p"}} }, ""},
		"that number with another company": {func(p *domain.Person) { p.Number, p.History[0].Employer = "a", "vendor" }, ""},
		"no number":                        {func(p *domain.Person) { p.Number = "" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			person := someone("of "+name, "of "+name)
			test.change(&person)
			err := r.try(t.Context(), func(ctx context.Context, s stores) error { return s.people.Save(ctx, []domain.Person{person}) })
			if test.field != "" {
				taken(t, err, test.field)
				return
			}
			require.NoError(t, err)
		})
	}
	failed := r.together(t, 8, func(ctx context.Context, s stores, n int) error {
		return s.people.Save(ctx, []domain.Person{someone(fmt.Sprint("racer ", n), "raced for")})
	})
	require.Len(t, failed, 7)
	for _, err := range failed {
		taken(t, err, "number")
	}
}

func peopleUndone(t *testing.T, r rig) {
	r.people(t, someone("p", "1"))
	before := r.person(t, "p")
	r.undone(t, func(ctx context.Context, s stores) error {
		after := someone("p", "2")
		after.Version, after.ExternalIDs, after.History[0].Unit = 2, nil, "v"
		return s.people.Save(ctx, []domain.Person{after, someone("q", "3")})
	})
	same(t, before, r.person(t, "p"))
	_, err := people.NewReader(r.Read()).Person(t.Context(), "q")
	require.ErrorIs(t, err, model.ErrNotFound)
	r.people(t, someone("q", "2"))
}

// Whoever has waited for the turn reads what those before have written.
func peopleTogether(t *testing.T, r rig) {
	r.people(t, someone("p", "1"))
	const times = 12
	failed := r.together(t, times, func(ctx context.Context, s stores, _ int) error {
		if _, err := s.people.Turn(ctx); err != nil {
			return err
		}
		person, err := s.people.Person(ctx, "p")
		if err != nil {
			return err
		}
		person.Version++
		person.History[0].From--
		return s.people.Save(ctx, []domain.Person{person})
	})
	require.Empty(t, failed)
	person := r.person(t, "p")
	require.EqualValues(t, 1+times, person.Version)
	require.EqualValues(t, 100-times, person.History[0].From)
}

func peopleInOrder(t *testing.T, r rig) {
	require.True(t, slices.IsSorted(odd))
	for i, number := range odd {
		r.people(t, someone(fmt.Sprintf("p%02d", len(odd)-i), number))
	}
	read := people.NewReader(r.Read())
	which := domain.Wanted{Now: at, AsOf: 100}
	for _, desc := range []bool{false, true} {
		got := pages(t, model.List{Order: []model.Order{{Field: "number", Desc: desc}}},
			func(l model.List) ([]domain.Person, error) {
				return read.People(t.Context(), model.Everything(), l, which)
			},
			func(p domain.Person) []any { return []any{p.Number, p.ID} }, func(p domain.Person) string { return p.Number }, func(int) {})
		want := slices.Clone(odd)
		if desc {
			slices.Reverse(want)
		}
		require.Equal(t, want, got)
	}
	for _, number := range odd {
		found, err := read.People(t.Context(), model.Everything(), model.List{Size: 20, Conditions: []model.Condition{{Field: "number", Op: "=", Value: number}}}, which)
		require.NoError(t, err)
		require.Len(t, found, 1, number)
	}
}

// Equal instants are kept apart by the id, and who comes in between neither repeats nor hides anybody.
func peoplePaged(t *testing.T, r rig) {
	for _, id := range []string{"d", "b", "f"} {
		r.people(t, someone(id, id))
	}
	read := people.NewReader(r.Read())
	got := pages(t, model.List{Order: []model.Order{{Field: "create_time", Desc: true}}},
		func(l model.List) ([]domain.Person, error) {
			return read.People(t.Context(), model.Everything(), l, domain.Wanted{Now: at, AsOf: 100})
		},
		func(p domain.Person) []any { return []any{db.Micros(p.CreateTime), p.ID} }, func(p domain.Person) string { return p.ID },
		func(page int) {
			if page == 0 {
				r.people(t, someone("e", "e"), someone("g", "g"))
			}
		})
	require.Equal(t, []string{"f", "e", "d", "b"}, got)
}

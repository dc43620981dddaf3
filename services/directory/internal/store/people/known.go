package people

import (
	"context"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// KnownTo is what rows of any size are compared with for somebody who may reach everything: the whole directory, as one source knows it.
func (r Reader) KnownTo(ctx context.Context, now time.Time, from string) (rows.Known, error) {
	known := rows.Known{Managers: map[string]bool{}, Holders: map[rows.Number]string{}}
	var err error
	if known.Tree, err = r.Tree(ctx, nil); err != nil {
		return known, err
	}
	if known.Administrators, err = access.Lasting(ctx, accessstore.NewReader(r.q), now); err != nil {
		return known, err
	}
	if known.Units, err = r.bySource(ctx, tables.Unit, from, nil); err != nil {
		return known, err
	}
	if known.People, err = r.bySource(ctx, tables.Person, from, nil); err != nil {
		return known, err
	}
	if known.Chains, err = r.Chains(ctx, nil); err != nil {
		return known, err
	}
	holders, err := r.holders(ctx, "erase_time IS NULL")
	for _, h := range holders {
		known.Managers[h.person] = true
		if h.Number.Number != "" {
			known.Holders[h.Number] = h.person
		}
	}
	return known, err
}

// KnownFor is what some rows are compared with, read for these rows alone.
func (r Reader) KnownFor(ctx context.Context, scope model.Scope, now time.Time, batch []rows.Row) (rows.Known, error) {
	known := rows.Known{
		Units: map[source.ID]string{}, People: map[source.ID]string{}, Holders: map[rows.Number]string{}, Managers: map[string]bool{},
	}
	var err error
	if known.Tree, err = r.Tree(ctx, nil); err != nil {
		return known, err
	}
	if known.Administrators, err = access.Lasting(ctx, accessstore.NewReader(r.q), now); err != nil {
		return known, err
	}
	units, people, numbers := map[string][]string{}, map[string][]string{}, make([]string, len(batch))
	for i, row := range batch {
		from := row.ID.Source
		units[from] = append(append(units[from], row.Unit), row.Secondary...)
		people[from] = append(people[from], row.ID.ID, row.Manager)
		numbers[i] = row.StaffNumber
	}
	if err := r.collect(ctx, tables.Unit, units, known.Units); err != nil {
		return known, err
	}
	if err := r.collect(ctx, tables.Person, people, known.People); err != nil {
		return known, err
	}
	numbers = tables.Storable(numbers)
	holders, err := r.holders(ctx, "number IN "+db.In(1, len(numbers)), tables.Args(numbers)...)
	if err != nil {
		return known, err
	}
	for _, h := range holders {
		known.Holders[h.Number] = h.person
	}
	return known, r.managers(ctx, scope, now, batch, &known)
}

// managers finds whom the rows may name as managers, and who stands above those.
func (r Reader) managers(ctx context.Context, scope model.Scope, now time.Time, batch []rows.Row, known *rows.Known) error {
	var named []string
	for _, row := range batch {
		if id, ok := known.People[source.ID{Source: row.ID.Source, ID: row.Manager}]; ok {
			named = append(named, id)
		} else if id, ok := strings.CutPrefix(row.Manager, "people/"); ok {
			named = append(named, id)
		}
	}
	named = tables.Storable(named)
	found, err := r.Load(ctx, named)
	if err != nil {
		return err
	}
	for id, person := range found {
		known.Managers[id] = person.EraseTime.IsZero() && person.Within(scope, person.History.Today(known.Tree, now), known.Tree)
	}
	// Also those of the rows' own people: a row that is refused leaves its person with the managers that they have.
	for _, person := range known.People {
		named = append(named, person)
	}
	if len(named) > 0 {
		known.Chains, err = r.Chains(ctx, named)
	}
	return err
}

func (r Reader) collect(ctx context.Context, kind tables.Kind, wanted map[string][]string, into map[source.ID]string) error {
	for from, ids := range wanted {
		found, err := r.bySource(ctx, kind, from, ids)
		if err != nil {
			return err
		}
		for id, resource := range found {
			into[id] = resource
		}
	}
	return nil
}

func (r Reader) bySource(ctx context.Context, kind tables.Kind, from string, ids []string) (map[source.ID]string, error) {
	found, err := tables.BySource(ctx, r.q, kind, from, ids)
	if err != nil {
		return nil, err
	}
	known := make(map[source.ID]string, len(found))
	for id, resource := range found {
		known[source.ID{Source: from, ID: id}] = resource
	}
	return known, nil
}

type holder struct {
	person string
	rows.Number
}

func (r Reader) holders(ctx context.Context, where string, args ...any) ([]holder, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (h holder, err error) {
		err = scan(&h.person, &h.Employer, &h.Number.Number)
		return h, err
	}, "SELECT id, COALESCE(employer, ''), COALESCE(number, '') FROM person WHERE "+where, args...)
}

package roster

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// openEnd stands for the last day of a placement that has none yet.
const openEnd = math.MaxInt32

// applyUnits brings units up to date. A version that is not newer than the one kept changes nothing.
func applyUnits(ctx context.Context, tx *db.Tx, units []*directoryv1.RosterUnit) error {
	units = newest(units, (*directoryv1.RosterUnit).GetUnit)
	if len(units) == 0 {
		return nil
	}
	var args []any
	for _, unit := range units {
		args = append(args, model.ID(unit.GetUnit()), unit.GetVersion(), model.ID(unit.GetParent()), model.ID(unit.GetSite()), unit.GetArchived())
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO roster_unit (unit, version, parent, site, archived) VALUES `+values(len(units), 5)+`
		ON CONFLICT (unit) DO UPDATE SET version = excluded.version, parent = excluded.parent, site = excluded.site, archived = excluded.archived
		WHERE roster_unit.version < excluded.version`, args...)
	return err
}

// applyPeople brings people and their placements up to date. A version that is not newer than the one kept changes nothing, and
// nothing brings an erased person back.
func applyPeople(ctx context.Context, tx *db.Tx, people []*directoryv1.RosterPerson) error {
	people = newest(people, (*directoryv1.RosterPerson).GetPerson)
	// Those who are new have no placements to delete: PostgreSQL, which knows nothing yet about a table that is being filled,
	// would look through all of it each time.
	fresh, err := upsertPeople(ctx, tx, people, `DO NOTHING`)
	if err != nil {
		return err
	}
	known := slices.DeleteFunc(slices.Clone(people), func(p *directoryv1.RosterPerson) bool { return fresh[model.ID(p.GetPerson())] })
	changed, err := upsertPeople(ctx, tx, known, `
		(person) DO UPDATE SET version = excluded.version, erased = excluded.erased
		WHERE roster_person.version < excluded.version AND NOT roster_person.erased`)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		var args []any
		for id := range changed {
			args = append(args, id)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM roster_placement WHERE person IN `+db.In(1, len(args)), args...); err != nil {
			return err
		}
	}
	return insertPlacements(ctx, tx, slices.DeleteFunc(people, func(p *directoryv1.RosterPerson) bool {
		id := model.ID(p.GetPerson())
		return p.GetErased() || !fresh[id] && !changed[id]
	}))
}

// upsertPeople returns the ids of the rows that it wrote.
func upsertPeople(ctx context.Context, tx *db.Tx, people []*directoryv1.RosterPerson, onConflict string) (map[string]bool, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var args []any
	for _, person := range people {
		args = append(args, model.ID(person.GetPerson()), person.GetVersion(), person.GetErased())
	}
	rows, err := tx.QueryContext(ctx, `
		INSERT INTO roster_person (person, version, erased) VALUES `+values(len(people), 3)+`
		ON CONFLICT `+onConflict+` RETURNING person`, args...)
	if err != nil {
		return nil, err
	}
	ids, err := collect(rows, func(scan func(...any) error, id *string) error { return scan(id) })
	written := make(map[string]bool, len(ids))
	for _, id := range ids {
		written[id] = true
	}
	return written, err
}

func insertPlacements(ctx context.Context, tx *db.Tx, people []*directoryv1.RosterPerson) error {
	var args []any
	for _, person := range people {
		for _, placement := range person.GetPlacements() {
			row, err := placementRow(person.GetPerson(), placement)
			if err != nil {
				return err
			}
			args = append(args, row...)
		}
	}
	const width = 9
	// Few people have many placements; what one statement can take is bounded.
	for part := range slices.Chunk(args, atOnce*width) {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO roster_placement (person, from_day, to_day, unit, employer, manager, position, shift, channel)
			VALUES `+values(len(part)/width, width), part...)
		if err != nil {
			return err
		}
	}
	return nil
}

func placementRow(person string, p *directoryv1.RosterPlacement) ([]any, error) {
	from, err := model.ParseDay(p.GetFromDate())
	if err != nil || from == model.NoDay {
		return nil, event.Permanent(fmt.Errorf("roster: %s is placed from %q", person, p.GetFromDate()))
	}
	to, err := model.ParseDay(p.GetToDate())
	if err != nil {
		return nil, event.Permanent(fmt.Errorf("roster: %s is placed to %q", person, p.GetToDate()))
	}
	if to == model.NoDay {
		to = openEnd
	}
	return []any{
		model.ID(person), int64(from), int64(to), model.ID(p.GetUnit()), p.GetEmployer(), model.ID(p.GetManager()),
		p.GetPosition(), p.GetShift(), p.GetChannel(),
	}, nil
}

// Erase takes a person out of the copy for good. Only the bare id stays, to refuse what is still under way.
func Erase(ctx context.Context, tx *db.Tx, person string) error {
	// Waits for those who Hold, so that their work is there to be erased from.
	if tx.Engine() == db.Postgres {
		if _, err := tx.ExecContext(ctx, `SELECT one FROM roster_state FOR UPDATE`); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO roster_person (person, version, erased) VALUES ($1, 0, TRUE)
		ON CONFLICT (person) DO UPDATE SET erased = TRUE`, person)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM roster_placement WHERE person = $1`, person)
	return err
}

// newest sorts by id, so that two writers lock rows in one order, and keeps the newest version of each.
func newest[T interface{ GetVersion() int64 }](all []T, id func(T) string) []T {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b T) int {
		return cmp.Or(cmp.Compare(id(a), id(b)), cmp.Compare(b.GetVersion(), a.GetVersion()))
	})
	return slices.CompactFunc(sorted, func(a, b T) bool { return id(a) == id(b) })
}

// values is the list of n rows of placeholders, each of width columns.
func values(n, width int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = db.In(1+i*width, width)
	}
	return strings.Join(rows, ",")
}

package roster

import (
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

var knownSites = event.Projection[*directoryv1.RosterSite]{
	Table: "roster_site", Key: "site", Columns: []string{"time_zone"},
	Row: func(s *directoryv1.RosterSite) (string, int64, []any) {
		return model.ID(s.GetSite()), s.GetVersion(), []any{s.GetTimeZone()}
	},
}

var knownUnits = event.Projection[*directoryv1.RosterUnit]{
	Table: "roster_unit", Key: "unit", Columns: []string{"parent", "site", "archived"},
	Row: func(u *directoryv1.RosterUnit) (string, int64, []any) {
		return model.ID(u.GetUnit()), u.GetVersion(), []any{model.ID(u.GetParent()), model.ID(u.GetSite()), u.GetArchived()}
	},
}

var knownPeople = event.Projection[*directoryv1.RosterPerson]{
	Table: "roster_person", Key: "person", Columns: []string{"erased"},
	Row: func(p *directoryv1.RosterPerson) (string, int64, []any) {
		version := p.GetVersion()
		if p.GetErased() {
			version = event.Final // a late event brings nobody back
		}
		return model.ID(p.GetPerson()), version, []any{p.GetErased()}
	},
}

// applySites brings sites up to date.
func applySites(ctx context.Context, tx *db.Tx, all []*directoryv1.RosterSite) error {
	_, _, err := knownSites.Keep(ctx, tx, all...)
	return err
}

// applyUnits brings units up to date.
func applyUnits(ctx context.Context, tx *db.Tx, all []*directoryv1.RosterUnit) error {
	_, _, err := knownUnits.Keep(ctx, tx, all...)
	return err
}

// applyPeople brings people and their placements up to date.
func applyPeople(ctx context.Context, tx *db.Tx, all []*directoryv1.RosterPerson) error {
	fresh, changed, err := knownPeople.Keep(ctx, tx, all...)
	if err != nil {
		return err
	}
	// Those who are new have no placements to delete: PostgreSQL, which knows nothing yet about a table that is being filled,
	// would look through all of it each time.
	if len(changed) > 0 {
		args := make([]any, len(changed))
		for i, person := range changed {
			args[i] = model.ID(person.GetPerson())
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM roster_placement WHERE person IN `+db.In(1, len(args)), args...); err != nil {
			return err
		}
	}
	return insertPlacements(ctx, tx, slices.DeleteFunc(append(fresh, changed...), (*directoryv1.RosterPerson).GetErased))
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
	return applyPeople(ctx, tx, []*directoryv1.RosterPerson{{Person: model.Name("people", person), Erased: true}})
}

// values is the list of n rows of placeholders, each of width columns.
func values(n, width int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = db.In(1+i*width, width)
	}
	return strings.Join(rows, ",")
}

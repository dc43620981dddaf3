package people

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Save inserts people of version 1 and updates all others, with their placements and external ids.
func (s Store) Save(ctx context.Context, people []domain.Person) error {
	var old []string
	ids := make(map[string][]source.ID, len(people))
	fresh := map[string]bool{}
	persons := make([][]any, len(people))
	var placements [][]any
	for i := range people {
		p := &people[i]
		ids[p.ID], fresh[p.ID] = p.ExternalIDs, p.Version == 1
		if p.Version > 1 {
			old = append(old, p.ID)
		}
		persons[i] = []any{
			p.ID, p.Version, p.DisplayName, tables.Null(p.Employer()), tables.Null(p.Number), p.Language, nullDay(p.PlannedEnd),
			db.Micros(p.CreateTime), db.Micros(p.UpdateTime), db.NullMicros(p.EraseTime),
		}
		for _, held := range p.History {
			secondary := "[]"
			if len(held.Secondary) > 0 {
				secondary = db.JSON(held.Secondary)
			}
			placements = append(placements, []any{
				p.ID, int64(held.From), int64(held.To), int64(held.Hire), held.Unit, secondary, held.Manager, held.Employer,
				held.LegalEntity, held.Position, held.Shift, held.Channel,
			})
		}
	}
	err := tables.Insert(ctx, s.tx, "INSERT INTO person (id, version, display_name, employer, number, language, planned_end_day, create_time, update_time, erase_time)", persons,
		`ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, employer = excluded.employer, number = excluded.number,
			language = excluded.language, planned_end_day = excluded.planned_end_day, update_time = excluded.update_time, erase_time = excluded.erase_time`)
	if err != nil {
		return err
	}
	if len(old) > 0 {
		if _, err := s.tx.ExecContext(ctx, "DELETE FROM placement WHERE person IN "+db.In(1, len(old)), tables.Args(old)...); err != nil {
			return err
		}
	}
	err = tables.Insert(ctx, s.tx, `INSERT INTO placement (person, from_day, to_day, hire_day, unit, secondary_units, manager, employer,
		legal_entity, position, shift, channel)`, placements, "")
	if err != nil {
		return err
	}
	return tables.SaveExternalIDs(ctx, s.tx, tables.Person, ids, fresh)
}

// FreeNumbers takes staff numbers from whoever has them: they are about to get others.
func (s Store) FreeNumbers(ctx context.Context, numbers []rows.Number) error {
	for _, number := range numbers {
		_, err := s.tx.ExecContext(ctx, "UPDATE person SET number = NULL WHERE employer = $1 AND number = $2", number.Employer, number.Number)
		if err != nil {
			return err
		}
	}
	return nil
}

func nullDay(day model.Day) any {
	if day == model.NoDay {
		return nil
	}
	return int64(day)
}

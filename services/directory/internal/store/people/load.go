package people

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Load reads people by their ids; who does not exist is left out.
func (r Reader) Load(ctx context.Context, ids []string) (map[string]domain.Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(1, len(ids)), tables.Args(ids)
	people, err := db.All(ctx, r.q, scanPerson, `SELECT id, version, display_name, COALESCE(number, ''), language, planned_end_day, create_time, update_time, erase_time
		FROM person WHERE id IN `+in, args...)
	if err != nil {
		return nil, err
	}
	placements, err := db.All(ctx, r.q, scanPlacement, `SELECT person, from_day, to_day, hire_day, unit, secondary_units, manager, employer, legal_entity, position, shift, channel
		FROM placement WHERE person IN `+in+" ORDER BY person, from_day", args...)
	if err != nil {
		return nil, err
	}
	external, err := tables.ExternalIDs(ctx, r.q, ids)
	if err != nil {
		return nil, err
	}
	histories := make(map[string]domain.History, len(people))
	for _, p := range placements {
		histories[p.person] = append(histories[p.person], p.Placement)
	}
	found := make(map[string]domain.Person, len(people))
	for _, person := range people {
		person.History, person.ExternalIDs = histories[person.ID], external[person.ID]
		found[person.ID] = person
	}
	return found, nil
}

func scanPerson(scan db.Scan) (p domain.Person, err error) {
	var planned, erased sql.NullInt64
	var created, updated int64
	if err := scan(&p.ID, &p.Version, &p.DisplayName, &p.Number, &p.Language, &planned, &created, &updated, &erased); err != nil {
		return p, err
	}
	p.PlannedEnd, p.CreateTime, p.UpdateTime = model.NoDay, db.FromMicros(created), db.FromMicros(updated)
	if planned.Valid {
		p.PlannedEnd = model.Day(planned.Int64)
	}
	p.EraseTime = db.FromNullMicros(erased)
	return p, nil
}

type placement struct {
	person string
	domain.Placement
}

func scanPlacement(scan db.Scan) (p placement, err error) {
	var secondary string
	err = scan(&p.person, &p.From, &p.To, &p.Hire, &p.Unit, &secondary, &p.Manager, &p.Employer, &p.LegalEntity, &p.Position, &p.Shift, &p.Channel)
	if err != nil || secondary == "[]" {
		return p, err
	}
	err = json.Unmarshal([]byte(secondary), &p.Secondary)
	return p, err
}

// Chains reads who manages the people named, and who manages those, and so on; nil reads everybody's.
func (r Reader) Chains(ctx context.Context, people []string) (domain.Chains, error) {
	from := "placement"
	if people != nil {
		if len(people) == 0 {
			return domain.Chains{}, nil
		}
		from = `(WITH RECURSIVE above (person, from_day, to_day, manager) AS (SELECT person, from_day, to_day, manager FROM placement WHERE person IN ` + db.In(1, len(people)) + `
			UNION SELECT p.person, p.from_day, p.to_day, p.manager FROM above JOIN placement p ON p.person = above.manager) SELECT * FROM above) AS above`
	}
	stretches, err := db.All(ctx, r.q, func(scan db.Scan) (s stretch, err error) {
		err = scan(&s.person, &s.From, &s.To, &s.Manager)
		return s, err
	}, "SELECT person, from_day, to_day, manager FROM "+from+" WHERE manager <> '' ORDER BY person, from_day", tables.Args(people)...)
	if err != nil {
		return nil, err
	}
	chains := make(domain.Chains, len(stretches))
	for _, s := range stretches {
		chains[s.person] = append(chains[s.person], s.Stretch)
	}
	return chains, nil
}

type stretch struct {
	person string
	domain.Stretch
}

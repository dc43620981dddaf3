package store

import (
	"context"
	"slices"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// contactsAtOnce are read by one statement.
const contactsAtOnce = 500

// AddContacts makes a blank sheet for each contact that has none yet.
func (s Store) AddContacts(ctx context.Context, survey string, contacts []domain.Placed, blank []byte) error {
	if blank == nil {
		blank = []byte{}
	}
	return s.insertPlaced(ctx, survey, contacts, blank, `ON CONFLICT (survey, person) DO NOTHING`)
}

// ContactPlaces are where contacts stand, by their keys.
func (s Store) ContactPlaces(ctx context.Context, survey string, keys []string) (map[string]domain.Place, error) {
	places := map[string]domain.Place{}
	for part := range slices.Chunk(keys, contactsAtOnce) {
		args := []any{survey}
		for _, key := range part {
			args = append(args, key)
		}
		_, err := db.All(ctx, s.tx, func(scan db.Scan) (none struct{}, err error) {
			var key string
			var p domain.Place
			err = scan(&key, &p.Unit, &p.Employer, &p.Site, &p.Shift, &p.Channel, &p.Position)
			places[key] = p
			return none, err
		}, `SELECT person, unit, employer, site, shift, channel, position FROM sheet WHERE survey = $1 AND person IN `+db.In(2, len(part)), args...)
		if err != nil {
			return nil, err
		}
	}
	return places, nil
}

// BlankContacts makes the sheets of a draft's contacts blank ones.
func (s Store) BlankContacts(ctx context.Context, survey string, blank []byte) (int64, error) {
	made, err := s.tx.ExecContext(ctx, `UPDATE sheet SET answers = $2 WHERE survey = $1`, survey, blank)
	if err != nil {
		return 0, err
	}
	return made.RowsAffected()
}

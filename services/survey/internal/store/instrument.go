package store

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

const selectInstrument = `SELECT id, version, content, family, edition, published, create_time, update_time FROM instrument `

var instrumentColumns = map[string]string{"id": "id", "create_time": "create_time"}

// Instrument reads one.
func (r Reader) Instrument(ctx context.Context, id string) (domain.Instrument, error) {
	found, err := scanInstrument(r.q.QueryRowContext(ctx, selectInstrument+`WHERE id = $1`, id).Scan)
	return found, db.Found(err)
}

// InstrumentToChange reads one that stays as it is until the transaction ends.
func (s Store) InstrumentToChange(ctx context.Context, id string) (domain.Instrument, error) {
	found, err := scanInstrument(s.tx.QueryRowContext(ctx, selectInstrument+`WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	return found, db.Found(err)
}

// LastEdition is the highest edition of a family.
func (s Store) LastEdition(ctx context.Context, family string) (last int32, err error) {
	err = s.tx.QueryRowContext(ctx, `SELECT coalesce(max(edition), 0) FROM instrument WHERE family = $1`, family).Scan(&last)
	return last, err
}

// Instruments lists all, one more than a page.
func (r Reader) Instruments(ctx context.Context, list model.List) ([]domain.Instrument, error) {
	where, order, args := db.ListSQL(list, instrumentColumns, 1)
	return db.All(ctx, r.q, scanInstrument, selectInstrument+`WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), args...)
}

// SaveInstrument inserts version 1 and updates any other.
func (s Store) SaveInstrument(ctx context.Context, i domain.Instrument) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO instrument (id, version, content, family, edition, published, create_time, update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, content = excluded.content, published = excluded.published,
			update_time = excluded.update_time`,
		i.ID, i.Version, db.JSON(i.Content), i.Family, i.Edition, i.Published, db.Micros(i.CreateTime), db.Micros(i.UpdateTime))
	return err
}

func scanInstrument(scan db.Scan) (i domain.Instrument, err error) {
	var content []byte
	var created, updated int64
	if err := scan(&i.ID, &i.Version, &content, &i.Family, &i.Edition, &i.Published, &created, &updated); err != nil {
		return i, err
	}
	i.CreateTime, i.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	err = json.Unmarshal(content, &i.Content)
	return i, err
}

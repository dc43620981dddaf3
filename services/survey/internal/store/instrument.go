package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

const selectInstrument = `SELECT id, version, display_name, items, published, create_time, update_time FROM instrument `

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

// Instruments lists all, one more than a page.
func (r Reader) Instruments(ctx context.Context, list model.List) ([]domain.Instrument, error) {
	where, order, args := db.ListSQL(list, instrumentColumns, 1)
	return db.All(ctx, r.q, scanInstrument, selectInstrument+`WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), args...)
}

// SaveInstrument inserts version 1 and updates any other.
func (s Store) SaveInstrument(ctx context.Context, i domain.Instrument) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO instrument (id, version, display_name, items, published, create_time, update_time) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, items = excluded.items,
			published = excluded.published, update_time = excluded.update_time`,
		i.ID, i.Version, db.JSON(i.DisplayName), itemsJSON(i.Items), i.Published, db.Micros(i.CreateTime), db.Micros(i.UpdateTime))
	return err
}

// item is how an item is written.
type item struct {
	ID       string     `json:"id"`
	Text     model.Text `json:"text"`
	Required bool       `json:"required,omitempty"`
	Min      int32      `json:"min"`
	Max      int32      `json:"max"`
}

func itemsJSON(items domain.Items) string {
	var all []item
	for _, one := range items.All() {
		all = append(all, item(one))
	}
	return db.JSON(all)
}

func itemsOf(text []byte) (domain.Items, error) {
	var all []item
	if err := json.Unmarshal(text, &all); err != nil {
		return domain.Items{}, err
	}
	items := make([]domain.Item, len(all))
	for i, one := range all {
		items[i] = domain.Item(one)
	}
	kept, err := domain.NewItems(items)
	if err != nil {
		// No refusal: nobody sent this, it was kept.
		return domain.Items{}, fmt.Errorf("store: items that were kept: %s", err.Error())
	}
	return kept, nil
}

func scanInstrument(scan db.Scan) (i domain.Instrument, err error) {
	var name, items []byte
	var created, updated int64
	if err := scan(&i.ID, &i.Version, &name, &items, &i.Published, &created, &updated); err != nil {
		return i, err
	}
	i.CreateTime, i.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	if err := json.Unmarshal(name, &i.DisplayName); err != nil {
		return i, err
	}
	i.Items, err = itemsOf(items)
	return i, err
}

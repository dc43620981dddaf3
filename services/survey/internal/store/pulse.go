package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
)

const selectPulse = `SELECT id, version, display_name, instrument, owner_unit, mode, plan, paused, next_day, next_time, settled_day,
	last_wave, skipped_day, skipped_for, seed, create_time, update_time FROM pulse `

var pulseColumns = map[string]string{"id": "id", "create_time": "create_time"}

// plan is how the rest of a pulse is written: nothing looks for it.
type plan struct {
	Audience     audience     `json:"audience"`
	Split        split        `json:"split"`
	ReminderDays []int        `json:"reminderDays,omitempty"`
	Timing       pulse.Timing `json:"timing"`
}

// Pulse reads one.
func (r Reader) Pulse(ctx context.Context, id string) (pulse.Pulse, error) {
	found, err := scanPulse(r.q.QueryRowContext(ctx, selectPulse+`WHERE id = $1`, id).Scan)
	return found, db.Found(err)
}

// PulseToChange reads one that stays as it is until the transaction ends.
func (s Store) PulseToChange(ctx context.Context, id string) (pulse.Pulse, error) {
	found, err := scanPulse(s.tx.QueryRowContext(ctx, selectPulse+`WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	return found, db.Found(err)
}

// Pulses lists those within the scope, one more than a page.
func (r Reader) Pulses(ctx context.Context, scope model.Scope, list model.List) ([]pulse.Pulse, error) {
	within, args := roster.Units.Reached(scope, "owner_unit", "employer", 1)
	where, order, more := db.ListSQL(list, pulseColumns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectPulse, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanPulse, query, append(args, more...)...)
}

// WavesDue lists the pulses of which a wave is to be opened by that time.
func (r Reader) WavesDue(ctx context.Context, now time.Time) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string],
		`SELECT id FROM pulse WHERE next_time <= $1 ORDER BY next_time, id`, db.Micros(now))
}

// SavePulse inserts version 1 and updates any other.
func (s Store) SavePulse(ctx context.Context, p pulse.Pulse) error {
	asks := p.Asks
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO pulse (id, version, display_name, instrument, owner_unit, employer, mode, plan, paused, next_day, next_time, settled_day,
			last_wave, skipped_day, skipped_for, seed, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, instrument = excluded.instrument,
			owner_unit = excluded.owner_unit, employer = excluded.employer, plan = excluded.plan, paused = excluded.paused,
			next_day = excluded.next_day, next_time = excluded.next_time, settled_day = excluded.settled_day, last_wave = excluded.last_wave,
			skipped_day = excluded.skipped_day, skipped_for = excluded.skipped_for, update_time = excluded.update_time`,
		p.ID, p.Version, db.JSON(asks.DisplayName), asks.Instrument, asks.OwnerUnit, asks.Employer(), int64(asks.Mode),
		db.JSON(plan{audience(asks.Audience), split(asks.Split), asks.ReminderDays, p.Timing}), p.Paused, nullDay(p.Next), db.NullMicros(p.NextTime),
		nullDay(p.Settled), p.LastWave, nullDay(p.Skipped), p.SkippedFor, p.Seed, db.Micros(p.CreateTime), db.Micros(p.UpdateTime))
	return err
}

func scanPulse(scan db.Scan) (p pulse.Pulse, err error) {
	var name, kept []byte
	var rest plan
	var next, opens, settled, skipped sql.NullInt64
	var created, updated int64
	asks := &p.Asks
	err = scan(&p.ID, &p.Version, &name, &asks.Instrument, &asks.OwnerUnit, &asks.Mode, &kept, &p.Paused, &next, &opens, &settled,
		&p.LastWave, &skipped, &p.SkippedFor, &p.Seed, &created, &updated)
	if err != nil {
		return p, err
	}
	p.Next, p.Settled, p.Skipped, p.NextTime = dayOrNone(next), dayOrNone(settled), dayOrNone(skipped), db.FromNullMicros(opens)
	p.CreateTime, p.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	if err := json.Unmarshal(name, &asks.DisplayName); err != nil {
		return p, err
	}
	err = json.Unmarshal(kept, &rest)
	asks.Intake = domain.FromPeople
	asks.Audience, asks.Split, asks.ReminderDays, p.Timing = domain.Audience(rest.Audience), domain.Split(rest.Split), rest.ReminderDays, rest.Timing
	return p, err
}

func nullDay(day model.Day) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(day), Valid: day != model.NoDay}
}

func dayOrNone(day sql.NullInt64) model.Day {
	if !day.Valid {
		return model.NoDay
	}
	return model.Day(day.Int64)
}

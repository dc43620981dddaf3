package store

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// HoldRest keeps other waves waiting that let people rest, until the transaction ends: each must see whom the other asks.
func (s Store) HoldRest(ctx context.Context) error {
	var one int
	return s.tx.QueryRowContext(ctx, `SELECT one FROM wave_rest WHERE one = 1`+s.tx.ForUpdate()).Scan(&one)
}

// Placed lists the people of the audience of a wave, and whether they have rested. What the waves of its own pulse demanded counts as the
// pulse is now, what those of others did as it was then.
func (s Store) Placed(ctx context.Context, wave domain.Survey, at time.Time) ([]domain.Placed, error) {
	of := wave.Wave
	people, args, err := s.askedSQL(ctx, wave.Audience, at, 5)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.tx, func(scan db.Scan) (one domain.Placed, err error) {
		p := &one.Place
		err = scan(&one.Person, &p.Unit, &p.Employer, &p.Site, &p.Shift, &p.Channel, &p.Position, &one.Rested)
		return one, err
	}, `SELECT asked.person, asked.unit, asked.employer, asked.site, asked.shift, asked.channel, asked.position, NOT EXISTS (
			SELECT 1 FROM sheet h JOIN survey v ON v.id = h.survey WHERE $4 AND h.person = asked.person AND (
				v.wave_day > $2 AND (v.pulse = $1 OR v.rest_weeks > 0)
				OR v.wave_day > $3 - 7 * v.rest_weeks AND v.pulse <> $1 AND v.rest_weeks > 0))
		FROM (`+people+`) AS asked ORDER BY asked.person`,
		append([]any{of.Pulse, int64(of.Day) - 7*int64(of.RestWeeks), int64(of.Day), of.RestWeeks > 0}, args...)...)
}

// FreezePlaced is Freeze for these people alone.
func (s Store) FreezePlaced(ctx context.Context, survey domain.Survey, people []domain.Placed, blank []byte) error {
	return s.insertPlaced(ctx, survey.ID, people, blank, ``)
}

func (s Store) insertPlaced(ctx context.Context, survey string, people []domain.Placed, blank []byte, tail string) error {
	rows := make([][]any, len(people))
	for i, one := range people {
		p := one.Place
		rows[i] = []any{survey, one.Person, p.Unit, p.Employer, p.Site, p.Shift, p.Channel, p.Position, false, blank, domain.NoMark()}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers, mark)`, rows, tail)
}

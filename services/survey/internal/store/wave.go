package store

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Placed lists the people of the audience of a wave. Who was asked by a wave of the pulse on the day since or later has not rested.
func (s Store) Placed(ctx context.Context, wave domain.Survey, at time.Time, since model.Day) ([]domain.Placed, error) {
	people, args, err := s.askedSQL(ctx, wave.Audience, at, 3)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.tx, func(scan db.Scan) (one domain.Placed, err error) {
		p := &one.Place
		err = scan(&one.Person, &p.Unit, &p.Employer, &p.Site, &p.Shift, &p.Channel, &p.Position, &one.Rested)
		return one, err
	}, `SELECT asked.person, asked.unit, asked.employer, asked.site, asked.shift, asked.channel, asked.position, NOT EXISTS (
			SELECT 1 FROM sheet h JOIN survey v ON v.id = h.survey WHERE h.person = asked.person AND v.pulse = $1 AND v.wave_day >= $2)
		FROM (`+people+`) AS asked ORDER BY asked.person`, append([]any{wave.Wave.Pulse, int64(since)}, args...)...)
}

// FreezePlaced is Freeze for these people alone.
func (s Store) FreezePlaced(ctx context.Context, survey domain.Survey, people []domain.Placed, blank []byte) error {
	rows := make([][]any, len(people))
	for i, one := range people {
		p := one.Place
		rows[i] = []any{survey.ID, one.Person, p.Unit, p.Employer, p.Site, p.Shift, p.Channel, p.Position, false, blank, domain.NoMark()}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers, mark)`, rows, ``)
}

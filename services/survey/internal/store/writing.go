package store

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Writings are what the person wrote in free words beside a sheet with this mark: one statement reads both, so that no other way in is shown them.
func (r Reader) Writings(ctx context.Context, survey, person string, mark []byte) ([]instrument.Writing, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (w instrument.Writing, err error) {
		err = scan(&w.Item, &w.Text)
		return w, err
	}, `SELECT w.item, w.text FROM writing w JOIN sheet a ON a.survey = w.survey AND a.person = w.person
		WHERE w.survey = $1 AND w.person = $2 AND a.mark = $3 ORDER BY w.item`, survey, person, mark)
}

// KeepWritings keeps what a person wrote in free words, in the place of all that they wrote before.
func (s Store) KeepWritings(ctx context.Context, survey, person string, writings []instrument.Writing) error {
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM writing WHERE survey = $1 AND person = $2`, survey, person); err != nil {
		return err
	}
	for _, w := range writings {
		_, err := s.tx.ExecContext(ctx, `INSERT INTO writing (survey, person, item, text) VALUES ($1, $2, $3, $4)`, survey, person, w.Item, w.Text)
		if err != nil {
			return err
		}
	}
	return nil
}

// A random UUID (version 4) on each engine.
const (
	randomOnSQLite = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' ||
		substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`
	randomOnPostgres = `CAST(gen_random_uuid() AS TEXT)`
)

// partWritings parts what was written beside the sheets of a survey from who wrote it, and writes it in the order of the new ids. Of an
// Identified survey these are copies: what was written stays beside its writer, too.
func (s Store) partWritings(ctx context.Context, survey domain.Survey) error {
	random := randomOnSQLite
	if s.tx.Engine() == db.Postgres {
		random = randomOnPostgres
	}
	if _, err := s.tx.ExecContext(ctx, `
		INSERT INTO comment (survey, item, id, unit, text)
		SELECT survey, item, id, unit, text FROM (
			SELECT w.survey AS survey, w.item AS item, `+random+` AS id, a.unit AS unit, w.text AS text
			FROM writing w JOIN sheet a ON a.survey = w.survey AND a.person = w.person WHERE w.survey = $1
		) AS parted ORDER BY item, id`, survey.ID); err != nil || survey.Mode == domain.Identified {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `DELETE FROM writing WHERE survey = $1`, survey.ID)
	return err
}

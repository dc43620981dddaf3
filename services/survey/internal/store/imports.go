package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// SurveyToFill reads a survey and keeps a close waiting until the transaction ends; other imports and answers do not wait.
func (s Store) SurveyToFill(ctx context.Context, id string) (domain.Survey, error) {
	query := selectSurvey + `WHERE s.id = $1`
	if s.tx.Engine() == db.Postgres {
		query += ` FOR SHARE`
	}
	found, err := scanSurvey(s.tx.QueryRowContext(ctx, query, id).Scan)
	return found, db.Found(err)
}

// FillInAll keeps imported answers on their sheets and says of whom there is none. The order of the people keeps two imports from waiting
// for each other, and lets neighbours be found on one page.
func (s Store) FillInAll(ctx context.Context, survey string, sheets []domain.Filled) (missing map[string]bool, err error) {
	sheets = slices.SortedFunc(slices.Values(sheets), func(a, b domain.Filled) int { return strings.Compare(a.Person, b.Person) })
	fill, sizes := s.fillListed, []int{128, 16, 1} // few texts, which stay prepared
	if s.tx.Engine() == db.Postgres {
		fill, sizes = s.fillArrays, []int{max(1, len(sheets))}
	}
	missing = map[string]bool{}
	for _, size := range sizes {
		for ; len(sheets) >= size; sheets = sheets[size:] {
			filled, err := fill(ctx, survey, sheets[:size])
			if err != nil {
				return nil, err
			}
			kept, err := filled.RowsAffected()
			if err != nil {
				return nil, err
			}
			if kept == int64(size) {
				continue // nearly always
			}
			if err := s.note(ctx, missing, survey, sheets[:size]); err != nil {
				return nil, err
			}
		}
	}
	return missing, nil
}

// fillListed has the sheets in the text of the statement. Its placeholders stand in their order, so that they cost SQLite no search.
func (s Store) fillListed(ctx context.Context, survey string, sheets []domain.Filled) (sql.Result, error) {
	var rows strings.Builder
	args := make([]any, 0, 2+2*len(sheets))
	args = append(args, survey, domain.NoMark())
	for i, sheet := range sheets {
		if i > 0 {
			rows.WriteByte(',')
		}
		rows.WriteString(db.In(len(args)+1, 2))
		args = append(args, sheet.Person, sheet.Answers)
	}
	return s.tx.ExecContext(ctx, `WITH given(survey, mark) AS (VALUES ($1, $2)), filled(who, said) AS (VALUES `+rows.String()+`)
		UPDATE sheet SET answered = TRUE, answers = filled.said, mark = given.mark
		FROM given, filled WHERE sheet.survey = given.survey AND sheet.person = filled.who`, args...)
}

// fillArrays is PostgreSQL's. That the people are named twice keeps it from reading all sheets of a survey which it has not counted yet.
func (s Store) fillArrays(ctx context.Context, survey string, sheets []domain.Filled) (sql.Result, error) {
	people, said := make([]string, len(sheets)), make([][]byte, len(sheets))
	for i, sheet := range sheets {
		people[i], said[i] = sheet.Person, sheet.Answers
	}
	return s.tx.ExecContext(ctx, `UPDATE sheet SET answered = TRUE, answers = filled.said, mark = $2
		FROM unnest($3::text[], $4::bytea[]) AS filled(who, said)
		WHERE sheet.survey = $1 AND sheet.person = filled.who AND sheet.person = ANY($3::text[])`, survey, domain.NoMark(), people, said)
}

// note adds those of the people who have no sheet.
func (s Store) note(ctx context.Context, missing map[string]bool, survey string, sheets []domain.Filled) error {
	args := []any{survey}
	for _, sheet := range sheets {
		missing[sheet.Person] = true
		args = append(args, sheet.Person)
	}
	asked, err := db.All(ctx, s.tx, db.Column[string],
		`SELECT person FROM sheet WHERE survey = $1 AND person IN `+db.In(2, len(sheets)), args...)
	for _, person := range asked {
		delete(missing, person)
	}
	return err
}

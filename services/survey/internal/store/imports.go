package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// sheetsAtOnce are filled in by one statement, and then those that are left: two texts that stay prepared.
var sheetsAtOnce = []int{128, 16, 1}

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
// for each other.
func (s Store) FillInAll(ctx context.Context, survey string, sheets []domain.Filled) (missing map[string]bool, err error) {
	sheets = slices.SortedFunc(slices.Values(sheets), func(a, b domain.Filled) int { return strings.Compare(a.Person, b.Person) })
	missing = map[string]bool{}
	for _, size := range sheetsAtOnce {
		query := s.fillInAll(size)
		for ; len(sheets) >= size; sheets = sheets[size:] {
			args := make([]any, 0, 2+2*size)
			args = append(args, survey, domain.NoMark())
			for _, sheet := range sheets[:size] {
				args = append(args, sheet.Person, sheet.Answers)
			}
			filled, err := s.tx.ExecContext(ctx, query, args...)
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

// fillInAll is the statement for so many sheets.
func (s Store) fillInAll(size int) string {
	var rows strings.Builder
	for i := range size {
		person, answers := "$"+strconv.Itoa(3+2*i), "$"+strconv.Itoa(4+2*i)
		switch {
		case i > 0:
			rows.WriteString(",")
		case s.tx.Engine() == db.Postgres: // which takes the types of all rows from the first
			answers += "::bytea"
		}
		rows.WriteString("(" + person + "," + answers + ")")
	}
	return `WITH filled(who, said) AS (VALUES ` + rows.String() + `)
		UPDATE sheet SET answered = TRUE, answers = filled.said, mark = $2
		FROM filled WHERE sheet.survey = $1 AND sheet.person = filled.who`
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

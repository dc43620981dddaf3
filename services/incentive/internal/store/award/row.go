package award

import (
	"context"
	"encoding/json"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

func parse(text []byte) (record.Record, error) { return record.Parse(text) }

const selectRow = `SELECT round, label, person, salt, unit, site, employer, manager, shift, channel, tenure, barred, brought, contacts, figures FROM award_row `

// Rows are all of a round, by label.
func (a awards) Rows(ctx context.Context, round string) ([]award.Row, error) {
	return db.All(ctx, a.q, scanRow, selectRow+`WHERE round = $1 ORDER BY label`, round)
}

// RowOf is a person's.
func (a awards) RowOf(ctx context.Context, round, person string) (award.Row, error) {
	row, err := scanRow(a.q.QueryRowContext(ctx, selectRow+`WHERE round = $1 AND person = $2`, round, person).Scan)
	return row, db.Found(err)
}

// RowsOf are all of a person.
func (a awards) RowsOf(ctx context.Context, person string) ([]award.Row, error) {
	return db.All(ctx, a.q, scanRow, selectRow+`WHERE person = $1 ORDER BY round`, person)
}

// AddRows keeps the rows of a round that is frozen.
func (s Store) AddRows(ctx context.Context, rows []award.Row) error {
	values := make([][]any, len(rows))
	for i, row := range rows {
		values[i] = []any{
			row.Round, row.Label, row.Person, row.Salt[:], row.Unit, row.Site, row.Employer, row.Manager, row.Shift, row.Channel, int64(row.Tenure),
			row.Barred, row.Brought, row.Contacts, db.JSON(row.Figures),
		}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO award_row
		(round, label, person, salt, unit, site, employer, manager, shift, channel, tenure, barred, brought, contacts, figures)`, values, "")
}

// SaveRows keeps what changed of rows.
func (s Store) SaveRows(ctx context.Context, rows []award.Row) error {
	for _, row := range rows {
		if _, err := s.tx.ExecContext(ctx, `UPDATE award_row SET barred = $1, brought = $2, contacts = $3, figures = $4 WHERE round = $5 AND label = $6`,
			row.Barred, row.Brought, row.Contacts, db.JSON(row.Figures), row.Round, row.Label); err != nil {
			return err
		}
	}
	return nil
}

func scanRow(scan db.Scan) (row award.Row, err error) {
	var salt, figures []byte
	err = scan(&row.Round, &row.Label, &row.Person, &salt, &row.Unit, &row.Site, &row.Employer, &row.Manager, &row.Shift, &row.Channel, &row.Tenure,
		&row.Barred, &row.Brought, &row.Contacts, &figures)
	if err != nil {
		return row, err
	}
	copy(row.Salt[:], salt)
	return row, json.Unmarshal(figures, &row.Figures)
}

// Wins are all of a round, and WinsOf all of a person.
func (a awards) Wins(ctx context.Context, round string) ([]award.Win, error) {
	return db.All(ctx, a.q, scanWin, `SELECT round, person, revision, revoked FROM award_win WHERE round = $1 ORDER BY person, revision`, round)
}

// WinsOf are all of a person.
func (a awards) WinsOf(ctx context.Context, person string) ([]award.Win, error) {
	return db.All(ctx, a.q, scanWin, `SELECT round, person, revision, revoked FROM award_win WHERE person = $1 ORDER BY round, revision`, person)
}

func scanWin(scan db.Scan) (win award.Win, err error) {
	return win, scan(&win.Round, &win.Person, &win.Revision, &win.Revoked)
}

// WonSince are who won in a scheme's rounds that ended on the day or later, and still do, and the last such round of each.
func (a awards) WonSince(ctx context.Context, scheme string, since model.Day) (map[string]award.Past, error) {
	won := map[string]award.Past{}
	_, err := db.All(ctx, a.q, func(scan db.Scan) (none struct{}, err error) {
		var person string
		var past award.Past
		err = scan(&person, &past.Round, &past.End)
		won[person] = past
		return none, err
	}, `SELECT w.person, r.id, r.end_day FROM award_win w JOIN award_round r ON r.id = w.round
		WHERE r.scheme = $1 AND r.end_day >= $2 AND w.revoked = 0 ORDER BY r.end_day, r.id`, scheme, int64(since))
	return won, err
}

// AddWins keeps what people won.
func (s Store) AddWins(ctx context.Context, wins []award.Win) error {
	values := make([][]any, len(wins))
	for i, win := range wins {
		values[i] = []any{win.Round, win.Person, int64(win.Revision), int64(win.Revoked)}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO award_win (round, person, revision, revoked)`, values, "")
}

// RevokeWins ends those of these people who won and still do.
func (s Store) RevokeWins(ctx context.Context, round string, people []string, revision int) error {
	for _, person := range people {
		if _, err := s.tx.ExecContext(ctx, `UPDATE award_win SET revoked = $1 WHERE round = $2 AND person = $3 AND revoked = 0`, revision, round, person); err != nil {
			return err
		}
	}
	return nil
}

// Stood are the people who could have won in a scheme's announced rounds of these days, one for each round, the last round last.
func (a awards) Stood(ctx context.Context, scheme string, first, last model.Day) ([]award.Stood, error) {
	return db.All(ctx, a.q, func(scan db.Scan) (one award.Stood, err error) {
		return one, scan(&one.Person, &one.Site, &one.Shift, &one.Won)
	}, `SELECT w.person, w.site, w.shift, EXISTS (SELECT 1 FROM award_win x WHERE x.round = w.round AND x.person = w.person AND x.revoked = 0)
		FROM award_row w JOIN award_round r ON r.id = w.round
		WHERE r.scheme = $1 AND r.end_day >= $2 AND r.end_day <= $3 AND r.state IN ($4, $5) AND w.barred NOT IN ($6, $7, $8) ORDER BY r.end_day, r.id, w.person`,
		scheme, int64(first), int64(last), int64(award.Announced), int64(award.Final), award.TooShort, award.Rests, award.Judges)
}

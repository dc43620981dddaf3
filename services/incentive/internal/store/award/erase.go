package award

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
)

// Erase leaves nothing that leads to a person: rows stay under a pseudonym, without the salt by which their leaf of the record could be
// recognised, so the record holds and nobody can say whose it was. What they wrote goes.
func Erase(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE award_row SET person = $2, salt = $3 WHERE person = $1`, person, pseudonym, []byte{}); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE award_row SET manager = $2 WHERE manager = $1`,
		`UPDATE award_nomination SET nominator = $2, story = '', evidence = '[]' WHERE nominator = $1`,
		`UPDATE award_nomination SET nominee = $2, story = '', evidence = '[]' WHERE nominee = $1`,
		`UPDATE award_vote SET member = $2 WHERE member = $1`,
		`UPDATE award_win SET person = $2 WHERE person = $1`,
		`UPDATE award_appeal SET person = $2, said = '', answer = '' WHERE person = $1`,
		// Panels, parties and winners: an id is as it is, wherever it stands.
		`UPDATE award_scheme SET document = replace(document, $1, $2) WHERE document LIKE '%' || $1 || '%'`,
		`UPDATE award_round SET document = replace(document, $1, $2) WHERE document LIKE '%' || $1 || '%'`,
	} {
		if _, err := tx.ExecContext(ctx, statement, person, pseudonym); err != nil {
			return err
		}
	}
	return nil
}

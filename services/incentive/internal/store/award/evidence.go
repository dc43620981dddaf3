package award

import (
	"context"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
)

const (
	shownLetters = `SELECT count(*) FROM letter l JOIN letter_person n ON n.letter = l.id
		WHERE l.state = 3 AND n.person = $1 AND n.answer = 1 AND EXISTS
			(SELECT 1 FROM letter_person c WHERE c.letter = l.id AND c.employer = $2) AND l.id IN `
	shownRecognitions = `SELECT count(*) FROM recognition r JOIN recognition_receiver n ON n.recognition = r.id
		WHERE r.shown AND r.letter = '' AND n.person = $1 AND (r.giver = $3 OR EXISTS
			(SELECT 1 FROM recognition_receiver c WHERE c.recognition = r.id AND c.employer = $2)) AND r.id IN `
)

// Shown counts those of these resources that thank the nominee and that the author, who works for the employer, can read.
func (a awards) Shown(ctx context.Context, author, employer, nominee string, evidence []string) (all int, err error) {
	var letters, recognitions []any
	for _, name := range evidence {
		if id, ok := strings.CutPrefix(name, "letters/"); ok {
			letters = append(letters, id)
		} else if id, ok := strings.CutPrefix(name, "recognitions/"); ok {
			recognitions = append(recognitions, id)
		}
	}
	for _, kind := range []struct {
		query string
		by    []any
		ids   []any
	}{
		{shownLetters, []any{nominee, employer}, letters},
		{shownRecognitions, []any{nominee, employer, author}, recognitions},
	} {
		if len(kind.ids) == 0 {
			continue
		}
		var some int
		if err := a.q.QueryRowContext(ctx, kind.query+db.In(len(kind.by)+1, len(kind.ids)), append(kind.by, kind.ids...)...).Scan(&some); err != nil {
			return 0, err
		}
		all += some
	}
	return all, nil
}

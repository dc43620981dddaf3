package award

import (
	"context"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

// letterStands is the condition that a letter is published, and no moderator has hidden it.
const letterStands = `l.state = 3 AND NOT EXISTS (SELECT 1 FROM recognition h WHERE h.letter = l.id AND h.letter <> '' AND h.hidden)`

const (
	shownLetters = `SELECT count(*) FROM letter l JOIN letter_person n ON n.letter = l.id
		WHERE ` + letterStands + ` AND n.person = $1 AND n.answer = 1 AND EXISTS
			(SELECT 1 FROM letter_person c WHERE c.letter = l.id AND c.employer = $2) AND l.id IN `
	shownRecognitions = `SELECT count(*) FROM recognition r JOIN recognition_receiver n ON n.recognition = r.id
		WHERE r.shown AND r.letter = '' AND n.person = $1 AND (r.giver = $3 OR EXISTS
			(SELECT 1 FROM recognition_receiver c WHERE c.recognition = r.id AND c.employer = $2)) AND r.id IN `
)

const (
	standingLetters = `SELECT 'letters/' || l.id, n.person FROM letter l JOIN letter_person n ON n.letter = l.id
		WHERE ` + letterStands + ` AND n.answer = 1 AND l.id IN `
	standingRecognitions = `SELECT 'recognitions/' || r.id, n.person FROM recognition r JOIN recognition_receiver n ON n.recognition = r.id
		WHERE r.shown AND r.letter = '' AND r.id IN `
)

// Standing is whom these resources thank for all to read.
func (a awards) Standing(ctx context.Context, evidence []string) (map[award.Thanks]bool, error) {
	const atOnce = 1000
	standing := map[award.Thanks]bool{}
	letters, recognitions := apart(evidence)
	for _, kind := range []struct {
		query string
		ids   []any
	}{{standingLetters, letters}, {standingRecognitions, recognitions}} {
		for ids := range slices.Chunk(kind.ids, atOnce) {
			found, err := db.All(ctx, a.q, func(scan db.Scan) (one award.Thanks, err error) {
				return one, scan(&one.Name, &one.Person)
			}, kind.query+db.In(1, len(ids)), ids...)
			if err != nil {
				return nil, err
			}
			for _, one := range found {
				standing[one] = true
			}
		}
	}
	return standing, nil
}

// apart are the ids of letters and of recognitions among resource names.
func apart(evidence []string) (letters, recognitions []any) {
	for _, name := range evidence {
		if id, ok := strings.CutPrefix(name, "letters/"); ok {
			letters = append(letters, id)
		} else if id, ok := strings.CutPrefix(name, "recognitions/"); ok {
			recognitions = append(recognitions, id)
		}
	}
	return letters, recognitions
}

// Shown counts those of these resources that thank the nominee and that the author, who works for the employer, can read.
func (a awards) Shown(ctx context.Context, author, employer, nominee string, evidence []string) (all int, err error) {
	letters, recognitions := apart(evidence)
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

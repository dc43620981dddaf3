package award

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

const selectNomination = `SELECT id, round, nominator, nominee, story, evidence, withdrawn, create_time FROM award_nomination `

var nominationColumns = map[string]string{"id": "id", "create_time": "create_time"}

// Nomination reads one.
func (a awards) Nomination(ctx context.Context, id string) (award.Nomination, error) {
	one, err := scanNomination(a.q.QueryRowContext(ctx, selectNomination+`WHERE id = $1`, id).Scan)
	return one, db.Found(err)
}

// Nominations are all of a round, in the order of their ids.
func (a awards) Nominations(ctx context.Context, round string) ([]award.Nomination, error) {
	return db.All(ctx, a.q, scanNomination, selectNomination+`WHERE round = $1 ORDER BY id`, round)
}

// NominationsBy lists a person's own, one more than a page.
func (a awards) NominationsBy(ctx context.Context, person string, list model.List) ([]award.Nomination, error) {
	where, order, args := db.ListSQL(list, nominationColumns, 2)
	query := fmt.Sprintf(`%s WHERE nominator = $1 AND %s ORDER BY %s LIMIT %d`, selectNomination, where, order, list.Size+1)
	return db.All(ctx, a.q, scanNomination, query, append([]any{person}, args...)...)
}

// NominationsOf are all that a person wrote.
func (a awards) NominationsOf(ctx context.Context, person string) ([]award.Nomination, error) {
	return db.All(ctx, a.q, scanNomination, selectNomination+`WHERE nominator = $1 ORDER BY id`, person)
}

// AddNomination keeps one.
func (s Store) AddNomination(ctx context.Context, one award.Nomination) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO award_nomination (id, round, nominator, nominee, story, evidence, withdrawn, create_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		one.ID, one.Round, one.Nominator, one.Nominee, one.Story, db.JSON(one.Evidence), one.Withdrawn, db.Micros(one.CreateTime))
	return db.Unique{"award_nomination(nominator, round, nominee)": model.ErrAlreadyExists}.Explain(err)
}

// WithdrawNomination takes one back.
func (s Store) WithdrawNomination(ctx context.Context, id string) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE award_nomination SET withdrawn = TRUE WHERE id = $1`, id)
	return err
}

func scanNomination(scan db.Scan) (one award.Nomination, err error) {
	var evidence []byte
	var created int64
	if err := scan(&one.ID, &one.Round, &one.Nominator, &one.Nominee, &one.Story, &evidence, &one.Withdrawn, &created); err != nil {
		return one, err
	}
	one.CreateTime = db.FromMicros(created)
	return one, json.Unmarshal(evidence, &one.Evidence)
}

// Votes are all of a round.
func (a awards) Votes(ctx context.Context, round string) ([]award.Vote, error) {
	return db.All(ctx, a.q, func(scan db.Scan) (vote award.Vote, err error) {
		return vote, scan(&vote.Label, &vote.Member, &vote.Score)
	}, `SELECT label, member, score FROM award_vote WHERE round = $1 ORDER BY label, member`, round)
}

// SaveVote keeps what a member said of a candidate, in the place of what they said before.
func (s Store) SaveVote(ctx context.Context, round string, vote award.Vote) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO award_vote (round, label, member, score) VALUES ($1, $2, $3, $4)
		ON CONFLICT (round, label, member) DO UPDATE SET score = excluded.score`, round, vote.Label, vote.Member, int64(vote.Score))
	return err
}

const selectAppeal = `SELECT a.id, a.round, a.person, a.said, a.state, a.answer, a.create_time, a.answer_time FROM award_appeal a `

var appealColumns = map[string]string{"id": "a.id", "create_time": "a.create_time", "award_round": "a.round", "state": "a.state"}

// Appeal reads one.
func (a awards) Appeal(ctx context.Context, id string) (award.Appeal, error) {
	one, err := scanAppeal(a.q.QueryRowContext(ctx, selectAppeal+`WHERE a.id = $1`, id).Scan)
	return one, db.Found(err)
}

// Appeals lists a person's own and those of the rounds within the scope, one more than a page.
func (a awards) Appeals(ctx context.Context, scope model.Scope, list model.List) ([]award.Appeal, error) {
	within, args := roster.Units.Reached(scope, "r.unit", "r.employer", 1)
	own := fmt.Sprintf("(a.person = $%d AND a.person <> '')", 1+len(args))
	args = append(args, scope.Self)
	where, order, more := db.ListSQL(list, appealColumns, 1+len(args))
	query := fmt.Sprintf(`%s JOIN award_round r ON r.id = a.round WHERE (%s OR %s) AND %s ORDER BY %s LIMIT %d`,
		selectAppeal, within, own, where, order, list.Size+1)
	return db.All(ctx, a.q, scanAppeal, query, append(args, more...)...)
}

// AppealsOf are all of a person.
func (a awards) AppealsOf(ctx context.Context, person string) ([]award.Appeal, error) {
	return db.All(ctx, a.q, scanAppeal, selectAppeal+`WHERE a.person = $1 ORDER BY a.id`, person)
}

// OpenAppeals counts those of a round that have no answer.
func (a awards) OpenAppeals(ctx context.Context, round string) (open int64, err error) {
	err = a.q.QueryRowContext(ctx, `SELECT count(*) FROM award_appeal WHERE round = $1 AND state = $2`, round, int64(award.AppealOpen)).Scan(&open)
	return open, err
}

// AddAppeal keeps one.
func (s Store) AddAppeal(ctx context.Context, one award.Appeal) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO award_appeal (id, round, person, said, state, answer, create_time, answer_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		one.ID, one.Round, one.Person, one.Text, int64(one.State), one.Answer, db.Micros(one.CreateTime), db.NullMicros(one.AnswerTime))
	return db.Unique{"award_appeal(person, round)": model.ErrAlreadyExists}.Explain(err)
}

// AnswerAppeal keeps the answer to one.
func (s Store) AnswerAppeal(ctx context.Context, one award.Appeal) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE award_appeal SET state = $1, answer = $2, answer_time = $3 WHERE id = $4`,
		int64(one.State), one.Answer, db.NullMicros(one.AnswerTime), one.ID)
	return err
}

func scanAppeal(scan db.Scan) (one award.Appeal, err error) {
	var created int64
	var answered sql.NullInt64
	err = scan(&one.ID, &one.Round, &one.Person, &one.Text, &one.State, &one.Answer, &created, &answered)
	one.CreateTime, one.AnswerTime = db.FromMicros(created), db.FromNullMicros(answered)
	return one, err
}

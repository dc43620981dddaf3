package decisions

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/voting"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Appeal says what somebody of a round thinks is wrong with how it was decided.
func Appeal(ctx context.Context, s award.Store, now time.Time, person, id, text string) (award.Appeal, error) {
	if _, err := s.HoldRoster(ctx); err != nil { // who is being erased says nothing more
		return award.Appeal{}, err
	}
	round, err := s.RoundToChange(ctx, id) // the end of the round waits, or comes first
	if err == nil {
		_, err = s.RowOf(ctx, id, person)
	}
	if err == nil {
		err = round.Must(award.Announced)
	}
	if err == nil && !now.Before(round.AppealTime) {
		err = award.ErrAppealLate
	}
	if err != nil {
		return award.Appeal{}, err
	}
	made, err := uuid.NewV7()
	if err != nil {
		return award.Appeal{}, err
	}
	appeal := award.Appeal{ID: made.String(), Round: id, Person: person, Text: strings.TrimSpace(text), State: award.AppealOpen, CreateTime: now}
	return appeal, s.AddAppeal(ctx, appeal)
}

// Dismiss answers an appeal and leaves the round as it is.
func Dismiss(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, answer string) (award.Appeal, error) {
	appeal, _, err := open(ctx, s, scope, id)
	if err != nil {
		return award.Appeal{}, err
	}
	return answered(ctx, s, now, appeal, award.AppealDismissed, answer)
}

// Correction is what an appeal that is upheld changes.
type Correction struct {
	Answer string
	// Measured are figures in the place of those of these people, and Disqualified who can win no more.
	Measured     []rounds.Measured
	Disqualified []string
}

// Uphold answers an appeal, and decides the round anew by what was corrected.
func Uphold(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, by string, c Correction) (award.Appeal, error) {
	appeal, round, err := open(ctx, s, scope, id)
	if err != nil {
		return award.Appeal{}, err
	}
	changed, refused, err := rounds.Replace(ctx, s, round, c.Measured)
	if err != nil {
		return award.Appeal{}, err
	}
	if at := slices.IndexFunc(refused, func(err error) bool { return err != nil }); at >= 0 {
		return award.Appeal{}, refused[at]
	}
	bench, err := voting.Bench(ctx, s, round.ID)
	if err != nil {
		return award.Appeal{}, err
	}
	for i, row := range bench.Rows {
		if at := slices.IndexFunc(changed, func(one award.Row) bool { return one.Person == row.Person }); at >= 0 {
			bench.Rows[i] = changed[at]
		}
		switch row.Barred {
		case award.NoFigures, award.TooFewContacts, award.NotNominated:
			bench.Rows[i].Barred = "" // found out again below
		}
	}
	award.Bar(bench.Rows, bench.Nominations, round.Rules)
	for _, person := range c.Disqualified {
		at := slices.IndexFunc(bench.Rows, func(row award.Row) bool { return row.Person == person })
		if at < 0 {
			return award.Appeal{}, model.ErrNotFound
		}
		bench.Rows[at].Barred = award.Disqualified
	}
	// Since the announcement some may have left, or been erased, who would win by the correction.
	if err := barLeavers(ctx, s, now, round, bench.Rows); err != nil {
		return award.Appeal{}, err
	}
	if few := bench.Short(round.Quorum); few > 0 {
		return award.Appeal{}, award.ErrQuorum.With("candidates", strconv.Itoa(few)) // of who may win by the correction the panel said nothing
	}
	if _, err := conclude(ctx, s, now, round, bench, by, model.Name("awardAppeals", id)); err != nil {
		return award.Appeal{}, err
	}
	return answered(ctx, s, now, appeal, award.AppealUpheld, c.Answer)
}

// open reads an appeal without an answer, and its round, within the scope.
func open(ctx context.Context, s award.Store, scope model.Scope, id string) (award.Appeal, award.Round, error) {
	found, err := s.Appeal(ctx, id)
	if err != nil {
		return found, award.Round{}, err
	}
	round, err := rounds.ToChange(ctx, s, scope, found.Round)
	if err != nil {
		return found, round, err
	}
	appeal, err := s.Appeal(ctx, id) // once more: another answer may have held the round
	if err == nil && appeal.State != award.AppealOpen {
		err = award.ErrAppealAnswered
	}
	if err == nil {
		err = staff.Stranger(ctx, appeal.Person)
	}
	if err == nil {
		err = rounds.Judge(ctx, s, round)
	}
	return appeal, round, err
}

func answered(ctx context.Context, s award.Store, now time.Time, appeal award.Appeal, state award.AppealState, answer string) (award.Appeal, error) {
	appeal.State, appeal.Answer, appeal.AnswerTime = state, strings.TrimSpace(answer), now
	return appeal, s.AnswerAppeal(ctx, appeal)
}

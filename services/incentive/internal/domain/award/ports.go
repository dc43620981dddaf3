package award

import (
	"context"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Reader reads what is kept. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Scheme(ctx context.Context, id string) (Scheme, error)
	// Schemes and Rounds list those within the scope, one more than a page; of rounds also those of these units that are for all employers or
	// for that one.
	Schemes(ctx context.Context, scope model.Scope, list model.List) ([]Scheme, error)
	Rounds(ctx context.Context, scope model.Scope, units []string, employer string, list model.List) ([]Round, error)
	Round(ctx context.Context, id string) (Round, error)
	// Announced are all rounds that are announced and not final yet.
	Announced(ctx context.Context) ([]Round, error)
	// Rows are all of a round, by label; RowOf is a person's.
	Rows(ctx context.Context, round string) ([]Row, error)
	RowOf(ctx context.Context, round, person string) (Row, error)
	// Nominations are all of a round, in a fixed order; NominationsBy lists a person's own, one more than a page.
	Nominations(ctx context.Context, round string) ([]Nomination, error)
	NominationsBy(ctx context.Context, person string, list model.List) ([]Nomination, error)
	Nomination(ctx context.Context, id string) (Nomination, error)
	// Shown counts those of these resources that thank the nominee and that the author, who works for the employer, can read: public
	// recognitions, and published letters that name the nominee.
	Shown(ctx context.Context, author, employer, nominee string, evidence []string) (int, error)
	// Standing is whom these resources thank for all to read: recognitions that are shown, and published letters those whom they name.
	Standing(ctx context.Context, evidence []string) (map[Thanks]bool, error)
	Votes(ctx context.Context, round string) ([]Vote, error)
	// Wins are all of a round, revoked ones too.
	Wins(ctx context.Context, round string) ([]Win, error)
	// WonSince are who won in a scheme's rounds that ended on the day or later, and still do, and the last such round of each.
	WonSince(ctx context.Context, scheme string, since model.Day) (map[string]Past, error)
	Appeal(ctx context.Context, id string) (Appeal, error)
	// Appeals lists a person's own and those of the rounds within the scope, one more than a page.
	Appeals(ctx context.Context, scope model.Scope, list model.List) ([]Appeal, error)
	// OpenAppeals counts those of a round that have no answer.
	OpenAppeals(ctx context.Context, round string) (int64, error)
	Decision(ctx context.Context, round string, revision int) (Decision, error)
	// Stood are the people who could have won in a scheme's rounds that were announced and ended in these days, both included, one for each
	// round, the last round last.
	Stood(ctx context.Context, scheme string, first, last model.Day) ([]Stood, error)
	// RowsOf, WinsOf, VotesOf and AppealsOf are all that is kept of a person.
	RowsOf(ctx context.Context, person string) ([]Row, error)
	WinsOf(ctx context.Context, person string) ([]Win, error)
	AppealsOf(ctx context.Context, person string) ([]Appeal, error)
	NominationsOf(ctx context.Context, person string) ([]Nomination, error)
}

// Store reads and writes within a transaction. What it reads to be changed stays as it is until the transaction ends.
type Store interface {
	Reader
	payout.Store
	SchemeToChange(ctx context.Context, id string) (Scheme, error)
	RoundToChange(ctx context.Context, id string) (Round, error)
	// SaveScheme and SaveRound insert version 1 and update any other.
	SaveScheme(ctx context.Context, scheme Scheme) error
	SaveRound(ctx context.Context, round Round) error
	// HoldRoster says whether the copy of the organisation is complete, and keeps who is erased from slipping into what is made of it.
	HoldRoster(ctx context.Context) (bool, error)
	AddRows(ctx context.Context, rows []Row) error
	// SaveRows keeps what changed of rows: why they are barred, and their figures.
	SaveRows(ctx context.Context, rows []Row) error
	// AddNomination keeps one; model.ErrAlreadyExists where its author has one for the nominee that stands.
	AddNomination(ctx context.Context, nomination Nomination) error
	WithdrawNomination(ctx context.Context, id string) error
	// SaveVote keeps what a member said of a candidate, in the place of what they said before.
	SaveVote(ctx context.Context, round string, vote Vote) error
	AddWins(ctx context.Context, wins []Win) error
	// RevokeWins ends those of these people who won and still do.
	RevokeWins(ctx context.Context, round string, people []string, revision int) error
	// AddAppeal keeps one; model.ErrAlreadyExists where the person has one that is open.
	AddAppeal(ctx context.Context, appeal Appeal) error
	AnswerAppeal(ctx context.Context, appeal Appeal) error
	AddDecision(ctx context.Context, decision Decision) error
}

// Past is a round that is over, and its last day.
type Past struct {
	Round string
	End   model.Day
}

// Stood is somebody who could have won in a round.
type Stood struct {
	Person, Site, Shift string
	Won                 bool
}

// WorksIn says whether somebody who works at a place works in the subtree, for that employer where it names one.
func WorksIn(ctx context.Context, r staff.Reader, place staff.Place, unit, employer string) (bool, error) {
	if employer != "" && employer != place.Employer {
		return false, nil
	}
	above, err := r.Above(ctx, place.Unit)
	return slices.Contains(above, unit), err
}

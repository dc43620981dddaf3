// Package award holds the life of an award: the rules by which it is given, its rounds from the draft to the winners, who nominated whom,
// what the panel scored, and appeals. How scores, draws and records are computed is in the packages below.
package award

import (
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// The refusals of awards.
var (
	ErrSchemeFixed     = model.NewFault("AWARD_SCHEME_FIXED")
	ErrSchemeNotActive = model.NewFault("AWARD_SCHEME_NOT_ACTIVE")
	ErrState           = model.NewFault("AWARD_ROUND_STATE")
	ErrNobodyEligible  = model.NewFault("AWARD_NOBODY_ELIGIBLE")
	ErrNoCandidates    = model.NewFault("AWARD_NO_CANDIDATES")
	ErrQuorum          = model.NewFault("AWARD_QUORUM_NOT_REACHED")
	ErrPanelSuffices   = model.NewFault("AWARD_PANEL_SUFFICES")
	ErrRevealLate      = model.NewFault("AWARD_REVEAL_LATE")
	ErrRevealAwaited   = model.NewFault("AWARD_REVEAL_AWAITED")
	ErrAppealOpen      = model.NewFault("AWARD_APPEAL_OPEN")
	ErrNominatedSelf   = model.NewFault("AWARD_NOMINATED_SELF")
	ErrNotEligible     = model.NewFault("AWARD_NOT_ELIGIBLE")
	ErrCoolDown        = model.NewFault("AWARD_COOL_DOWN")
	ErrNotAnnounced    = model.NewFault("AWARD_NOT_ANNOUNCED")
	ErrAppealLate      = model.NewFault("AWARD_APPEAL_LATE")
	ErrAppealAnswered  = model.NewFault("AWARD_APPEAL_ANSWERED")
	ErrRowTwice        = model.NewFault("ROW_TWICE")
)

// Why somebody of a round is no candidate, or what they were nominated by does not count. They stand in the record.
const (
	// TooShort: they did not work here on the day from which one had to.
	TooShort = "EMPLOYED_TOO_SHORT"
	// Rests: they won lately.
	Rests = "COOL_DOWN"
	// Judges: they are of the panel, or one of the two parties to the draw.
	Judges = "JUDGES"
	// NoFigures: a figure of theirs is missing.
	NoFigures = "NO_FIGURES"
	// TooFewContacts: fewer than the scheme demands.
	TooFewContacts = "TOO_FEW_CONTACTS"
	// NotNominated: by nobody who counts.
	NotNominated = "NOT_NOMINATED"
	// Left: they do not work here any more on the day of the announcement.
	Left = "LEFT"
	// Disqualified: by an appeal.
	Disqualified = "DISQUALIFIED"
	// Reciprocal: each of the two nominated the other.
	Reciprocal = "RECIPROCAL"
	// ManagerAlone: nobody but the direct manager nominated them.
	ManagerAlone = "MANAGER_ALONE"
	// Withdrawn: taken back by its author.
	Withdrawn = "WITHDRAWN"
	// NotOfRound: the nominee was not of the round, or cannot win in it, when it was frozen.
	NotOfRound = "NOT_OF_ROUND"
)

// Row is a person in a round, as it was frozen.
type Row struct {
	Round, Person string
	// Label stands for the person in the round, and Salt keeps anybody from finding out whose leaf of the record is theirs. Neither means
	// anything elsewhere.
	Label string
	Salt  record.Hash
	// Where they worked.
	Unit, Site, Employer, Manager, Shift, Channel string
	// Tenure counts the marks of 90 and of 365 days that they have passed.
	Tenure int
	// Barred is why they cannot be a candidate, "" for candidates and, before the panel, for who may become one.
	Barred string
	// Brought says that there are figures, Contacts how many contacts they had and Figures what was measured, by metric.
	Brought  bool
	Contacts int64
	Figures  map[string]score.Figure
}

// Out says that they were barred when the round was frozen, whatever comes.
func (r Row) Out() bool { return r.Barred == TooShort || r.Barred == Rests || r.Barred == Judges }

// Nomination says why somebody should win.
type Nomination struct {
	ID, Round, Nominator, Nominee string
	Story                         string
	Evidence                      []string
	Withdrawn                     bool
	CreateTime                    time.Time
}

// Vote is what one of the panel said of a candidate.
type Vote struct {
	Label, Member string
	// Score is 1 to 10; 0 where they recused themselves.
	Score int
}

// Win is what somebody won in a round.
type Win struct {
	Round, Person string
	// Revision is the decision by which they won, and Revoked the one by which they did not any more; 0 where they still do.
	Revision, Revoked int
}

// AppealState is where an appeal stands. The numbers are those of hearth.incentive.v1.AwardAppealState.
type AppealState int

// The states of appeals.
const (
	AppealOpen AppealState = iota + 1
	AppealDismissed
	AppealUpheld
)

// Appeal says what somebody thinks is wrong with a decision.
type Appeal struct {
	ID, Round, Person string
	Text              string
	State             AppealState
	Answer            string
	CreateTime        time.Time
	AnswerTime        time.Time
}

// Decision is one way in which a round was decided. Record is all that it was decided by, stripped of who is who.
type Decision struct {
	Round      string
	Revision   int
	Record     record.Record
	CreateTime time.Time
}

// Granted says that a round has winners: for the first time, or others after an appeal.
type Granted struct {
	Round Round
	// Gained and Lost are who won by this decision, and who did by the one before it only.
	Gained, Lost []string
}

// Happened marks a fact.
func (Granted) Happened() {}

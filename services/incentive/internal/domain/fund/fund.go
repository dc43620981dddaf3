// Package fund keeps the funds that pay for what people propose, and takes a proposal from the idea to its result. The tranches of an
// approved proposal are holds on the fund's account: each milestone's result captures its own.
package fund

import (
	"slices"
	"strconv"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// The refusals of funds and proposals.
var (
	ErrExhausted = model.NewFault("FUND_EXHAUSTED")
	ErrElsewhere = model.NewFault("PROPOSAL_ELSEWHERE")
	ErrMilestone = model.NewFault("MILESTONE_ELSEWHERE")
	ErrOwn       = model.NewFault("OWN_PROPOSAL")
	ErrNoScores  = model.NewFault("NO_SCORES")
)

// Fund is an amount that pays for what the people of a unit, and of those below it, propose.
type Fund struct {
	model.Header
	DisplayName model.Text
	// Unit is the bare id of the unit.
	Unit string
	// Currency is an ISO 4217 code, or POINTS.
	Currency string
	// Employer is whose money it is, and whose people alone may propose something; "" for points.
	Employer string
	// Account is what it is in. Available is what no proposal holds, Held the rest; the ledger has them.
	Account         string
	Available, Held int64
}

func (f Fund) check() error {
	if err := text.Localized("fund.display_name", f.DisplayName); err != nil {
		return err
	}
	switch points := f.Currency == wallet.Points; {
	case points && f.Employer != "":
		return model.InvalidField("fund.employer", model.Say("must be empty for points", "积分基金不能填写用人单位"))
	case !points:
		return text.Needed("fund.employer", f.Employer, 64)
	}
	return nil
}

// Standing is what decides about the funds that are somebody's: the unit where they work and all above it, and their employer.
type Standing struct {
	Person   string
	Units    []string
	Employer string
}

// OpenTo says whether somebody who stands there may propose something.
func (f Fund) OpenTo(s Standing) bool {
	return slices.Contains(s.Units, f.Unit) && (f.Employer == "" || f.Employer == s.Employer)
}

// State is what became of a proposal. The numbers are those of hearth.incentive.v1.ProposalState.
type State int32

// The states.
const (
	Submitted State = iota + 1
	Sponsored
	Scoring
	Scored
	Approved
	Declined
	Withdrawn
	Closed
)

// Proposal is what somebody would change, and what it takes.
type Proposal struct {
	model.Header
	Draft
	// Proposer is a bare id; Unit and Employer are where they worked when they proposed it.
	Proposer, Unit, Employer string
	State                    State
	// Sponsor is who calls themselves so, "people/…" or "keys/…".
	Sponsor string
	Scorers []Scorer
	// Reason says why it was decided so, and Result what came of it.
	Reason, Result string
}

// Draft is what people say of a proposal.
type Draft struct {
	// Fund is the bare id of the fund that shall pay, and Team are those of who proposes it with the proposer.
	Fund        string
	Title, Text string
	Team        []string
	Milestones  []Milestone
}

// Scorer is somebody who is asked for a score, a bare id; Given is nil until they gave it.
type Scorer struct {
	Person string
	Given  *Score
}

// Score is 1, the worst, to 5.
type Score struct{ Impact, Feasibility, Cost int }

// MilestoneState is what became of a milestone. The numbers are those of hearth.incentive.v1.MilestoneState.
type MilestoneState int32

// The states of milestones.
const (
	Planned MilestoneState = iota + 1
	Reported
	Paid
	Dropped
	Reversed
)

// Milestone is a part of a proposal for which a tranche is paid.
type Milestone struct {
	Title  string
	Amount int64
	Due    model.Day
	State  MilestoneState
	// Result is what the team told of it.
	Result string
	// Paid is what was paid, or paid and reversed for a Reason.
	Paid   int64
	Reason string
}

// TranchePaid is the fact that a milestone was paid for. The first is 1.
type TranchePaid struct {
	Proposal, Fund, Unit string
	Milestone            int
}

// Happened marks a fact.
func (TranchePaid) Happened() {}

// Asked is what a proposal asks for.
func (d Draft) Asked() (sum int64) {
	for _, m := range d.Milestones {
		sum += m.Amount
	}
	return sum
}

// OfTeam says whether a person proposes it, alone or with others.
func (p Proposal) OfTeam(person string) bool {
	return person != "" && (person == p.Proposer || slices.Contains(p.Team, person))
}

// scores says whether a person was asked for a score.
func (p Proposal) scores(person string) bool {
	return person != "" && slices.ContainsFunc(p.Scorers, func(s Scorer) bool { return s.Person == person })
}

// Given are the scores that were given, in the order of what they say.
func (p Proposal) Given() (scores []Score) {
	for _, s := range p.Scorers {
		if s.Given != nil {
			scores = append(scores, *s.Given)
		}
	}
	slices.SortFunc(scores, func(a, b Score) int {
		return slices.Compare([]int{a.Impact, a.Feasibility, a.Cost}, []int{b.Impact, b.Feasibility, b.Cost})
	})
	return scores
}

// Revealed are the scores that were given, none while some may yet be given.
func (p Proposal) Revealed() []Score {
	if p.State == Scoring {
		return nil
	}
	return p.Given()
}

// elsewhere says that a step does not fit what became of the proposal.
func (p Proposal) elsewhere() error {
	return ErrElsewhere.With("state", strconv.Itoa(int(p.State)))
}

func (d Draft) check(today model.Day) error {
	if err := text.Line("proposal.title", d.Title, 200); err != nil {
		return err
	}
	if err := text.Lines("proposal.text", d.Text, 10_000); err != nil {
		return err
	}
	for i, m := range d.Milestones {
		at := "proposal.milestones[" + strconv.Itoa(i) + "]."
		if err := text.Line(at+"title", m.Title, 200); err != nil {
			return err
		}
		if m.Due < today {
			return model.InvalidField(at+"due_date", model.Say("lies in the past", "早于今天"))
		}
	}
	return nil
}

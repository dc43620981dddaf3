package award

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// SchemeState is where a scheme stands. The numbers are those of hearth.incentive.v1.AwardSchemeState.
type SchemeState int

// The states of schemes.
const (
	Draft SchemeState = iota + 1
	Active
	Archived
)

// Scheme is by which rules an award is given.
type Scheme struct {
	model.Header
	Rules
	State SchemeState
}

// Rules are what people decide about a scheme. Each round keeps those that it was begun by.
type Rules struct {
	DisplayName model.Text
	// Unit is the subtree whose people may win; Employer narrows them to one employer's, "" does not.
	Unit, Employer string
	Metrics        []Metric
	// PanelPercent is how much the panel's scores weigh beside the figures.
	PanelPercent int
	// MinimumContacts, EmployedDays and CoolDownMonths say who cannot win.
	MinimumContacts int64
	EmployedDays    int
	CoolDownMonths  int
	// Panel are who scores, and Quorum how many of them must have scored each candidate.
	Panel  []string
	Quorum int
	// Winners is how many win, and MostOfTeam how many of one unit; 0 for as many as come.
	Winners, MostOfTeam int
	// Points are paid by the budget of BudgetUnit, to each winner.
	Points     int64
	BudgetUnit string
	// Bonus is nil where no money is won.
	Bonus *Bonus
	// AppealDays is how long appeals can be made, RevealDays how long the parties have to reveal.
	AppealDays, RevealDays int
}

// Metric is one figure by which people are scored. Its id is the word by which figures are imported.
type Metric struct {
	score.Criterion
	DisplayName model.Text
}

// Bonus is money for each winner.
type Bonus struct {
	Currency string
	// Amount is in minor units.
	Amount      int64
	Net         bool
	TaxCategory string
}

// Scoring is what the score is computed by.
func (r Rules) Scoring() score.Scheme {
	scheme := score.Scheme{Panel: int64(r.PanelPercent)}
	for _, m := range r.Metrics {
		scheme.Criteria = append(scheme.Criteria, m.Criterion)
	}
	return scheme
}

// Check finds what is wrong with the rules of a draft beyond what the contract says of each field. Whether they are fair is asked when
// they are to be used.
func (r Rules) Check() error {
	if err := text.Localized("award_scheme.display_name", r.DisplayName); err != nil {
		return err
	}
	for i, m := range r.Metrics {
		if err := text.Localized("award_scheme.metrics["+strconv.Itoa(i)+"].display_name", m.DisplayName); err != nil {
			return err
		}
	}
	switch {
	case r.Quorum > len(r.Panel):
		return model.InvalidField("award_scheme.quorum", model.Say("is more than the panel has people", "超过评审团人数"))
	case r.PanelPercent > 0 && r.Quorum == 0:
		return model.InvalidField("award_scheme.quorum", model.Say("is 0, and the panel counts", "为 0，但评审团计分"))
	case r.Points == 0 && r.Bonus == nil:
		return model.InvalidField("award_scheme.points", model.Say("is 0, and there is no bonus: there is nothing to win", "为 0，且未设置奖金：没有奖励"))
	}
	return nil
}

// Fair is the guardrail: it refuses rules that would set people against each other, and names the fields of a scheme.
func (r Rules) Fair() error {
	err := r.Scoring().Check()
	fault, ok := errors.AsType[*model.Fault](err)
	if !ok {
		return err
	}
	renamed := *fault
	renamed.Violations = slices.Clone(fault.Violations)
	for i, wrong := range renamed.Violations {
		renamed.Violations[i].Field = strings.NewReplacer("criteria", "award_scheme.metrics", "panel", "award_scheme.panel_percent").Replace(wrong.Field)
	}
	return &renamed
}

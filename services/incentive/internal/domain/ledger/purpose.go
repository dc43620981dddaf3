package ledger

import (
	"slices"
	"strings"
)

// What the accounts of Hearth's own rooms are for. Decision 16 says whose each is and what moves in it.
const (
	// Source is where points and money come from; it may be overdrawn.
	Source = "source"
	// Participation is where the points come from that somebody gets for taking part in surveys; it may be overdrawn.
	Participation = "participation"
	// Allowance is what a person may give.
	Allowance = "allowance"
	// Earned is what a person was given.
	Earned = "earned"
	// Budget is what a unit may award.
	Budget = "budget"
	// Spent and Expired are where points end.
	Spent   = "spent"
	Expired = "expired"
	// Bonus is money that was awarded to a person and not yet paid.
	Bonus = "bonus"
	// Payroll is money that payroll has acknowledged.
	Payroll = "payroll"
	// Fund is what an innovation fund may grant, Granted what the milestones of a proposal were paid.
	Fund    = "fund"
	Granted = "granted"
	// Stock is the pieces of a reward.
	Stock = "stock"
)

// Points is the currency of the ledger of points, which all employers share.
const Points = "POINTS"

// seals says whether an account is told to nobody but its owner: the points of a person, and where points come from or end without any
// colleague's, unit's or shop's doing, whose other side is always a person. It follows from what the account is, whoever begins it.
func (l Ledger) seals(a Account) bool {
	return l.Currency == Points && (strings.HasPrefix(a.Owner, "people/") || a.Purpose == Participation || a.Purpose == Expired)
}

// ofHearth says that a room of Hearth's own moves value through the account.
func (a Account) ofHearth() bool {
	return slices.Contains([]string{
		Source, Participation, Allowance, Earned, Budget, Spent, Expired, Bonus, Payroll, Fund, Granted, Stock,
	}, a.Purpose)
}

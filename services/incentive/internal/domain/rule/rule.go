// Package rule grants points for what happened: a rule names a type of facts, a condition on them, and what whom is granted. What it would
// have granted for the facts of the past can be seen before it grants anything.
package rule

import (
	"math"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// The refusals of rules.
var (
	ErrVolumeAlone   = model.NewFault("SCHEME_OF_VOLUME_ALONE")
	ErrNotPublished  = model.NewFault("RULE_NOT_PUBLISHED")
	ErrTooManyFacts  = model.NewFault("TOO_MANY_FACTS")
	ErrEmployerFixed = model.InvalidField("rule.employer", model.Say("can never be changed", "创建后不可更改"))
	ErrOwnerFixed    = model.InvalidField("rule.owner_unit", model.Say("can never be changed", "创建后不可更改"))
)

// State is whether a rule grants. The numbers are those of hearth.incentive.v1.RuleState.
type State int32

// The states.
const (
	Draft State = iota + 1
	Active
	Paused
	Archived
)

// Share is who gets what a rule grants. The numbers are those of hearth.incentive.v1.RuleShare.
type Share int32

// The shares.
const (
	// ToPerson: the person whom the fact is about.
	ToPerson Share = iota + 1
	// ToTeam: all who were at work in the unit of the fact, each as much as the others.
	ToTeam
)

// Period is the time within which caps count. The numbers are those of hearth.incentive.v1.RulePeriod.
type Period int32

// The periods.
const (
	ByDay Period = iota + 1
	ByWeek
	ByMonth
	ByQuarter
	ByYear
)

// Spec is what people decide about a rule.
type Spec struct {
	DisplayName model.Text
	// On is the type of facts that it grants for.
	On fact.Type
	// Condition is an expression in CEL, Amount another of a whole number.
	Condition, Amount string
	Share             Share
	// Reason says to people what they were granted points for, in both languages.
	Reason model.Text
	// Start and End are the first and the last day, in Zone, on which a fact must have happened; End is model.NoDay for none.
	Start, End model.Day
	// Zone is the IANA zone in which days and periods begin.
	Zone   string
	Period Period
	// PersonCap and TotalCap are the most points that a person, and all together, are granted in a period; 0 for no cap.
	PersonCap, TotalCap int64
	// CoolDown is how far apart two facts of a person must lie to be granted for both.
	CoolDown time.Duration
	// Budget is the bare id of the unit whose budget pays; "" where points come from the source.
	Budget string
}

// Rule is a rule with what is drafted and what of it holds.
type Rule struct {
	model.Header
	// OwnerUnit and Employer say for whom it is: people of the subtree, of that employer, or of any where it is "".
	OwnerUnit, Employer string
	Spec                Spec
	State               State
	// Published counts the versions; 0 where there is none. The last one holds.
	Published int64
	// Refused are the grants that were not made, by why.
	Refused []Refused
}

// Version is what was published of a rule, and never changes.
type Version struct {
	Rule        string
	Number      int64
	Spec        Spec
	PublishTime time.Time
}

// Live is a version that holds, of a rule that is active.
type Live struct {
	Version
	OwnerUnit, Employer string
}

// Grant is points that a rule granted to somebody.
type Grant struct {
	ID      string
	Rule    string
	Version int64
	// On, Resource and Time are the fact's.
	On       fact.Type
	Resource string
	Time     time.Time
	// Fact is its key.
	Fact   string
	Person string
	Amount int64
	// Period is the first day of the period in which it counts.
	Period     model.Day
	CreateTime time.Time
	// Withdrawn: the fact turned out not to have been so, and the points were taken back.
	Withdrawn bool
	// Refusal is why it was not made; 0 where it was.
	Refusal Refusal
}

// first is the first day of the period in which a day lies.
func (p Period) first(day model.Day) model.Day {
	date := time.Unix(int64(day)*24*60*60, 0).UTC()
	year, month := date.Year(), date.Month()
	switch p {
	case ByWeek:
		return day - model.Day(day.Weekday()-1)
	case ByMonth:
		return model.DayOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
	case ByQuarter:
		return model.DayOf(time.Date(year, month-(month-1)%3, 1, 0, 0, 0, 0, time.UTC))
	case ByYear:
		return model.DayOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
	default:
		return day
	}
}

// left is what a cap leaves of an amount when so much was granted.
func left(most, granted, amount int64) int64 {
	if most == 0 {
		most = math.MaxInt64
	}
	return min(amount, max(most-granted, 0))
}

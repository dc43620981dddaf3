package domain

import (
	"maps"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// Mode is what a survey keeps of who answered. The numbers are those of hearth.survey.v1.SurveyMode.
type Mode int

// The modes. Anonymous is not taken so far.
const (
	Confidential Mode = iota + 1
	Anonymous
	Identified
)

// State is how far a survey is. The numbers are those of hearth.survey.v1.SurveyState.
type State int

// The states, in the only order in which they follow each other.
const (
	Draft State = iota + 1
	Open
	Closed
)

// Intake is by what way the answers of a survey come. The numbers are those of hearth.survey.v1.Intake.
type Intake int

// The ways. No survey takes both.
const (
	FromPeople Intake = iota + 1
	ByImport
)

// Survey is one asking of one instrument.
type Survey struct {
	model.Header
	SurveyDraft
	State State
	// Eligible is how many people were asked at the opening.
	Eligible   int64
	OpenedTime time.Time
	ClosedTime time.Time
	// ReleasedTime is when its figures could first be read.
	ReleasedTime time.Time
	// Wave is which of a pulse it is.
	Wave Wave
	// NextReminder is when people are to be reminded next; zero for never.
	NextReminder time.Time
	// Participation is counted once, at the close.
	Participation Participation
}

// SurveyDraft is what people decide about a survey. All ids are bare.
type SurveyDraft struct {
	DisplayName model.Text
	Instrument  string
	OwnerUnit   string
	Mode        Mode
	Intake      Intake
	Audience    Audience
	// CloseTime is when it closes by itself; zero when by hand only.
	CloseTime time.Time
	// ReminderDays are how many days before the close people are to be reminded.
	ReminderDays []int
	Split        Split
	// Previous is the survey that this one repeats, "" for none.
	Previous string
}

// Employer is the one employer whose people alone are asked, "" when there are several or all. Where vendors work side by side, whose
// role is for one employer reaches the surveys of that employer only.
func (d SurveyDraft) Employer() string {
	if len(d.Audience.Employers) == 1 {
		return d.Audience.Employers[0]
	}
	return ""
}

// Check finds what is wrong with a draft as it would be at that time.
func (d SurveyDraft) Check(now time.Time) error {
	switch {
	case d.Instrument == "":
		return model.InvalidField("survey.instrument", model.Missing)
	case d.OwnerUnit == "":
		return model.InvalidField("survey.owner_unit", model.Missing)
	case len(d.Audience.Units) == 0:
		return model.InvalidField("survey.audience.units", model.Missing)
	case !d.CloseTime.IsZero() && !d.CloseTime.After(now):
		return model.InvalidField("survey.close_time", model.Say("has passed", "已过期"))
	}
	if err := d.Audience.check(); err != nil {
		return err
	}
	if d.Audience.Contacts && d.Intake != ByImport {
		return model.InvalidField("survey.audience.kind", model.Say("needs INTAKE_IMPORT", "须配合 INTAKE_IMPORT"))
	}
	if err := d.checkReminders(); err != nil {
		return err
	}
	if err := text.Localized("survey.display_name", d.DisplayName); err != nil {
		return err
	}
	return d.Split.check(d.Mode)
}

// sameButClose says whether the drafts differ in nothing but the time of the close and the reminders of it.
func (d SurveyDraft) sameButClose(other SurveyDraft) bool {
	return d.Instrument == other.Instrument && d.OwnerUnit == other.OwnerUnit && d.Mode == other.Mode && d.Intake == other.Intake && d.Previous == other.Previous &&
		d.Audience.equal(other.Audience) && d.Split.equal(other.Split) && maps.Equal(d.DisplayName, other.DisplayName)
}

// takes says whether answers are taken at that time.
func (s Survey) takes(now time.Time) bool {
	return s.State == Open && (s.CloseTime.IsZero() || s.CloseTime.After(now))
}

// Participation is how many of those who could answer did.
type Participation struct {
	Eligible  int64
	Responses int64
}

// Rate is the share of those who answered, 0 to 1.
func (p Participation) Rate() float64 {
	if p.Eligible == 0 {
		return 0
	}
	return float64(p.Responses) / float64(p.Eligible)
}

// Package letter takes customers' thank-you letters from what a customer sent to what everybody may read. What was sent is kept apart from
// the letter, for a time only; what stays is a text that somebody typed anew and somebody else compared.
package letter

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// The refusals of letters.
var (
	ErrIDReused     = model.NewFault("LETTER_ID_REUSED")
	ErrMediaType    = model.NewFault("LETTER_MEDIA_TYPE")
	ErrPurged       = model.NewFault("LETTER_ORIGINAL_PURGED")
	ErrEnded        = model.NewFault("LETTER_ENDED")
	ErrPublished    = model.NewFault("LETTER_PUBLISHED")
	ErrAgreed       = model.NewFault("LETTER_AGREED")
	ErrNotRedacted  = model.NewFault("LETTER_NOT_REDACTED")
	ErrNotRetyped   = model.NewFault("LETTER_NOT_RETYPED")
	ErrFourEyes     = model.NewFault("LETTER_FOUR_EYES")
	ErrNotApproved  = model.NewFault("LETTER_NOT_APPROVED")
	ErrNotMatched   = model.NewFault("LETTER_NOT_MATCHED")
	ErrNotAgreed    = model.NewFault("LETTER_NOT_AGREED")
	ErrNotPublished = model.NewFault("LETTER_NOT_PUBLISHED")
)

// State is how far a letter is. The numbers are those of hearth.incentive.v1.LetterState.
type State int32

// The states.
const (
	Open State = iota + 1
	Approved
	Published
	Declined
	// Expired: what was sent had to be purged before a text was approved, or somebody whom it thanks was erased.
	Expired
)

// Channel is by what way a customer wrote or was asked. The numbers are those of hearth.incentive.v1.LetterChannel.
type Channel int32

// Consent is what a customer said to a publication. The numbers are those of hearth.incentive.v1.CustomerConsent.
type Consent int32

// What customers say.
const (
	NotAsked Consent = iota + 1
	Given
	Refused
)

// Answer is what somebody whom a letter thanks says to its publication. The numbers are those of hearth.incentive.v1.LetterAnswer.
type Answer int32

// What they say; 0 before they said anything.
const (
	Named Answer = iota + 1
	Unnamed
	No
)

func (a Answer) agrees() bool { return a == Named || a == Unnamed }

// Reason is why a letter is not published. The numbers are those of hearth.incentive.v1.LetterDeclineReason.
type Reason int32

// Letter is what is kept for good: nothing of it leads to the customer. All ids are bare.
type Letter struct {
	model.Header
	// Unit is the one that it came to, and Employer the one whose people alone it thanks, "" for several or where nobody knows.
	Unit, Employer string
	Channel        Channel
	Received       model.Day
	Language       string
	State          State
	People         []Thanked
	Customer       Asked
	// Text is what may be shown. RetypedBy and ApprovedBy are the subjects of who typed and who compared it.
	Text, RetypedBy, ApprovedBy string
	Declined                    Reason
	// PurgeTime is by when what was sent goes, and PurgedTime when it went.
	PurgeTime, PurgedTime, PublishedTime time.Time
	// External is a digest of the name that another system has for it, nil for none, and Check tells another letter under that name from
	// this one: 16 bits of a digest, of which nobody can guess what was sent.
	External []byte
	Check    uint16
}

// Thanked is somebody whom a letter thanks, and where they worked when they were matched.
type Thanked struct {
	Person, Unit, Employer string
	Answer                 Answer
	AnswerTime             time.Time
}

// Asked is what the customer said, how they were asked and on which day.
type Asked struct {
	Consent Consent
	By      Channel
	Day     model.Day
}

// Changed is the fact that a letter was published, or that its publication was taken back.
type Changed struct{ Letter Letter }

// Happened marks a fact.
func (Changed) Happened() {}

// Thanks is where a person stands among those whom it thanks, below 0 for nowhere.
func (l Letter) Thanks(person string) int {
	return slices.IndexFunc(l.People, func(t Thanked) bool { return t.Person == person })
}

// stranger refuses a caller whom it thanks.
func (l Letter) stranger(ctx context.Context) error {
	people := make([]string, len(l.People))
	for i, t := range l.People {
		people[i] = t.Person
	}
	return staff.Stranger(ctx, people...)
}

// NamedPeople are those who agreed to be named.
func (l Letter) NamedPeople() []string {
	var named []string
	for _, t := range l.People {
		if t.Answer == Named {
			named = append(named, t.Person)
		}
	}
	return named
}

// Readable says that whom it thanks may read it.
func (l Letter) Readable() bool { return l.ApprovedBy != "" && l.Text != "" }

func (l Letter) ended() bool { return l.State == Declined || l.State == Expired }

// changeable refuses what is not being worked on.
func (l Letter) changeable() error {
	switch {
	case l.ended():
		return ErrEnded
	case l.State == Published:
		return ErrPublished
	}
	return nil
}

// commonEmployer is the employer of all whom it thanks, "" where there are several.
func (l Letter) commonEmployer() string {
	employer := l.People[0].Employer
	for _, t := range l.People {
		if t.Employer != employer {
			return ""
		}
	}
	return employer
}

// Package recognition is how people thank each other: who is thanked, who sees it, what is done about what hurts, and which anniversaries
// are told.
package recognition

import (
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Collection is that of the names of recognitions.
const Collection = "recognitions"

// Kind is where a recognition comes from. The numbers are those of the contract.
type Kind int32

// The kinds.
const (
	Thanks      Kind = 1
	Anniversary Kind = 2
	// Letter is a customer's, as it was published.
	Letter Kind = 3
)

// Reaction is what a person answers a recognition with. The numbers are those of the contract; 0 is none.
type Reaction int32

// ReportReason is what is wrong with a recognition. The numbers are those of the contract.
type ReportReason int32

// Recognition is a thank-you. All ids are bare.
type Recognition struct {
	ID   string
	Kind Kind
	// Giver is a person; "" for an anniversary and a letter.
	Giver string
	// Letter is the one that is told of.
	Letter    string
	Receivers []Receiver
	// Team is the unit whose people were thanked; "" where they were named.
	Team     string
	Behavior string
	Story    string
	Private  bool
	// Points are what each receiver got.
	Points int64
	// Years are those of an anniversary.
	Years      int
	CreateTime time.Time
	// WithdrawTime is when it was taken back; zero while it was not.
	WithdrawTime time.Time

	Hidden     bool
	HideReason string
	// HiddenBy is the subject of the moderator.
	HiddenBy string
	// TakenBack says that the points went back.
	TakenBack bool
	// Reports are how many nobody has settled.
	Reports int
}

// Name is its resource name.
func (r Recognition) Name() string { return model.Name(Collection, r.ID) }

// Shown says that others than its giver and its receivers see it.
func (r Recognition) Shown() bool { return !r.Private && !r.Hidden && !r.Withdrawn() }

// Withdrawn says that it was taken back.
func (r Recognition) Withdrawn() bool { return !r.WithdrawTime.IsZero() }

// People are the receivers' ids.
func (r Recognition) People() []string {
	people := make([]string, len(r.Receivers))
	for i, receiver := range r.Receivers {
		people[i] = receiver.Person
	}
	return people
}

// Receiver is somebody who was thanked, where they worked on that day.
type Receiver struct {
	Person, Unit, Employer string
	// Unnamed: nobody else is told of them.
	Unnamed bool
}

// Viewer is who reads: how far they reach, and for whom they work today, "" for nobody.
type Viewer struct {
	Scope    model.Scope
	Employer string
}

// View is a recognition as a viewer sees it.
type View struct {
	// Recognition holds those receivers of whom the viewer is told.
	Recognition
	// Receivers are how many there are.
	All int
	// Mine says that the viewer gave it or got it.
	Mine      bool
	Reactions []Count
	Own       Reaction
}

// Count is how many people gave a reaction.
type Count struct {
	Reaction Reaction
	People   int
}

// Report is what somebody finds wrong.
type Report struct {
	// By is the subject of who reported it: told to nobody.
	By     string
	Reason ReportReason
	Note   string
	Time   time.Time
}

// Reported is a recognition as moderators see it, with the reports that nobody has settled.
type Reported struct {
	View
	Open []Report
}

// Given says that somebody was thanked in public.
type Given struct{ Recognition Recognition }

// Hidden says that a public recognition is to be seen no more.
type Hidden struct{ Recognition string }

// Restored says that a hidden one is to be seen again.
type Restored struct{ Recognition string }

// Withdrawn says that what everybody saw was taken back.
type Withdrawn struct{ Recognition string }

// Happened marks the facts.
func (Given) Happened()     {}
func (Hidden) Happened()    {}
func (Restored) Happened()  {}
func (Withdrawn) Happened() {}

// The refusals of this room.
var (
	ErrOwn         = model.NewFault("OWN_RECOGNITION")
	ErrNotAtWork   = model.NewFault("NOT_AT_WORK")
	ErrNobody      = model.NewFault("NOBODY_TO_THANK")
	ErrTooMany     = model.NewFault("TOO_MANY_RECEIVERS")
	ErrHidden      = model.NewFault("RECOGNITION_HIDDEN")
	ErrPointsSpent = model.NewFault("POINTS_SPENT")
	ErrWithdrawn   = model.NewFault("RECOGNITION_WITHDRAWN")
	ErrTooLate     = model.NewFault("WITHDRAWAL_TOO_LATE")
)

// mostReceivers is whom one recognition reaches.
const mostReceivers = 100

// newID is an id that grows with time.
func newID() (string, error) {
	id, err := uuid.NewV7()
	return id.String(), err
}

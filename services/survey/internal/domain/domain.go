// Package domain holds what surveys are and how they run: instruments, surveys, and the sheets that people fill in. Its use cases run
// within a transaction that the caller opened, over a Store bound to it.
package domain

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// The refusals of surveys.
var (
	ErrInstrumentPublished    = model.NewFault("INSTRUMENT_PUBLISHED")
	ErrInstrumentNotPublished = model.NewFault("INSTRUMENT_NOT_PUBLISHED")
	ErrModeNotAvailable       = model.NewFault("MODE_NOT_AVAILABLE")
	ErrModeFixed              = model.NewFault("MODE_FIXED")
	ErrSurveyNotDraft         = model.NewFault("SURVEY_NOT_DRAFT")
	ErrSurveyNotOpen          = model.NewFault("SURVEY_NOT_OPEN")
	ErrSurveyClosed           = model.NewFault("SURVEY_CLOSED")
	ErrSurveyNotClosed        = model.NewFault("SURVEY_NOT_CLOSED")
	ErrTooFew                 = model.NewFault("TOO_FEW")
	ErrAudienceTooSmall       = model.NewFault("AUDIENCE_TOO_SMALL")
	ErrRosterNotReady         = model.NewFault("ROSTER_NOT_READY")
	ErrTooManyLevels          = model.NewFault("TOO_MANY_LEVELS")
	ErrIntakeFixed            = model.NewFault("INTAKE_FIXED")
	ErrNotForImport           = model.NewFault("SURVEY_NOT_FOR_IMPORT")
	ErrNotAsked               = model.NewFault("NOT_ASKED")
	ErrOtherInstrument        = model.NewFault("OTHER_INSTRUMENT")
	ErrRowTwice               = model.NewFault("ROW_TWICE")
	ErrAnswerInvalid          = item.ErrAnswerInvalid
	ErrSurveyNotReleased      = model.NewFault("SURVEY_NOT_RELEASED")
	ErrCellsOverlap           = model.NewFault("CELLS_OVERLAP")
	ErrInstrumentsUnrelated   = model.NewFault("INSTRUMENTS_UNRELATED")
	ErrNotIdentified          = model.NewFault("SURVEY_NOT_IDENTIFIED")
	ErrContactInvalid         = model.NewFault("CONTACT_INVALID")
	ErrContactElsewhere       = model.NewFault("CONTACT_ELSEWHERE")
	ErrUnitNotAsked           = model.NewFault("UNIT_NOT_ASKED")
)

// Threshold is the least number of people of whom anything is shown.
const Threshold = 5

// Reader reads what is kept. What does not exist is model.ErrNotFound.
type Reader interface {
	Instrument(ctx context.Context, id string) (Instrument, error)
	// Instruments lists all, one more than a page: they hold nothing about anybody and are shared by the installation.
	Instruments(ctx context.Context, list model.List) ([]Instrument, error)
	Survey(ctx context.Context, id string) (Survey, error)
	// Surveys lists those within the scope, one more than a page.
	Surveys(ctx context.Context, scope model.Scope, list model.List) ([]Survey, error)
	// Due lists the open surveys whose time of close has come.
	Due(ctx context.Context, now time.Time) ([]string, error)
	// RemindersDue lists the surveys that are to remind people by that time.
	RemindersDue(ctx context.Context, now time.Time) ([]string, error)
	// Assigned lists the surveys that take answers of the scope's person from themselves, those that close first first, and whether the scope's way in
	// has answered.
	Assigned(ctx context.Context, scope model.Scope, now time.Time, most int) ([]Assigned, error)
	// Sheet reads a person's place in a survey that was opened.
	Sheet(ctx context.Context, survey, person string) (Sheet, error)
	// Writings are what the person wrote in free words beside a sheet with this mark, none beside another.
	Writings(ctx context.Context, survey, person string, mark []byte) ([]instrument.Writing, error)
	// Named lists the sheets of a survey that were filled in by people whom the scope reaches where they work now or worked last, with what
	// they wrote, one more than a page; contacts where they were served. AsksWithin says whether the survey asks such people at all.
	Named(ctx context.Context, scope model.Scope, now time.Time, survey Survey, list model.List) ([]Named, error)
	AsksWithin(ctx context.Context, scope model.Scope, now time.Time, survey Survey) (bool, error)
	// Participants lists who filled in a sheet of a survey, those left out who were erased, one more than a page.
	Participants(ctx context.Context, survey string, list model.List) ([]string, error)
	// Sheets reads all places of a person, in the order of the surveys' ids.
	Sheets(ctx context.Context, person string) ([]Sheet, error)

	// Groups counts the sheets of every place of a survey that was opened, in a fixed order; GroupsAt whom it would ask at the instant.
	Groups(ctx context.Context, survey Survey) ([]frozen.Group, error)
	GroupsAt(ctx context.Context, survey Survey, at time.Time) ([]frozen.Group, error)
	// UnitsAbove are the units of subtrees, each with the one above it.
	UnitsAbove(ctx context.Context, units []string) (map[string]string, error)
	// UnitsReached are the units in which the scope holds an employer's people; "" are those of all employers.
	UnitsReached(ctx context.Context, scope model.Scope, employer string) (map[string]bool, error)
	// Tree is what was frozen of whom a survey asks; the zero Tree before its opening.
	Tree(ctx context.Context, survey Survey) (frozen.Tree, error)

	// RosterReady says whether the copy of the organisation is complete.
	RosterReady(ctx context.Context) (bool, error)
	// UnitExists says whether the unit is in use.
	UnitExists(ctx context.Context, unit string) (bool, error)
	// InScope says whether a unit and an employer lie within the scope; "" stands for several employers or all.
	InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error)
}

// Store reads and writes within a transaction. What it reads to be changed stays as it is until the transaction ends.
type Store interface {
	Reader
	InstrumentToChange(ctx context.Context, id string) (Instrument, error)
	// LastEdition is the highest edition of a family.
	LastEdition(ctx context.Context, family string) (int32, error)
	SurveyToChange(ctx context.Context, id string) (Survey, error)
	// SaveInstrument and SaveSurvey insert version 1 and update any other.
	SaveInstrument(ctx context.Context, instrument Instrument) error
	SaveSurvey(ctx context.Context, survey Survey) error

	// HoldRoster is RosterReady, and keeps ForgetPerson waiting until the transaction ends.
	HoldRoster(ctx context.Context) (bool, error)
	// Freeze makes a blank sheet with nobody's mark for each person who belongs to the survey's audience on the day that they have at
	// the instant, by the zone of their site, and says how many there are.
	Freeze(ctx context.Context, survey Survey, at time.Time, blank []byte) (eligible int64, err error)
	// KeepTree keeps what is frozen of whom the survey asks, once.
	KeepTree(ctx context.Context, survey string, tree frozen.Tree) error
	// AddContacts makes a blank sheet with nobody's mark for each contact, under its key, that has none yet. ContactPlaces are where those
	// of the keys stand that have one.
	AddContacts(ctx context.Context, survey string, contacts []Placed, blank []byte) error
	ContactPlaces(ctx context.Context, survey string, keys []string) (map[string]Place, error)
	// BlankContacts makes the sheets of a draft's contacts blank ones, and says how many there are.
	BlankContacts(ctx context.Context, survey string, blank []byte) (int64, error)
	// ReplaceTree keeps what is frozen of whom the survey asks in the place of what was.
	ReplaceTree(ctx context.Context, survey string, tree frozen.Tree) error
	// FillIn keeps the answers and the mark on the person's sheet. It keeps nothing and says so where there is no such sheet, or the survey does not
	// take answers of people. A close waits for it or comes before it.
	FillIn(ctx context.Context, survey, person string, answers, mark []byte, now time.Time) (kept bool, err error)
	// KeepWritings keeps what a person wrote in free words, in the place of all that they wrote before.
	KeepWritings(ctx context.Context, survey, person string, writings []instrument.Writing) error
	// SurveyToFill is Survey, and keeps a close waiting until the transaction ends.
	SurveyToFill(ctx context.Context, id string) (Survey, error)
	// FillInAll keeps imported answers, each of another person, on their sheets under nobody's mark, and says of whom there is no sheet.
	FillInAll(ctx context.Context, survey string, sheets []Filled) (missing map[string]bool, err error)
	// Settle counts the sheets of a survey that is closed in this transaction, wipes out by which ways in and in which order they
	// were filled in, and parts what was written in free words from who wrote it: each stands under a random id from then on, beside the unit alone.
	// Where the survey is Identified, the ways in stay, and so does what each person wrote, besides.
	Settle(ctx context.Context, survey Survey) (Participation, error)
	// StartRelease begins the operation that makes the release of a survey which is closed in this transaction.
	StartRelease(ctx context.Context, survey string, now time.Time) error

	// ForgetPerson takes a person out of the copy of the organisation.
	ForgetPerson(ctx context.Context, person string) error
	// SurveysAsking reads, to be changed, the surveys that have a sheet of the person.
	SurveysAsking(ctx context.Context, person string) ([]Survey, error)
	// DropSheet removes a person from the audience, with what they wrote.
	DropSheet(ctx context.Context, survey, person string) error
	// Disown puts the sheet under another id, which nothing leads to, and removes what still stands beside the person.
	Disown(ctx context.Context, survey, person, pseudonym string) error

	// Record hands on what happened, in the same transaction.
	Record(ctx context.Context, facts ...model.Fact) error
}

// SurveyChanged is the fact that a survey is now as it says.
type SurveyChanged struct{ Survey Survey }

// Happened marks a fact.
func (SurveyChanged) Happened() {}

package domain

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// ImportRow is what somebody answered elsewhere.
type ImportRow struct {
	// Person is a bare id, "" where the row names nobody.
	Person string
	// Contact is who is asked instead.
	Contact *Contact
	Answers []item.Answer
}

// Filled is the sheet of a person, filled in.
type Filled struct {
	Person   string
	Answers  []byte
	Writings []instrument.Writing
}

// Rows are the rows of one import, as far as they have come. The zero value has seen none.
type Rows struct{ seen map[string]bool }

// Packed are rows that are ready to be kept.
type Packed struct {
	sheets []Filled
	// at is the row of each sheet.
	at []int
	// free: what was answered in free words belongs to them.
	free bool
	// blank is a sheet without answers; empty where the survey was a draft when they were packed.
	blank []byte
	// contacts are by row, nil where it is of a person, and answered whether it has answers.
	contacts []*Contact
	answered []bool
	// Refused has the refusal of each row, nil for those that are not refused, or not yet.
	Refused []error
}

// Pack fills in the sheets of the rows that come next, in an import of answers to an instrument. Of two rows for one person the later is
// refused: nobody can say which is right, and the first may be kept already.
func (r *Rows) Pack(asks instrument.Instrument, rows []ImportRow) Packed {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	packed := Packed{sheets: make([]Filled, 0, len(rows)), at: make([]int, 0, len(rows)), free: asks.Free(), Refused: make([]error, len(rows)),
		blank: asks.Blank(), contacts: make([]*Contact, len(rows)), answered: make([]bool, len(rows))}
	for i, row := range rows {
		packed.contacts[i], packed.answered[i] = row.Contact, len(row.Answers) > 0
		seen := row.Person
		if row.Contact != nil {
			if packed.Refused[i] = row.Contact.check(); packed.Refused[i] != nil {
				continue
			}
			row.Person = row.Contact.Key()
			seen = row.Person
			if !packed.answered[i] {
				seen += "\x00asked" // it may answer further down
			}
		}
		switch {
		case row.Person == "":
			packed.Refused[i] = ErrNotAsked
			continue
		case r.seen[seen]:
			packed.Refused[i] = ErrRowTwice
			continue
		}
		r.seen[seen] = true
		if row.Contact != nil && !packed.answered[i] {
			continue
		}
		filled, err := asks.FillIn(row.Answers)
		if err != nil {
			packed.Refused[i] = err
			continue
		}
		packed.sheets = append(packed.sheets, Filled{row.Person, filled.Sheet, filled.Writings})
		packed.at = append(packed.at, i)
	}
	return packed
}

// ForImport reads a survey within the scope that takes imported answers at that time.
func ForImport(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) (Survey, error) {
	survey, err := r.Survey(ctx, id)
	return forImport(ctx, r, scope, now, survey, err)
}

func forImport(ctx context.Context, r Reader, scope model.Scope, now time.Time, survey Survey, err error) (Survey, error) {
	survey, err = within(ctx, r, scope, survey, err)
	if err == nil && survey.Audience.Contacts {
		// Ids of contacts can be guessed, and a refusal tells that one is known.
		var all bool
		if all, err = HoldsAll(ctx, r, scope, survey, survey.Employer()); err == nil && !all {
			err = model.ErrNotFound
		}
	}
	switch {
	case err != nil:
		return Survey{}, err
	case survey.Intake != ByImport:
		return Survey{}, ErrNotForImport
	case survey.State == Draft && survey.Audience.Contacts:
		// Contacts may be known before.
	case !survey.takes(now):
		return Survey{}, ErrSurveyNotOpen
	}
	return survey, nil
}

// Import keeps sheets that were filled in elsewhere, each in the place of one that was imported before, and returns the refusal of each
// row, nil where it was taken. Whether something stood there before it does not tell: who imports would learn what others did.
func Import(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, packed Packed) ([]error, error) {
	survey, err := s.SurveyToFill(ctx, id)
	if survey, err = forImport(ctx, s, scope, now, survey, err); err != nil {
		return nil, err
	}
	refused := append([]error(nil), packed.Refused...)
	for i, contact := range packed.contacts {
		switch {
		case (contact != nil) != survey.Audience.Contacts && !ErrRowTwice.Is(refused[i]):
			refused[i] = ErrNotAsked
		case (survey.State == Draft || len(packed.blank) == 0) && packed.answered[i]:
			// What was packed before the opening was held against no questions.
			refused[i] = ErrSurveyNotOpen
		}
	}
	if survey.Audience.Contacts {
		if err := bring(ctx, s, survey, packed, refused); err != nil {
			return nil, err
		}
		packed = packed.less(refused)
	}
	missing, err := s.FillInAll(ctx, survey.ID, packed.sheets)
	if err != nil {
		return nil, err
	}
	for i, sheet := range packed.sheets {
		if missing[sheet.Person] {
			refused[packed.at[i]] = ErrNotAsked
		} else if packed.free {
			if err := s.KeepWritings(ctx, survey.ID, sheet.Person, sheet.Writings); err != nil {
				return nil, err
			}
		}
	}
	return refused, nil
}

// less is without the sheets of rows that were refused since.
func (p Packed) less(refused []error) Packed {
	left := p
	left.sheets, left.at = nil, nil
	for i, sheet := range p.sheets {
		if refused[p.at[i]] == nil {
			left.sheets, left.at = append(left.sheets, sheet), append(left.at, p.at[i])
		}
	}
	return left
}

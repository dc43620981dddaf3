package domain

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Named is the sheet of a person, with the name beside it.
type Named struct {
	// Person is a bare id, or the key of a contact.
	Person string
	// Unit and Employer are where the person worked at the opening, bare, or where the contact was served; "" where the scope does not reach it.
	Unit, Employer string
	Filled         instrument.Filled
}

// NamedAnswers are the answers of a person, with the name beside them.
type NamedAnswers struct {
	Named
	Answers []item.Answer
}

// ListNamed lists who answered what to an Identified survey, of the people whom the scope reaches where they work now, one more than a
// page. Whose survey it is makes no difference: who runs it sees the people of their own units alone. To any other survey there is one
// answer, before anything of its sheets is looked at.
func ListNamed(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string, list model.List) ([]NamedAnswers, error) {
	survey, err := r.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	runs, err := r.InScope(ctx, scope, survey.OwnerUnit, survey.Employer())
	if err != nil {
		return nil, err
	}
	if !runs {
		reached := false
		if survey.Mode == Identified {
			reached, err = r.AsksWithin(ctx, scope, now, survey)
		}
		if err == nil && !reached {
			err = model.ErrNotFound
		}
		if err != nil {
			return nil, err
		}
	}
	if survey.Mode != Identified {
		return nil, ErrNotIdentified
	}
	asks, err := Compiled(ctx, r, survey)
	if err != nil {
		return nil, err
	}
	sheets, err := r.Named(ctx, scope, now, survey, list)
	named := make([]NamedAnswers, len(sheets))
	for i, sheet := range sheets {
		named[i] = NamedAnswers{sheet, asks.Read(sheet.Filled)}
	}
	return named, err
}

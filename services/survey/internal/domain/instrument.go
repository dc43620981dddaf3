package domain

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/difference"
)

// Instrument is a questionnaire.
type Instrument struct {
	model.Header
	instrument.Content
	// Published: it never changes again but for its texts, and surveys may use it.
	Published bool
	// Family is the first of the instruments that were revised from each other, and Edition which of them this is, from 1.
	Family  string
	Edition int32
}

// CreateInstrument adds a draft.
func CreateInstrument(ctx context.Context, s Store, now time.Time, content instrument.Content) (Instrument, error) {
	if err := checkContent(content); err != nil {
		return Instrument{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Instrument{}, err
	}
	made := Instrument{Header: model.NewHeader(id.String(), now), Content: content, Family: id.String(), Edition: 1}
	return made, s.SaveInstrument(ctx, made)
}

// checkContent refuses what does not hold together.
func checkContent(content instrument.Content) error {
	_, err := instrument.New(content)
	return err
}

// UpdateInstrument changes what edit changes, of a published instrument the texts alone. An empty etag demands nothing.
func UpdateInstrument(
	ctx context.Context, s Store, now time.Time, id, etag string, edit func(Instrument) (instrument.Content, error),
) (Instrument, error) {
	found, err := s.InstrumentToChange(ctx, id)
	if err != nil {
		return Instrument{}, err
	}
	if err := found.CheckCurrent(etag); err != nil {
		return Instrument{}, err
	}
	content, err := edit(found)
	if err != nil {
		return Instrument{}, err
	}
	if found.Published && !difference.TextsAlone(difference.Of(found.Content, content)) {
		return Instrument{}, ErrInstrumentPublished
	}
	if err := checkContent(content); err != nil {
		return Instrument{}, err
	}
	found.Content = content
	found.Touch(now)
	return found, s.SaveInstrument(ctx, found)
}

// PublishInstrument makes an instrument immutable but for its texts. Twice is once.
func PublishInstrument(ctx context.Context, s Store, now time.Time, id, etag string) (Instrument, error) {
	found, err := s.InstrumentToChange(ctx, id)
	if err != nil || found.Published {
		return found, err
	}
	if err := found.CheckCurrent(etag); err != nil {
		return Instrument{}, err
	}
	found.Published = true
	found.Touch(now)
	return found, s.SaveInstrument(ctx, found)
}

// ReviseInstrument adds a draft with the content of a published instrument, as the next edition of its family.
func ReviseInstrument(ctx context.Context, s Store, now time.Time, id string) (Instrument, error) {
	of, err := s.Instrument(ctx, id)
	switch {
	case err != nil:
		return Instrument{}, err
	case !of.Published:
		return Instrument{}, ErrInstrumentNotPublished
	}
	// Whoever revises another edition of the family at the same time waits, so that no two are the same edition.
	if _, err := s.InstrumentToChange(ctx, of.Family); err != nil {
		return Instrument{}, err
	}
	last, err := s.LastEdition(ctx, of.Family)
	if err != nil {
		return Instrument{}, err
	}
	made, err := uuid.NewV7()
	if err != nil {
		return Instrument{}, err
	}
	revised := Instrument{Header: model.NewHeader(made.String(), now), Content: of.Content, Family: of.Family, Edition: last + 1}
	return revised, s.SaveInstrument(ctx, revised)
}

// CompareInstruments are the changes from one instrument to another.
func CompareInstruments(ctx context.Context, r Reader, id, other string) ([]difference.Change, error) {
	before, err := r.Instrument(ctx, id)
	if err != nil {
		return nil, err
	}
	after, err := r.Instrument(ctx, other)
	if err != nil {
		return nil, err
	}
	return difference.Of(before.Content, after.Content), nil
}

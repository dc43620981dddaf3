package domain

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// Instrument is a questionnaire.
type Instrument struct {
	model.Header
	InstrumentDraft
	// Published: it never changes again, and surveys may use it.
	Published bool
}

// InstrumentDraft is what people decide about an instrument.
type InstrumentDraft struct {
	DisplayName model.Text
	Items       Items
}

func (d InstrumentDraft) check() error {
	if len(d.Items.all) == 0 {
		return model.InvalidField("instrument.items", model.Missing)
	}
	return text.Localized("instrument.display_name", d.DisplayName)
}

// CreateInstrument adds a draft.
func CreateInstrument(ctx context.Context, s Store, now time.Time, draft InstrumentDraft) (Instrument, error) {
	if err := draft.check(); err != nil {
		return Instrument{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Instrument{}, err
	}
	instrument := Instrument{Header: model.NewHeader(id.String(), now), InstrumentDraft: draft}
	return instrument, s.SaveInstrument(ctx, instrument)
}

// UpdateInstrument changes what edit changes, as long as the instrument is not published. An empty etag demands nothing.
func UpdateInstrument(
	ctx context.Context, s Store, now time.Time, id, etag string, edit func(Instrument) (InstrumentDraft, error),
) (Instrument, error) {
	instrument, err := s.InstrumentToChange(ctx, id)
	if err != nil {
		return Instrument{}, err
	}
	if instrument.Published {
		return Instrument{}, ErrInstrumentPublished
	}
	if err := instrument.CheckCurrent(etag); err != nil {
		return Instrument{}, err
	}
	draft, err := edit(instrument)
	if err != nil {
		return Instrument{}, err
	}
	if err := draft.check(); err != nil {
		return Instrument{}, err
	}
	instrument.InstrumentDraft = draft
	instrument.Touch(now)
	return instrument, s.SaveInstrument(ctx, instrument)
}

// PublishInstrument makes an instrument immutable. Twice is once.
func PublishInstrument(ctx context.Context, s Store, now time.Time, id, etag string) (Instrument, error) {
	instrument, err := s.InstrumentToChange(ctx, id)
	if err != nil || instrument.Published {
		return instrument, err
	}
	if err := instrument.CheckCurrent(etag); err != nil {
		return Instrument{}, err
	}
	instrument.Published = true
	instrument.Touch(now)
	return instrument, s.SaveInstrument(ctx, instrument)
}

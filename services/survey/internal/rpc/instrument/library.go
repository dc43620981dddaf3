package instrument

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// GetLibraryInstrument reads one of the instruments that come with Hearth.
func (s *instruments) GetLibraryInstrument(_ context.Context, req *surveyv1.GetLibraryInstrumentRequest) (*surveyv1.Instrument, error) {
	for _, one := range s.library {
		if one.GetName() == req.GetName() {
			return one, nil
		}
	}
	return nil, model.ErrNotFound
}

// ListLibraryInstruments lists the instruments that come with Hearth.
func (s *instruments) ListLibraryInstruments(context.Context, *surveyv1.ListLibraryInstrumentsRequest) (*surveyv1.ListLibraryInstrumentsResponse, error) {
	return &surveyv1.ListLibraryInstrumentsResponse{Instruments: s.library}, nil
}

package instrument

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	asked "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Register adds InstrumentService. library are the instruments that come with Hearth; they are not changed.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store], library []*surveyv1.Instrument) {
	surveyv1.RegisterInstrumentServiceServer(r, &instruments{read: read, work: work, library: library})
}

type instruments struct {
	surveyv1.UnimplementedInstrumentServiceServer
	read    domain.Reader
	work    request.Work[domain.Store]
	library []*surveyv1.Instrument
}

// GetInstrument reads one instrument.
func (s *instruments) GetInstrument(ctx context.Context, req *surveyv1.GetInstrumentRequest) (*surveyv1.Instrument, error) {
	found, err := s.read.Instrument(ctx, model.ID(req.GetName()))
	return Proto(found), err
}

var instrumentList = list.NewestFirst(func(i domain.Instrument) (time.Time, string) { return i.CreateTime, i.ID }, nil)

// ListInstruments lists the instruments, newest first.
func (s *instruments) ListInstruments(ctx context.Context, req *surveyv1.ListInstrumentsRequest) (*surveyv1.ListInstrumentsResponse, error) {
	page, next, err := instrumentList.Page(ctx, req, func(asked model.List) ([]domain.Instrument, error) {
		return s.read.Instruments(ctx, asked)
	})
	return &surveyv1.ListInstrumentsResponse{Instruments: list.Protos(page, Proto), NextPageToken: next}, err
}

// CreateInstrument adds a draft.
func (s *instruments) CreateInstrument(ctx context.Context, req *surveyv1.CreateInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		made, err := domain.CreateInstrument(ctx, store, s.work.Clock(), Read(req.GetInstrument()))
		return Proto(made), err
	})
}

// UpdateInstrument changes a draft.
func (s *instruments) UpdateInstrument(ctx context.Context, req *surveyv1.UpdateInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		id, err := resource.ID("instruments", req.GetInstrument().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Instrument) (asked.Content, error) {
			after := Proto(before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetInstrument(), &surveyv1.CreateInstrumentRequest{Instrument: after}); err != nil {
				return asked.Content{}, err
			}
			return Read(after), nil
		}
		changed, err := domain.UpdateInstrument(ctx, store, s.work.Clock(), id, req.GetInstrument().GetEtag(), edit)
		return Proto(changed), err
	})
}

// PublishInstrument makes an instrument immutable and fit for surveys.
func (s *instruments) PublishInstrument(ctx context.Context, req *surveyv1.PublishInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		changed, err := domain.PublishInstrument(ctx, store, s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return Proto(changed), err
	})
}

// ReviseInstrument adds the next edition of a published instrument, as a draft.
func (s *instruments) ReviseInstrument(ctx context.Context, req *surveyv1.ReviseInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		made, err := domain.ReviseInstrument(ctx, store, s.work.Clock(), model.ID(req.GetName()))
		return Proto(made), err
	})
}

// CompareInstruments says what is otherwise in another instrument.
func (s *instruments) CompareInstruments(ctx context.Context, req *surveyv1.CompareInstrumentsRequest) (*surveyv1.CompareInstrumentsResponse, error) {
	changes, err := domain.CompareInstruments(ctx, s.read, model.ID(req.GetName()), model.ID(req.GetOther()))
	return &surveyv1.CompareInstrumentsResponse{Changes: WriteChanges(changes)}, err
}

// Proto is an instrument that is kept, in the words of the contract.
func Proto(i domain.Instrument) *surveyv1.Instrument {
	out := Write(i.Content)
	out.Name, out.Etag, out.State = model.Name("instruments", i.ID), i.Etag(), surveyv1.InstrumentState_INSTRUMENT_STATE_DRAFT
	out.CreateTime, out.UpdateTime = resource.Timestamp(i.CreateTime), resource.Timestamp(i.UpdateTime)
	out.Family, out.Edition = model.Name("instruments", i.Family), i.Edition
	if i.Published {
		out.State = surveyv1.InstrumentState_INSTRUMENT_STATE_PUBLISHED
	}
	return out
}

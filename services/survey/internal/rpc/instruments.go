package rpc

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

type instruments struct {
	surveyv1.UnimplementedInstrumentServiceServer
	base
}

// GetInstrument reads one instrument.
func (s *instruments) GetInstrument(ctx context.Context, req *surveyv1.GetInstrumentRequest) (*surveyv1.Instrument, error) {
	instrument, err := s.read.Instrument(ctx, model.ID(req.GetName()))
	return instrumentProto(instrument), err
}

var instrumentSpec = list.Spec{
	Fields:  map[string]list.Kind{"create_time": list.Timestamp.Only(), "id": list.String.Only()},
	Default: "create_time desc",
}

// ListInstruments lists the instruments, newest first.
func (s *instruments) ListInstruments(ctx context.Context, req *surveyv1.ListInstrumentsRequest) (*surveyv1.ListInstrumentsResponse, error) {
	asked, err := instrumentSpec.Parse(ctx, "ListInstruments", "", "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Instruments(ctx, asked)
	if err != nil {
		return nil, err
	}
	size, next := instrumentSpec.Page(asked, len(found), func(last int) []any {
		return []any{db.Micros(found[last].CreateTime), found[last].ID}
	})
	response := &surveyv1.ListInstrumentsResponse{NextPageToken: next}
	for _, instrument := range found[:size] {
		response.Instruments = append(response.Instruments, instrumentProto(instrument))
	}
	return response, nil
}

// CreateInstrument adds a draft.
func (s *instruments) CreateInstrument(ctx context.Context, req *surveyv1.CreateInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		draft, err := instrumentDraft(req.GetInstrument())
		if err != nil {
			return nil, err
		}
		instrument, err := domain.CreateInstrument(ctx, store, s.clock(), draft)
		return instrumentProto(instrument), err
	})
}

// UpdateInstrument changes a draft.
func (s *instruments) UpdateInstrument(ctx context.Context, req *surveyv1.UpdateInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		id, err := resource.ID("instruments", req.GetInstrument().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Instrument) (domain.InstrumentDraft, error) {
			after := instrumentProto(before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetInstrument(), &surveyv1.CreateInstrumentRequest{Instrument: after}); err != nil {
				return domain.InstrumentDraft{}, err
			}
			return instrumentDraft(after)
		}
		instrument, err := domain.UpdateInstrument(ctx, store, s.clock(), id, req.GetInstrument().GetEtag(), edit)
		return instrumentProto(instrument), err
	})
}

// PublishInstrument makes an instrument immutable and fit for surveys.
func (s *instruments) PublishInstrument(ctx context.Context, req *surveyv1.PublishInstrumentRequest) (*surveyv1.Instrument, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Instrument, error) {
		instrument, err := domain.PublishInstrument(ctx, store, s.clock(), model.ID(req.GetName()), req.GetEtag())
		return instrumentProto(instrument), err
	})
}

func instrumentDraft(from *surveyv1.Instrument) (domain.InstrumentDraft, error) {
	all := make([]domain.Item, len(from.GetItems()))
	for i, item := range from.GetItems() {
		all[i] = domain.Item{
			ID: item.GetId(), Text: item.GetText().GetTexts(), Required: item.GetRequired(),
			Min: item.GetRating().GetMin(), Max: item.GetRating().GetMax(),
		}
	}
	items, err := domain.NewItems(all)
	return domain.InstrumentDraft{DisplayName: from.GetDisplayName().GetTexts(), Items: items}, err
}

func instrumentProto(i domain.Instrument) *surveyv1.Instrument {
	out := &surveyv1.Instrument{
		Name: model.Name("instruments", i.ID), DisplayName: resource.Localized(i.DisplayName), State: surveyv1.InstrumentState_INSTRUMENT_STATE_DRAFT,
		Etag: i.Etag(), CreateTime: resource.Timestamp(i.CreateTime), UpdateTime: resource.Timestamp(i.UpdateTime),
	}
	if i.Published {
		out.State = surveyv1.InstrumentState_INSTRUMENT_STATE_PUBLISHED
	}
	for _, item := range i.Items.All() {
		out.Items = append(out.Items, &surveyv1.Item{
			Id: item.ID, Text: resource.Localized(item.Text), Required: item.Required,
			Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: item.Min, Max: item.Max}},
		})
	}
	return out
}

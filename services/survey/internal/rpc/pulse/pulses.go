// Package pulse answers the calls about pulses: surveys that are opened again and again.
package pulse

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
)

// Register adds PulseService.
func Register(r grpc.ServiceRegistrar, read pulse.Reader, work request.Work[pulse.Store]) {
	surveyv1.RegisterPulseServiceServer(r, &pulses{read: read, work: work})
}

type pulses struct {
	surveyv1.UnimplementedPulseServiceServer
	read pulse.Reader
	work request.Work[pulse.Store]
}

// GetPulse reads one pulse.
func (s *pulses) GetPulse(ctx context.Context, req *surveyv1.GetPulseRequest) (*surveyv1.Pulse, error) {
	pulse, err := pulse.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return pulseProto(pulse), err
}

var pulseList = list.NewestFirst(func(p pulse.Pulse) (time.Time, string) { return p.CreateTime, p.ID }, nil)

// ListPulses lists the pulses within the caller's scope, newest first.
func (s *pulses) ListPulses(ctx context.Context, req *surveyv1.ListPulsesRequest) (*surveyv1.ListPulsesResponse, error) {
	page, next, err := pulseList.Page(ctx, req, func(asked model.List) ([]pulse.Pulse, error) {
		return s.read.Pulses(ctx, model.ScopeFrom(ctx), asked)
	})
	return &surveyv1.ListPulsesResponse{Pulses: list.Protos(page, pulseProto), NextPageToken: next}, err
}

// PreviewPulse says when the next waves open.
func (s *pulses) PreviewPulse(ctx context.Context, req *surveyv1.PreviewPulseRequest) (*surveyv1.PreviewPulseResponse, error) {
	waves, err := pulse.Preview(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	response := &surveyv1.PreviewPulseResponse{}
	for _, wave := range waves {
		response.Occurrences = append(response.Occurrences, &surveyv1.PulseOccurrence{
			Date: wave.Day.String(), OpenTime: resource.Timestamp(wave.Opens), CloseTime: resource.Timestamp(wave.Closes), OneIn: int32(wave.OneIn),
		})
	}
	return response, nil
}

// CreatePulse begins a pulse.
func (s *pulses) CreatePulse(ctx context.Context, req *surveyv1.CreatePulseRequest) (*surveyv1.Pulse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store pulse.Store) (*surveyv1.Pulse, error) {
		draft, err := pulseDraft(req.GetPulse())
		if err != nil {
			return nil, err
		}
		pulse, err := pulse.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), draft)
		return pulseProto(pulse), err
	})
}

// UpdatePulse changes how the waves to come will be.
func (s *pulses) UpdatePulse(ctx context.Context, req *surveyv1.UpdatePulseRequest) (*surveyv1.Pulse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store pulse.Store) (*surveyv1.Pulse, error) {
		id, err := resource.ID("pulses", req.GetPulse().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before pulse.Pulse) (pulse.Draft, error) {
			after := pulseProto(before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetPulse(), &surveyv1.CreatePulseRequest{Pulse: after}); err != nil {
				return pulse.Draft{}, err
			}
			return pulseDraft(after)
		}
		pulse, err := pulse.Update(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), id, req.GetPulse().GetEtag(), edit)
		return pulseProto(pulse), err
	})
}

// PausePulse has no more waves opened.
func (s *pulses) PausePulse(ctx context.Context, req *surveyv1.PausePulseRequest) (*surveyv1.Pulse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store pulse.Store) (*surveyv1.Pulse, error) {
		pulse, err := pulse.Pause(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return pulseProto(pulse), err
	})
}

// ResumePulse has waves opened again.
func (s *pulses) ResumePulse(ctx context.Context, req *surveyv1.ResumePulseRequest) (*surveyv1.Pulse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store pulse.Store) (*surveyv1.Pulse, error) {
		pulse, err := pulse.Resume(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return pulseProto(pulse), err
	})
}

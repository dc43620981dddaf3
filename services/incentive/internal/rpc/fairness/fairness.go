// Package fairness answers the calls about how recognition is spread.
package fairness

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
)

// Register adds FairnessService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	incentivev1.RegisterFairnessServiceServer(r, &fairness{read: read, work: work})
}

type fairness struct {
	incentivev1.UnimplementedFairnessServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// GetFairnessBoard tells the board of a unit.
func (s *fairness) GetFairnessBoard(ctx context.Context, req *incentivev1.GetFairnessBoardRequest) (*incentivev1.FairnessBoard, error) {
	asked := domain.Asked{Unit: model.ID(req.GetUnit()), Employer: req.GetEmployer(), Kind: domain.Kind(req.GetKind())}
	if asked.Kind == 0 {
		asked.Kind = domain.Thanks
	}
	var err error
	if asked.Month, err = domain.ParseMonth(req.GetMonth()); err != nil {
		return nil, err
	}
	board, err := domain.Look(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), asked)
	if err != nil {
		return nil, err
	}
	answer := &incentivev1.FairnessBoard{
		Unit: model.Name("units", board.Unit), Employer: board.Employer, Month: board.Month.String(), People: board.People,
		Kind: incentivev1.FairnessKind(board.Kind),
	}
	if !board.ComputeTime.IsZero() {
		answer.ComputeTime = timestamppb.New(board.ComputeTime)
	}
	if f := board.Figures; f != nil {
		answer.Figures = &incentivev1.FairnessFigures{
			Recognitions: f.Recognitions, Recognised: f.Recognised, Coverage: f.Coverage, Gini: f.Gini,
			Reciprocity: f.Reciprocity, CrossSiteShare: f.CrossSite,
			Sites:  groups(f.Sites, func(id string) string { return model.Name("sites", id) }),
			Shifts: groups(f.Shifts, func(shift string) string { return shift }),
		}
	}
	return answer, nil
}

// ReadUnrecognised names people without a recognition. The entry of the reading is written with it.
func (s *fairness) ReadUnrecognised(ctx context.Context, req *incentivev1.ReadUnrecognisedRequest) (*incentivev1.ReadUnrecognisedResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.ReadUnrecognisedResponse, error) {
		found, err := domain.FindUnrecognised(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetUnit()), req.GetEmployer())
		return &incentivev1.ReadUnrecognisedResponse{
			People: found.People, Unrecognised: model.Names("people", found.Names), StartDate: found.Start.String(), EndDate: found.End.String(),
		}, err
	})
}

// GetFairnessSetting says what a site allows.
func (s *fairness) GetFairnessSetting(ctx context.Context, req *incentivev1.GetFairnessSettingRequest) (*incentivev1.FairnessSetting, error) {
	allowed, err := s.read.Listed(ctx, model.ID(req.GetName()))
	return &incentivev1.FairnessSetting{Site: req.GetName(), UnrecognisedNamed: allowed}, err
}

// SetUnrecognisedNamed allows that people of a site are named, or no longer.
func (s *fairness) SetUnrecognisedNamed(ctx context.Context, req *incentivev1.SetUnrecognisedNamedRequest) (*incentivev1.FairnessSetting, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.FairnessSetting, error) {
		return &incentivev1.FairnessSetting{Site: req.GetName(), UnrecognisedNamed: req.GetAllowed()}, store.SetListed(ctx, model.ID(req.GetName()), req.GetAllowed())
	})
}

func groups(of []domain.Group, name func(string) string) []*incentivev1.FairnessGroup {
	said := make([]*incentivev1.FairnessGroup, len(of))
	for i, g := range of {
		said[i] = &incentivev1.FairnessGroup{
			Group: name(g.Group), People: g.People, Coverage: g.Rate.Rate, Mean: g.Mean, Ratio: g.Ratio, P: g.P,
			Verdict: incentivev1.FairnessVerdict(g.Verdict),
		}
	}
	return said
}

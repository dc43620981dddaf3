// Package fairness answers the calls about how recognition is spread.
package fairness

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
)

// Register adds FairnessService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, clock model.Clock) {
	incentivev1.RegisterFairnessServiceServer(r, &fairness{read: read, clock: clock})
}

type fairness struct {
	incentivev1.UnimplementedFairnessServiceServer
	read  domain.Reader
	clock model.Clock
}

// GetFairnessBoard makes the board of a unit.
func (s *fairness) GetFairnessBoard(ctx context.Context, req *incentivev1.GetFairnessBoardRequest) (*incentivev1.FairnessBoard, error) {
	asked := domain.Asked{Unit: model.ID(req.GetUnit()), Employer: req.GetEmployer()}
	var err error
	if asked.Start, err = text.Day("start_date", req.GetStartDate()); err != nil {
		return nil, err
	}
	if asked.End, err = text.Day("end_date", req.GetEndDate()); err != nil {
		return nil, err
	}
	board, err := domain.Look(ctx, s.read, model.ScopeFrom(ctx), s.clock(), asked)
	if err != nil {
		return nil, err
	}
	answer := &incentivev1.FairnessBoard{
		Unit: model.Name("units", board.Unit), Employer: board.Employer, StartDate: board.Start.String(), EndDate: board.End.String(), People: board.People,
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

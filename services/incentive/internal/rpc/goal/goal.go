// Package goal answers the calls about goals of teams and, where a site allows it, of single people.
package goal

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
)

// Register adds GoalService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	incentivev1.RegisterGoalServiceServer(r, &goals{read: read, work: work})
}

type goals struct {
	incentivev1.UnimplementedGoalServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// GetGoal reads one goal.
func (s *goals) GetGoal(ctx context.Context, req *incentivev1.GetGoalRequest) (*incentivev1.Goal, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return goalProto(found), err
}

var goalList = list.NewestFirst(func(g domain.Goal) (time.Time, string) { return g.CreateTime, g.ID }, nil)

// ListGoals lists the goals within the caller's scope.
func (s *goals) ListGoals(ctx context.Context, req *incentivev1.ListGoalsRequest) (*incentivev1.ListGoalsResponse, error) {
	page, next, err := goalList.Page(ctx, req, func(asked model.List) ([]domain.Goal, error) {
		return s.read.Goals(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListGoalsResponse{Goals: list.Protos(page, goalProto), NextPageToken: next}, err
}

// ListMyGoals lists the goals of the caller and of their team.
func (s *goals) ListMyGoals(ctx context.Context, req *incentivev1.ListMyGoalsRequest) (*incentivev1.ListGoalsResponse, error) {
	page, next, err := goalList.Page(ctx, req, func(asked model.List) ([]domain.Goal, error) {
		return domain.Mine(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), asked)
	})
	return &incentivev1.ListGoalsResponse{Goals: list.Protos(page, goalProto), NextPageToken: next}, err
}

// CreateGoal begins a goal.
func (s *goals) CreateGoal(ctx context.Context, req *incentivev1.CreateGoalRequest) (*incentivev1.Goal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Goal, error) {
		from := req.GetGoal()
		draft := domain.Draft{
			DisplayName: from.GetDisplayName().GetTexts(), Unit: model.ID(from.GetUnit()), Employer: from.GetEmployer(), Person: model.ID(from.GetPerson()),
			On: fact.Type(from.GetEvent()), Behavior: model.ID(from.GetBehavior()), Target: from.GetTarget(), Reward: from.GetRewardPoints(), Zone: from.GetTimeZone(),
		}
		var err error
		if draft.Start, err = text.Day("goal.start_date", from.GetStartDate()); err != nil {
			return nil, err
		}
		if draft.End, err = text.Day("goal.end_date", from.GetEndDate()); err != nil {
			return nil, err
		}
		made, err := domain.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), draft)
		return goalProto(made), err
	})
}

// GetGoalSetting says what a site allows.
func (s *goals) GetGoalSetting(ctx context.Context, req *incentivev1.GetGoalSettingRequest) (*incentivev1.GoalSetting, error) {
	allowed, err := s.read.Individual(ctx, model.ID(req.GetName()))
	return &incentivev1.GoalSetting{Site: req.GetName(), IndividualGoals: allowed}, err
}

// SetIndividualGoals allows goals of single people at a site, or no longer.
func (s *goals) SetIndividualGoals(ctx context.Context, req *incentivev1.SetIndividualGoalsRequest) (*incentivev1.GoalSetting, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.GoalSetting, error) {
		return &incentivev1.GoalSetting{Site: req.GetName(), IndividualGoals: req.GetAllowed()}, store.SetIndividual(ctx, model.ID(req.GetName()), req.GetAllowed())
	})
}

func goalProto(g domain.Goal) *incentivev1.Goal {
	return &incentivev1.Goal{
		Name: model.Name("goals", g.ID), DisplayName: resource.Localized(g.DisplayName), Unit: model.Name("units", g.Unit), Employer: g.Employer,
		Person: model.Name("people", g.Person), Event: incentivev1.FactType(g.On), Target: g.Target, RewardPoints: g.Reward,
		StartDate: g.Start.String(), EndDate: g.End.String(), TimeZone: g.Zone, Count: g.Count, State: incentivev1.GoalState(g.State),
		ReachedTime: resource.Timestamp(g.ReachedTime), CreateTime: resource.Timestamp(g.CreateTime), Behavior: model.Name("behaviors", g.Behavior),
		Sharing: incentivev1.GoalSharing(g.Sharing), PointsEach: g.Each, MostPerGiver: g.PerGiver,
	}
}

// goalData is a person's own goal in the document that they get of what is kept about them.
type goalData struct {
	Goal    string    `json:"goal"`
	Event   string    `json:"event"`
	Target  int64     `json:"target"`
	Count   int64     `json:"count"`
	Reached bool      `json:"reached"`
	Start   string    `json:"start"`
	End     string    `json:"end"`
	Created time.Time `json:"created"`
}

// PersonData reads the newest thousand goals that a person has alone.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		const newest = 1000
		found, err := read.GoalsOf(ctx, person, "", nil, model.List{Order: []model.Order{{Field: "create_time", Desc: true}}, Size: newest})
		document := make([]goalData, min(len(found), newest))
		for i := range document {
			g := found[i]
			document[i] = goalData{
				model.Name("goals", g.ID), fact.Shapes[g.On].Word, g.Target, g.Count, g.State == domain.Reached, g.Start.String(), g.End.String(), g.CreateTime,
			}
		}
		return document, err
	}
}

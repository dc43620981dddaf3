// Package recognition answers the calls about recognitions.
package recognition

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// Register adds RecognitionService, ModerationService and AnniversaryService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	b := base{read: read, work: work, clock: work.Clock}
	incentivev1.RegisterRecognitionServiceServer(r, &recognitions{base: b})
	incentivev1.RegisterModerationServiceServer(r, &moderation{base: b})
	incentivev1.RegisterAnniversaryServiceServer(r, &anniversaries{base: b})
}

type recognitions struct {
	incentivev1.UnimplementedRecognitionServiceServer
	base
}

type base struct {
	read  domain.Reader
	work  request.Work[domain.Store]
	clock model.Clock
}

// GiveRecognition thanks colleagues or a team.
func (s *recognitions) GiveRecognition(ctx context.Context, req *incentivev1.GiveRecognitionRequest) (*incentivev1.Recognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Recognition, error) {
		given, err := domain.Give(ctx, store, s.clock(), domain.Thank{
			Giver: model.ScopeFrom(ctx).Self, Receivers: model.IDs(req.GetReceivers()), Team: model.ID(req.GetTeam()),
			Behavior: model.ID(req.GetBehavior()), Story: req.GetStory(), Points: req.GetPoints(),
			Private: req.GetVisibility() == incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PRIVATE,
		})
		return viewProto(ctx, given), err
	})
}

// GetRecognition reads one recognition.
func (s *recognitions) GetRecognition(ctx context.Context, req *incentivev1.GetRecognitionRequest) (*incentivev1.Recognition, error) {
	found, err := domain.Get(ctx, s.read, s.clock(), model.ScopeFrom(ctx), model.ID(req.GetName()))
	return viewProto(ctx, found), err
}

var feed = list.NewestFirst(func(v domain.View) (time.Time, string) { return v.CreateTime, v.ID }, list.Fields{
	"create_time": list.Timestamp,
	"receiver":    list.Name("people").Only("="), "giver": list.Name("people").Only("="), "unit": list.Name("units").Only("="),
	"behavior":   list.Name("behaviors").Only("="),
	"visibility": list.Enum(incentivev1.RecognitionVisibility(0).Descriptor()).Only("="),
	"kind":       list.Enum(incentivev1.RecognitionKind(0).Descriptor()).Only("="),
})

// ListRecognitions lists what the caller sees, newest first.
func (s *recognitions) ListRecognitions(ctx context.Context, req *incentivev1.ListRecognitionsRequest) (*incentivev1.ListRecognitionsResponse, error) {
	page, next, err := feed.Page(ctx, req, func(asked model.List) ([]domain.View, error) {
		return domain.Feed(ctx, s.read, s.clock(), model.ScopeFrom(ctx), asked)
	})
	write := func(one domain.View) *incentivev1.Recognition { return viewProto(ctx, one) }
	return &incentivev1.ListRecognitionsResponse{Recognitions: list.Protos(page, write), NextPageToken: next}, err
}

// WithdrawRecognition takes back what the caller gave.
func (s *recognitions) WithdrawRecognition(ctx context.Context, req *incentivev1.WithdrawRecognitionRequest) (*incentivev1.Recognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Recognition, error) {
		withdrawn, err := domain.Withdraw(ctx, store, s.clock(), model.ScopeFrom(ctx), model.ID(req.GetName()))
		return viewProto(ctx, withdrawn), err
	})
}

// ReactToRecognition adds or replaces the caller's reaction.
func (s *recognitions) ReactToRecognition(ctx context.Context, req *incentivev1.ReactToRecognitionRequest) (*incentivev1.Recognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Recognition, error) {
		after, err := domain.React(ctx, store, s.clock(), model.ScopeFrom(ctx), model.ID(req.GetName()), domain.Reaction(req.GetReaction()))
		return viewProto(ctx, after), err
	})
}

// RemoveReaction takes the caller's reaction away.
func (s *recognitions) RemoveReaction(ctx context.Context, req *incentivev1.RemoveReactionRequest) (*incentivev1.Recognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Recognition, error) {
		after, err := domain.React(ctx, store, s.clock(), model.ScopeFrom(ctx), model.ID(req.GetName()), 0)
		return viewProto(ctx, after), err
	})
}

// Package letter answers the calls about customers' thank-you letters.
package letter

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

// Register adds LetterService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	incentivev1.RegisterLetterServiceServer(r, &letters{read: read, work: work})
}

type letters struct {
	incentivev1.UnimplementedLetterServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// actor is who is calling; the gate lets nobody through without.
func actor(ctx context.Context) model.Actor {
	caller, _ := model.ActorFrom(ctx)
	return caller
}

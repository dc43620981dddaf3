// Package award answers the calls about awards: schemes, rounds, nominations, the panel, what became of a round, and appeals.
package award

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

// Register adds the services of awards.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	b := base{read, work}
	incentivev1.RegisterAwardSchemeServiceServer(r, &schemeCalls{base: b})
	incentivev1.RegisterAwardRoundServiceServer(r, &roundCalls{base: b})
	incentivev1.RegisterAwardNominationServiceServer(r, &nominations{base: b})
	incentivev1.RegisterAwardPanelServiceServer(r, &panel{base: b})
	incentivev1.RegisterAwardRecordServiceServer(r, &records{base: b})
	incentivev1.RegisterAwardAppealServiceServer(r, &appeals{base: b})
}

type base struct {
	read domain.Reader
	work request.Work[domain.Store]
}

const (
	schemeCollection     = "awardSchemes"
	roundCollection      = "awardRounds"
	nominationCollection = "awardNominations"
	appealCollection     = "awardAppeals"
)

func name(collection, id string) string { return model.Name(collection, id) }

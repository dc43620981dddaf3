// Package reward answers the calls about the catalogue and about what people redeem.
package reward

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

// Register adds RewardService and RedemptionService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	b := base{read, work}
	incentivev1.RegisterRewardServiceServer(r, &rewards{base: b})
	incentivev1.RegisterRedemptionServiceServer(r, &redemptions{base: b})
}

type base struct {
	read domain.Reader
	work request.Work[domain.Store]
}

func rewardDraft(from *incentivev1.Reward) domain.Draft {
	return domain.Draft{
		DisplayName: from.GetDisplayName().GetTexts(), Description: from.GetDescription().GetTexts(), Unit: model.ID(from.GetUnit()),
		Sites: model.IDs(from.GetSites()), Employers: from.GetEmployers(), Price: from.GetPrice(), TaxCategory: from.GetTaxCategory(),
		Unlimited: from.GetUnlimited(),
	}
}

func rewardProto(r domain.Reward) *incentivev1.Reward {
	return &incentivev1.Reward{
		Name: model.Name("rewards", r.ID), DisplayName: resource.Localized(r.DisplayName), Description: resource.Localized(r.Description),
		Unit: model.Name("units", r.Unit), Sites: model.Names("sites", r.Sites), Employers: r.Employers, Price: r.Price,
		TaxCategory: r.TaxCategory, Unlimited: r.Unlimited, Available: r.Available, Etag: r.Etag(),
		CreateTime: resource.Timestamp(r.CreateTime), UpdateTime: resource.Timestamp(r.UpdateTime), ArchiveTime: resource.Timestamp(r.ArchiveTime),
	}
}

func redemptionProto(r domain.Redemption) *incentivev1.Redemption {
	return &incentivev1.Redemption{
		Name: model.Name("redemptions", r.ID), Reward: model.Name("rewards", r.Reward), Person: model.Name("people", r.Person),
		Unit: model.Name("units", r.Unit), Employer: r.Employer, Site: model.Name("sites", r.Site), Price: r.Price, TaxCategory: r.TaxCategory,
		State: incentivev1.RedemptionState(r.State), Reason: r.Reason,
		CreateTime: resource.Timestamp(r.CreateTime), UpdateTime: resource.Timestamp(r.UpdateTime),
	}
}

// reason reads why somebody does something: one line.
func reason(value string) (string, error) { return value, text.Line("reason", value, 500) }

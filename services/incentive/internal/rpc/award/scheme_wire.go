package award

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// The words of the score, in the order of the values of AwardMetricKind and AwardMetricForm.
var (
	kinds = []score.Kind{"", score.Quality, score.Outcome, score.Volume, score.Team}
	forms = []score.Form{"", score.Rate, score.Value}
)

func rules(from *incentivev1.AwardScheme) domain.Rules {
	made := domain.Rules{
		DisplayName: from.GetDisplayName().GetTexts(), Unit: model.ID(from.GetUnit()), Employer: from.GetEmployer(),
		PanelPercent: int(from.GetPanelPercent()), MinimumContacts: from.GetMinimumContacts(), EmployedDays: int(from.GetEmployedDays()),
		CoolDownMonths: int(from.GetCoolDownMonths()), Panel: model.IDs(from.GetPanel()), Quorum: int(from.GetQuorum()),
		Winners: int(from.GetWinners()), MostOfTeam: int(from.GetMostOfTeam()), Points: from.GetPoints(), BudgetUnit: model.ID(from.GetBudgetUnit()),
		AppealDays: int(from.GetAppealDays()), RevealDays: int(from.GetRevealDays()),
	}
	for _, m := range from.GetMetrics() {
		direction := score.Higher
		if m.GetLowerIsBetter() {
			direction = score.Lower
		}
		made.Metrics = append(made.Metrics, domain.Metric{DisplayName: m.GetDisplayName().GetTexts(), Criterion: score.Criterion{
			ID: m.GetKey(), Kind: kinds[m.GetKind()], Form: forms[m.GetForm()], Direction: direction, Weight: int64(m.GetWeight()),
		}})
	}
	if b := from.GetBonus(); b != nil {
		made.Bonus = &domain.Bonus{Currency: b.GetCurrency(), Amount: b.GetAmount(), Net: b.GetNet(), TaxCategory: b.GetTaxCategory()}
	}
	return made
}

func schemeProto(from domain.Scheme) *incentivev1.AwardScheme {
	made := &incentivev1.AwardScheme{
		Name: name(schemeCollection, from.ID), DisplayName: resource.Localized(from.DisplayName), Unit: name("units", from.Unit), Employer: from.Employer,
		PanelPercent: int32(from.PanelPercent), MinimumContacts: from.MinimumContacts, EmployedDays: int32(from.EmployedDays),
		CoolDownMonths: int32(from.CoolDownMonths), Panel: model.Names("people", from.Panel), Quorum: int32(from.Quorum),
		Winners: int32(from.Rules.Winners), MostOfTeam: int32(from.MostOfTeam), Points: from.Points, BudgetUnit: name("units", from.BudgetUnit),
		AppealDays: int32(from.AppealDays), RevealDays: int32(from.RevealDays), State: incentivev1.AwardSchemeState(from.State),
		Etag: from.Etag(), CreateTime: resource.Timestamp(from.CreateTime), UpdateTime: resource.Timestamp(from.UpdateTime),
	}
	for _, m := range from.Metrics {
		made.Metrics = append(made.Metrics, &incentivev1.AwardMetric{
			Key: m.ID, DisplayName: resource.Localized(m.DisplayName), Kind: incentivev1.AwardMetricKind(slices.Index(kinds, m.Kind)),
			Form: incentivev1.AwardMetricForm(slices.Index(forms, m.Form)), Weight: int32(m.Weight), LowerIsBetter: m.Direction == score.Lower,
		})
	}
	if b := from.Bonus; b != nil {
		made.Bonus = &incentivev1.AwardBonus{Currency: b.Currency, Amount: b.Amount, Net: b.Net, TaxCategory: b.TaxCategory}
	}
	return made
}

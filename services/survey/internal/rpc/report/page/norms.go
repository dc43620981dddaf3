package page

import (
	"fmt"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// elsewhere is a figure of a group beside one from elsewhere.
type elsewhere struct {
	Name, Statistic, Here, There string
	Population, Source, Licence  string
	Date                         string
	// N is "" where the source does not say.
	N string
}

// elsewhere are those norms of which the group has a figure.
func (v view) elsewhere(cell *surveyv1.Cell) (all []elsewhere) {
	for _, norm := range v.Norms {
		one := elsewhere{
			Name: v.outcome(norm.GetOf()), Statistic: v.words.Statistics[norm.GetStatistic()], Here: none,
			Population: v.Text(norm.GetPopulation()), Source: norm.GetSource(), Licence: norm.GetLicence(), Date: norm.GetDate(),
		}
		if one.Name == "" {
			continue // another edition of the family asks it
		}
		if norm.GetN() > 0 {
			one.N = fmt.Sprintf("%d", norm.GetN())
		}
		say := func(value float64) string {
			switch norm.GetStatistic() {
			case surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE:
				return percent(value)
			case surveyv1.NormStatistic_NORM_STATISTIC_SCORE:
				return signed(value)
			}
			return decimal(&value)
		}
		one.There = say(norm.GetValue())
		if here := shownOf(cell, norm); here != nil {
			one.Here = say(*here)
		}
		all = append(all, one)
	}
	return all
}

// shownOf is the figure of a cell which a norm stands beside, nil for none.
func shownOf(cell *surveyv1.Cell, norm *surveyv1.Norm) *float64 {
	if item := released.Item(cell, norm.GetOf()); item != nil {
		if item.GetHidden() {
			return nil
		}
		return map[surveyv1.NormStatistic]*float64{
			surveyv1.NormStatistic_NORM_STATISTIC_MEAN: item.Mean, surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE: rate(item),
			surveyv1.NormStatistic_NORM_STATISTIC_INDEX: item.Index, surveyv1.NormStatistic_NORM_STATISTIC_SCORE: item.Score,
		}[norm.GetStatistic()]
	}
	for _, construct := range cell.GetConstructs() {
		if construct.GetConstruct() == norm.GetOf() && !construct.GetHidden() {
			return map[surveyv1.NormStatistic]*float64{
				surveyv1.NormStatistic_NORM_STATISTIC_MEAN: construct.Mean, surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE: construct.Favourable,
				surveyv1.NormStatistic_NORM_STATISTIC_INDEX: construct.Index,
			}[norm.GetStatistic()]
		}
	}
	return nil
}

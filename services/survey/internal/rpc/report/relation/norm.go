package relation

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Elsewhere is a norm beside the figure of a group; Here is nil where there is no such figure to show.
type Elsewhere struct {
	*surveyv1.Norm

	Here *float64
}

// Norms are those of what the release asks, beside the figures of a cell. Another edition of the family may ask more.
func Norms(r released.Release, form released.Form, cell *surveyv1.Cell) (all []Elsewhere) {
	for _, norm := range r.Norms {
		if form.Asked(norm.GetOf()) {
			all = append(all, Elsewhere{norm, shownOf(cell, norm)})
		}
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

func rate(figures *surveyv1.ItemFigures) *float64 {
	if share := figures.GetFavourable(); share != nil {
		return &share.Rate
	}
	return nil
}

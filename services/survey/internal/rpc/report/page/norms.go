package page

import (
	"fmt"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
)

// elsewhere is a figure of a group beside one from elsewhere.
type elsewhere struct {
	Name, Statistic, Here, There string
	Population, Source, Licence  string
	Date                         string
	// N is "" where the source does not say.
	N string
}

// elsewhere are the norms of what was asked.
func (v view) elsewhere(cell *surveyv1.Cell) (all []elsewhere) {
	for _, norm := range relation.Norms(v.Release, v.form, cell) {
		one := elsewhere{
			Name: v.name(norm.GetOf()), Statistic: v.words.Statistics[norm.GetStatistic()], Here: none,
			Population: v.Text(norm.GetPopulation()), Source: norm.GetSource(), Licence: norm.GetLicence(), Date: norm.GetDate(),
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
		if norm.Here != nil {
			one.Here = say(*norm.Here)
		}
		all = append(all, one)
	}
	return all
}

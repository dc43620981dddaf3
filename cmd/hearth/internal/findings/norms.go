package findings

import (
	"strconv"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// Norms are figures from elsewhere, with where each is from.
func Norms(norms []*surveyv1.Norm, l words.Locale) grid.Table {
	table := grid.Table{Right: map[int]bool{3: true, 4: true}, Heading: []string{
		l.Say("NAME", "名称"), l.Say("OF", "题目或维度"), l.Say("STATISTIC", "指标"), l.Say("VALUE", "数值"), "N", l.Say("POPULATION", "人群"),
		l.Say("SOURCE", "来源"), l.Say("DAY", "日期"), l.Say("LICENCE", "许可"),
	}}
	for _, one := range norms {
		n := ""
		if one.GetN() > 0 {
			n = strconv.FormatInt(one.GetN(), 10)
		}
		table.Rows = append(table.Rows, []string{
			one.GetName(), one.GetOf(), word(one.GetStatistic().String(), "NORM_STATISTIC_"), exact(&one.Value), n,
			model.Text(one.GetPopulation().GetTexts()).In(string(l)), one.GetSource(), one.GetDate(), one.GetLicence(),
		})
	}
	return table
}

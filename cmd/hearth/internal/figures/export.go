package figures

import (
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
)

// columns are those of the long form: a row a group and a question, construct or linear index, named as the contract names them.
var columns = []string{
	"unit", "unit_code", "unit_name_en", "unit_name_zh", "parent", "attribute", "level", "eligible", "sheets", "rate",
	"kind", "id", "hidden", "n", "blank", "counts", "mean", "sd", "favourable", "favourable_low", "favourable_high", "unfavourable", "index",
	"score", "score_se", "r_wg", "alpha", "omega", "icc1", "icc2",
}

// Long is everything that the release shows, for programs. Figures keep all their digits; what is absent or hidden is empty.
func (r *Release) Long() grid.Table {
	table := grid.Table{Heading: columns}
	for _, cell := range r.Cells {
		group := map[string]string{
			"unit": cell.GetUnit(), "unit_code": cell.GetUnitCode(), "parent": cell.GetParent(), "level": cell.GetLevel(),
			"unit_name_en": cell.GetUnitName().GetTexts()["en"], "unit_name_zh": cell.GetUnitName().GetTexts()["zh-CN"],
			"eligible": whole(cell.GetEligible()), "sheets": whole(cell.GetSheets()), "rate": exact(&cell.Rate),
		}
		if cell.GetAttribute() != surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED {
			group["attribute"] = cell.GetAttribute().String()
		}
		add := func(figures map[string]string) {
			row := make([]string, len(columns))
			for i, column := range columns {
				if row[i] = figures[column]; row[i] == "" {
					row[i] = group[column]
				}
			}
			table.Rows = append(table.Rows, row)
		}
		for _, item := range cell.GetItems() {
			add(itemRow(item))
		}
		for _, construct := range cell.GetConstructs() {
			add(constructRow(construct))
		}
		for _, index := range cell.GetIndexes() {
			add(map[string]string{
				"kind": "index", "id": index.GetIndex(), "hidden": strconv.FormatBool(index.GetHidden()), "index": exact(index.Value),
			})
		}
	}
	return table
}

func itemRow(item *surveyv1.ItemFigures) map[string]string {
	row := map[string]string{"kind": "item", "id": item.GetItem(), "hidden": strconv.FormatBool(item.GetHidden())}
	if item.GetHidden() {
		return row
	}
	counts := make([]string, len(item.GetCounts()))
	for i, count := range item.GetCounts() {
		counts[i] = whole(count)
	}
	row["n"], row["blank"], row["counts"] = whole(item.GetN()), whole(item.GetBlank()), strings.Join(counts, ";")
	row["mean"], row["sd"], row["index"] = exact(item.Mean), exact(item.Sd), exact(item.Index)
	row["score"], row["score_se"] = exact(item.Score), exact(item.ScoreSe)
	if share := item.GetFavourable(); share != nil {
		row["favourable"], row["favourable_low"], row["favourable_high"] = exact(&share.Rate), exact(&share.Low), exact(&share.High)
	}
	if share := item.GetUnfavourable(); share != nil {
		row["unfavourable"] = exact(&share.Rate)
	}
	return row
}

func constructRow(c *surveyv1.ConstructFigures) map[string]string {
	return map[string]string{
		"kind": "construct", "id": c.GetConstruct(), "hidden": strconv.FormatBool(c.GetHidden()),
		"mean": exact(c.Mean), "sd": exact(c.Sd), "favourable": exact(c.Favourable), "unfavourable": exact(c.Unfavourable), "index": exact(c.Index),
		"r_wg": exact(c.RWg), "alpha": exact(c.Alpha), "omega": exact(c.Omega), "icc1": exact(c.Icc1), "icc2": exact(c.Icc2),
	}
}

// exact writes all digits that make a figure what it is.
func exact(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}

package findings

import (
	"strconv"
	"time"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Trends are one group over surveys, and what the last of them asks.
type Trends struct {
	*surveyv1.ListTrendsResponse
	Instrument *surveyv1.Instrument
}

// Table is for people: a column a survey.
func (t Trends) Table(l words.Locale) grid.Table {
	table := grid.Table{Heading: []string{l.Say("QUESTION", "题目"), l.Say("TEXT", "内容")}, Right: map[int]bool{}}
	answered := []string{"", l.Say("answered, of those asked", "作答情况")}
	for i, wave := range t.GetWaves() {
		table.Right[len(table.Heading)] = true
		closed := wave.GetClosedTime().AsTime().Local().Format(time.DateOnly) // two may have closed on one day
		table.Heading = append(table.Heading, strconv.Itoa(i+1)+": "+closed)
		answered = append(answered, l.Say("%d of %d", "%[2]d 人中 %[1]d 人", wave.GetSheets(), wave.GetEligible()))
	}
	table.Rows = append(table.Rows, answered)
	said := figures.Texts(t.Instrument, l)
	for _, trend := range t.GetTrends() {
		id := trend.GetItem() + trend.GetConstruct()
		row := make([]string, len(table.Heading))
		row[0], row[1] = id, figures.Short(said[id])
		for _, point := range trend.GetPoints() {
			row[2+point.GetWave()] = at(point)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// at is what people are told of one wave: the share of favourable answers or the score, and the mean.
func at(point *surveyv1.TrendPoint) string {
	if point.GetHidden() || point.Mean == nil {
		return figures.Hidden
	}
	mean := figures.Decimal(point.GetMean())
	switch {
	case point.Score != nil:
		return plus(point.GetScore(), strconv.FormatFloat(point.GetScore(), 'f', 0, 64)) + "  " + mean
	case point.FavourableRate != nil:
		return figures.Percent(point.GetFavourableRate()) + "  " + mean
	default:
		return mean
	}
}

// Notes say what the figures of the table are.
func (t Trends) Notes(l words.Locale) string {
	return l.Say("The share of favourable answers, or the score of a recommendation, and the mean. %s marks what is not shown; what is empty was not asked in the same way.",
		"各列为赞同率（推荐题为净推荐值）与均值。%s 表示不予发布；空白表示当期未以相同方式提问。", figures.Hidden) + "\n"
}

// Exact is for programs: a row for each item or construct of each wave, with all digits.
func (t Trends) Exact() grid.Table {
	table := grid.Table{Heading: []string{
		"kind", "id", "release", "closed_time", "eligible", "sheets", "hidden", "n", "mean", "mean_low", "mean_high", "favourable", "favourable_low",
		"favourable_high", "index", "score", "score_se",
	}}
	for _, trend := range t.GetTrends() {
		kind, id := "item", trend.GetItem()
		if id == "" {
			kind, id = "construct", trend.GetConstruct()
		}
		for _, point := range trend.GetPoints() {
			wave := t.GetWaves()[point.GetWave()]
			row := []string{
				kind, id, wave.GetRelease(), wave.GetClosedTime().AsTime().Format(time.RFC3339), strconv.FormatInt(wave.GetEligible(), 10),
				strconv.FormatInt(wave.GetSheets(), 10), strconv.FormatBool(point.GetHidden()),
			}
			n, low, high := "", "", ""
			if kind == "item" && !point.GetHidden() {
				n = strconv.FormatInt(point.GetN(), 10)
			}
			if share := point.GetFavourable(); share != nil {
				low, high = exact(&share.Low), exact(&share.High)
			}
			table.Rows = append(table.Rows, append(row, n, exact(point.Mean), exact(point.MeanLow), exact(point.MeanHigh), exact(point.FavourableRate),
				low, high, exact(point.Index), exact(point.Score), exact(point.ScoreSe)))
		}
	}
	return table
}

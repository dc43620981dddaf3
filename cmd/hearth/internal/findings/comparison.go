package findings

import (
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Comparison is two groups, and what they are asked.
type Comparison struct {
	*surveyv1.CellComparison
	Instrument *surveyv1.Instrument
}

// contrast is one statistic of both groups.
type contrast struct {
	kind, id, statistic       string
	hidden                    bool
	first, second, difference *float64
	test                      *test
}

// test is a test of a difference, of means or of shares.
type test struct {
	method          string
	low, high, p, q float64
	hedgesG         *float64
	verdict         surveyv1.Verdict
}

func ofMeans(t *surveyv1.MeanTest) *test {
	if t == nil {
		return nil
	}
	return &test{"welch", t.GetLow(), t.GetHigh(), t.GetP(), t.GetQ(), &t.HedgesG, t.GetVerdict()}
}

func ofShares(t *surveyv1.ShareTest) *test {
	if t == nil {
		return nil
	}
	return &test{word(t.GetMethod().String(), "SHARE_METHOD_"), t.GetLow(), t.GetHigh(), t.GetP(), t.GetQ(), nil, t.GetVerdict()}
}

const (
	mean       = "mean"
	favourable = "favourable"
)

// contrasts are the constructs, then the items: of each the means, and of items with favourable options their share.
func (c Comparison) contrasts() (all []contrast) {
	for _, one := range c.GetConstructs() {
		all = append(all, contrast{
			"construct", one.GetConstruct(), mean, one.GetHidden(), one.GetFirst().Mean, one.GetSecond().Mean, one.Difference, ofMeans(one.GetMean()),
		})
	}
	for _, one := range c.GetItems() {
		all = append(all, contrast{
			"item", one.GetItem(), mean, one.GetHidden(), one.GetFirst().Mean, one.GetSecond().Mean, one.Difference, ofMeans(one.GetMean()),
		})
		if shares := one.GetFavourable(); shares != nil && !one.GetHidden() {
			all = append(all, contrast{
				"item", one.GetItem(), favourable, false, rate(one.GetFirst()), rate(one.GetSecond()), &shares.Difference, ofShares(shares),
			})
		}
	}
	return all
}

// rate is the share of favourable answers, where there is one.
func rate(of *surveyv1.ItemFigures) *float64 {
	if share := of.GetFavourable(); share != nil {
		return &share.Rate
	}
	return nil
}

// Table is for people.
func (c Comparison) Table(l words.Locale) grid.Table {
	table := grid.Table{
		Heading: []string{
			l.Say("QUESTION", "题目"), l.Say("TEXT", "内容"), l.Say("OF", "指标"), l.Say("FIRST", "前者"), l.Say("SECOND", "后者"), l.Say("DIFFERENCE", "差值"),
			l.Say("95 %", "95% 区间"), "Q", l.Say("SIZE", "效应量"), l.Say("VERDICT", "结论"),
		},
		Right: map[int]bool{3: true, 4: true, 5: true, 6: true, 7: true, 8: true},
	}
	said := figures.Texts(c.Instrument, l)
	for _, one := range c.contrasts() {
		statistic, figure, difference := l.Say("mean", "均值"), figures.Decimal, signed
		if one.statistic == favourable {
			statistic, figure, difference = l.Say("favourable", "赞同率"), figures.Percent, points
		}
		row := []string{one.id, figures.Short(said[one.id]), statistic, figures.Hidden, figures.Hidden, figures.Hidden, "", "", "", ""}
		if !one.hidden {
			row[3], row[4], row[5] = orHidden(one.first, figure), orHidden(one.second, figure), orHidden(one.difference, difference)
		}
		if t := one.test; t != nil {
			row[6], row[7], row[9] = between(t.low, t.high, difference), small(t.q), verdict(t.verdict, l)
			if t.hedgesG != nil {
				row[8] = signed(*t.hedgesG)
			}
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// Notes say what the figures of the table are, and what is not in it.
func (c Comparison) Notes(l words.Locale) string {
	notes := l.Say("%d tests; q is p adjusted for all of them together (Benjamini and Hochberg): of what is called higher or lower, less than 5 %% are expected to be wrong. "+
		"Size is Hedges' g. A difference says nothing of its cause.",
		"共 %d 次检验；q 为按全部检验校正后的 p 值（Benjamini–Hochberg）：判为较高或较低的结果中，预期有误的不足 5%%。效应量为 Hedges' g。差异本身不说明原因。", c.GetTests()) + "\n"
	if left := c.GetLeftOut(); len(left) > 0 {
		notes += l.Say("Not compared, as both do not ask it in the same way or its options have no order: %s", "未作比较（两次问法不同，或选项无顺序）：%s", strings.Join(left, ", ")) + "\n"
	}
	return notes
}

// Exact is for programs, with all digits.
func (c Comparison) Exact() grid.Table {
	table := grid.Table{Heading: []string{
		"kind", "id", "statistic", "hidden", "first", "second", "difference", "low", "high", "test", "p", "q", "tests", "hedges_g", "verdict",
	}}
	for _, one := range c.contrasts() {
		row := []string{one.kind, one.id, one.statistic, strconv.FormatBool(one.hidden), "", "", "", "", "", "", "", "", "", "", ""}
		if !one.hidden {
			row[4], row[5], row[6] = exact(one.first), exact(one.second), exact(one.difference)
		}
		if t := one.test; t != nil {
			copy(row[7:], []string{
				exact(&t.low), exact(&t.high), t.method, exact(&t.p), exact(&t.q), strconv.Itoa(int(c.GetTests())), exact(t.hedgesG),
				word(t.verdict.String(), "VERDICT_"),
			})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

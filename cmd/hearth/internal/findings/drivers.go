package findings

import (
	"strconv"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Drivers are what goes together with an outcome, and what they are called.
type Drivers struct {
	*surveyv1.Drivers
	Instrument *surveyv1.Instrument
}

// Heading says what the drivers are associated with, and in how many people.
func (d Drivers) Heading(l words.Locale) string {
	outcome := figures.Texts(d.Instrument, l)[d.GetOutcome()]
	return l.Say("Associated with %q in %d whole sheets; all together with %s of the differences between people:",
		"与 %q 相关的维度（完整答卷 %d 份；合计可对应人与人之间差异的 %s）：", outcome, d.GetSheets(), figures.Percent(d.GetRSquared()))
}

// Table is for people.
func (d Drivers) Table(l words.Locale) grid.Table {
	table := grid.Table{
		Heading: []string{
			l.Say("CONSTRUCT", "维度"), "R", l.Say("95 %", "95% 区间"), "Q", l.Say("SHARE", "占比"), l.Say("95 %", "95% 区间"), l.Say("SCORE", "得分"),
			l.Say("PRIORITY", "优先度"),
		},
		Right: map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true},
	}
	said := figures.Texts(d.Instrument, l)
	for _, one := range d.GetDrivers() {
		table.Rows = append(table.Rows, []string{
			said[one.GetConstruct()], signed(one.GetR()), between(one.GetRLow(), one.GetRHigh(), signed), small(one.GetQ()),
			figures.Percent(one.GetShare()), between(one.GetShareLow(), one.GetShareHigh(), figures.Percent),
			orHidden(one.Score, func(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }), orHidden(one.Priority, figures.Decimal),
		})
	}
	return table
}

// Quadrants show where the drivers lie among each other: what they go with, by how they score.
func (d Drivers) Quadrants(l words.Locale) grid.Table {
	said := figures.Texts(d.Instrument, l)
	in := map[surveyv1.Quadrant][]string{}
	for _, one := range d.GetDrivers() {
		in[one.GetQuadrant()] = append(in[one.GetQuadrant()], said[one.GetConstruct()])
	}
	table := grid.Table{Heading: []string{"", l.Say("SCORES LOW", "得分较低"), l.Say("SCORES HIGH", "得分较高")}}
	for _, half := range []struct {
		name      string
		low, high surveyv1.Quadrant
		what      [2]string
	}{
		{
			l.Say("goes with much", "关联较强"), surveyv1.Quadrant_QUADRANT_IMPROVE, surveyv1.Quadrant_QUADRANT_KEEP,
			[2]string{l.Say("[improve]", "【改进】"), l.Say("[keep]", "【保持】")},
		},
		{
			l.Say("goes with little", "关联较弱"), surveyv1.Quadrant_QUADRANT_WATCH, surveyv1.Quadrant_QUADRANT_MAINTAIN,
			[2]string{l.Say("[watch]", "【观察】"), l.Say("[maintain]", "【维持】")},
		},
	} {
		table.Rows = append(table.Rows, []string{half.name, half.what[0], half.what[1]})
		for i := range max(len(in[half.low]), len(in[half.high])) {
			table.Rows = append(table.Rows, []string{"", nth(in[half.low], i), nth(in[half.high], i)})
		}
	}
	return table
}

func nth(all []string, i int) string {
	if i < len(all) {
		return all[i]
	}
	return ""
}

// Notes say what the figures are.
func (d Drivers) Notes(l words.Locale) string {
	return l.Say("%d tests; q is p adjusted for all of them together (Benjamini and Hochberg). Share is the part of what goes together with the outcome (Johnson's relative weights). "+
		"Much is an equal share or more, high the mean of the scores or more. All of it is association: none of it says what would change the outcome.",
		"共 %d 次检验；q 为按全部检验校正后的 p 值（Benjamini–Hochberg）。占比为 Johnson 相对权重。“较强”指占比不低于均分，“较高”指得分不低于各维度均值。以上均为相关，不说明改变什么会改变结果。",
		len(d.GetDrivers())) + "\n"
}

// Exact is for programs, with all digits.
func (d Drivers) Exact() grid.Table {
	table := grid.Table{Heading: []string{
		"outcome", "construct", "sheets", "r_squared", "r", "r_low", "r_high", "p", "q", "tests", "share", "share_low", "share_high", "score", "priority",
		"quadrant",
	}}
	rSquared := d.GetRSquared()
	for _, one := range d.GetDrivers() {
		table.Rows = append(table.Rows, []string{
			d.GetOutcome(), one.GetConstruct(), strconv.FormatInt(d.GetSheets(), 10), exact(&rSquared), exact(&one.R), exact(&one.RLow), exact(&one.RHigh),
			exact(&one.P), exact(&one.Q), strconv.Itoa(len(d.GetDrivers())), exact(&one.Share), exact(&one.ShareLow), exact(&one.ShareHigh),
			exact(one.Score), exact(one.Priority), word(one.GetQuadrant().String(), "QUADRANT_"),
		})
	}
	return table
}

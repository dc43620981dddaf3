package figures

import (
	"slices"
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Overview is a row a group and a column a construct: the share of favourable answers, and the mean.
func (r *Release) Overview(l words.Locale, attribute surveyv1.Attribute, depth int) grid.Table {
	table := grid.Table{
		Heading: []string{l.Say("UNIT", "组织单元"), l.Say("ANSWERED", "答卷"), l.Say("OF", "受邀人数")},
		Right:   map[int]bool{1: true, 2: true},
	}
	for _, construct := range r.Instrument.GetConstructs() {
		table.Right[len(table.Heading)] = true
		table.Heading = append(table.Heading, text(construct.GetDisplayName(), l))
	}
	for _, at := range r.tree(attribute, depth) {
		row := []string{
			strings.Repeat("  ", at.depth) + Title(at.cell, l), whole(at.cell.GetSheets()), whole(at.cell.GetEligible()),
		}
		figures := map[string]*surveyv1.ConstructFigures{}
		for _, one := range at.cell.GetConstructs() {
			figures[one.GetConstruct()] = one
		}
		for _, construct := range r.Instrument.GetConstructs() {
			row = append(row, favourableAndMean(figures[construct.GetId()]))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func favourableAndMean(c *surveyv1.ConstructFigures) string {
	if c == nil || c.GetHidden() || c.Mean == nil {
		return Hidden
	}
	mean := Decimal(c.GetMean())
	if c.Favourable == nil {
		return mean
	}
	return Percent(c.GetFavourable()) + "  " + mean
}

// widest is how many columns a question may take.
const widest = 46

// Questions are the figures of one group: its constructs, then its questions with the interval of the favourable share.
func (r *Release) Questions(l words.Locale, cell *surveyv1.Cell) grid.Table {
	table := grid.Table{
		Heading: []string{
			l.Say("QUESTION", "题目"), l.Say("TEXT", "内容"), "N", l.Say("BLANK", "未答"), l.Say("FAVOURABLE", "赞同率"),
			l.Say("95 %", "95% 区间"), l.Say("MEAN", "均值"), l.Say("SD", "标准差"),
		},
		Right: map[int]bool{2: true, 3: true, 4: true, 5: true, 6: true, 7: true},
	}
	said := Texts(r.Instrument, l)
	for _, c := range cell.GetConstructs() {
		row := []string{c.GetConstruct(), said[c.GetConstruct()], "", "", Hidden, "", Hidden, ""}
		if !c.GetHidden() && c.Mean != nil {
			row[6] = Decimal(c.GetMean())
		}
		if !c.GetHidden() && c.Favourable != nil {
			row[4] = Percent(c.GetFavourable())
		}
		table.Rows = append(table.Rows, row)
	}
	for _, item := range cell.GetItems() {
		row := []string{item.GetItem(), Short(said[item.GetItem()]), Hidden, "", "", "", "", ""}
		if !item.GetHidden() {
			row[2], row[3] = whole(item.GetN()), whole(item.GetBlank())
			if share := item.GetFavourable(); share != nil {
				row[4], row[5] = Percent(share.GetRate()), Percent(share.GetLow())+" – "+Percent(share.GetHigh())
			}
			if item.Mean != nil {
				row[6] = Decimal(item.GetMean())
			}
			if item.Sd != nil {
				row[7] = Decimal(item.GetSd())
			}
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// Texts are what an instrument calls its constructs, and asks in each column that is reported.
func Texts(instrument *surveyv1.Instrument, l words.Locale) map[string]string {
	all := map[string]string{}
	for _, construct := range instrument.GetConstructs() {
		all[construct.GetId()] = text(construct.GetDisplayName(), l)
	}
	for _, item := range instrument.GetItems() {
		all[item.GetId()] = text(item.GetText(), l)
		parts := slices.Concat(item.GetMatrix().GetRows(), item.GetMulti().GetOptions(), item.GetRanking().GetOptions())
		for _, part := range parts {
			all[item.GetId()+"."+part.GetId()] = text(part.GetText(), l)
		}
	}
	return all
}

// Short cuts a text to what a line has room for.
func Short(text string) string {
	if grid.Width(text) <= widest {
		return text
	}
	var cut strings.Builder
	room := widest - 1
	for _, char := range text {
		if room -= grid.Width(string(char)); room < 0 {
			break
		}
		cut.WriteRune(char)
	}
	return cut.String() + "…"
}

func whole(n int64) string { return strconv.FormatInt(n, 10) }

// Decimal is a figure as people read it.
func Decimal(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// Percent is a share as people read it.
func Percent(rate float64) string { return strconv.FormatFloat(100*rate, 'f', 0, 64) + " %" }

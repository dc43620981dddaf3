package findings

import (
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// Comments are what people of a unit and below it wrote, and what it speaks of.
type Comments struct {
	Themes   []*surveyv1.ItemThemes
	Comments []*surveyv1.Comment
}

// Spoken are the themes, and the words that occur most with those that come along with them.
func (c Comments) Spoken(l words.Locale) grid.Table {
	table := grid.Table{Right: map[int]bool{2: true, 3: true}, Heading: []string{
		l.Say("QUESTION", "题目"), l.Say("THEME OR WORD", "主题或词语"), l.Say("COMMENTS", "留言"), l.Say("SHARE", "占比"), l.Say("TOGETHER WITH", "同现"),
	}}
	for _, of := range c.Themes {
		row := func(word string, n int64, with string) {
			share := figures.Percent(float64(n) / float64(of.GetComments()))
			table.Rows = append(table.Rows, []string{of.GetItem(), word, strconv.FormatInt(n, 10), share, with})
		}
		for _, theme := range of.GetThemes() {
			row(l.Say("[%s]", "【%s】", model.Text(theme.GetDisplayName().GetTexts()).In(string(l))), theme.GetComments(), "")
		}
		for _, keyword := range of.GetKeywords() {
			var with []string
			for _, one := range keyword.GetWith() {
				with = append(with, one.GetWord()+" "+strconv.FormatInt(one.GetComments(), 10))
			}
			row(keyword.GetWord(), keyword.GetComments(), strings.Join(with, l.Say(", ", "、")))
		}
	}
	return table
}

// Written is a row a comment, in one line for people.
func (c Comments) Written(l words.Locale) grid.Table {
	table := grid.Table{Heading: []string{l.Say("QUESTION", "题目"), l.Say("UNIT", "组织单元"), l.Say("COMMENT", "留言")}}
	for _, one := range c.Comments {
		table.Rows = append(table.Rows, []string{one.GetItem(), unitOf(one, l), strings.Join(strings.Fields(one.GetText()), " ")})
	}
	return table
}

// Exact is a row a comment as it was written, for programs.
func (c Comments) Exact(l words.Locale) grid.Table {
	table := grid.Table{Heading: []string{"item", "unit", "unit_code", "unit_name", "comment"}}
	for _, one := range c.Comments {
		table.Rows = append(table.Rows, []string{
			one.GetItem(), one.GetUnit(), one.GetUnitCode(), model.Text(one.GetUnitName().GetTexts()).In(string(l)), one.GetText(),
		})
	}
	return table
}

func unitOf(one *surveyv1.Comment, l words.Locale) string {
	return figures.Title(&surveyv1.Cell{Unit: one.GetUnit(), UnitName: one.GetUnitName(), UnitCode: one.GetUnitCode()}, l)
}

// Notes say what is shown.
func (Comments) Notes(l words.Locale) string {
	return l.Say("Each comment stands at the lowest unit above its writer at which ten or more come together, in an order by chance; names and numbers are masked. "+
		"Themes count those of the unit and below it.",
		"每条留言列在留言满十条的最低一级上级单元，顺序随机；姓名与号码已遮盖。主题按该单元及其下级合计。") + "\n"
}

package releasetest

import (
	"fmt"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// ScriptComment and FormulaComment are what nobody but an attacker writes.
const (
	ScriptComment  = `<img src=x onerror="alert(1)"> & nights`
	FormulaComment = `=HYPERLINK("x")`
)

// Comments are twelve at the root and ten at a unit below it, all on one item.
func Comments() (all []*surveyv1.Comment) {
	for n := range 12 {
		one := &surveyv1.Comment{
			Item: "say", Unit: Root, UnitName: Text("Star River contact centre", "星河联络中心"), UnitCode: "U1", Text: fmt.Sprintf("夜班太累 %02d，打〔电话〕", n),
		}
		switch n {
		case 3:
			one.Text = ScriptComment
		case 5:
			one.Text = FormulaComment
		case 7:
			one.Text = "two\nlines"
		}
		all = append(all, one)
	}
	for n := range 10 {
		all = append(all, &surveyv1.Comment{
			Item: "say", Unit: Script, UnitName: Text(ScriptName, ScriptName), UnitCode: "U3", Text: fmt.Sprintf("The roster changes late %02d", n),
		})
	}
	return all
}

// Themes are those of the comments.
func Themes() []*surveyv1.ItemThemes {
	schedule := func(n int64) []*surveyv1.Theme {
		return []*surveyv1.Theme{{Theme: "schedule", DisplayName: Text("Shifts and rest", "排班与休息"), Comments: n}}
	}
	return []*surveyv1.ItemThemes{
		{Item: "say", Unit: Root, UnitName: Text("Star River contact centre", "星河联络中心"), UnitCode: "U1", Comments: 22, Themes: schedule(19), Keywords: []*surveyv1.Keyword{
			{Word: "roster", Comments: 10, With: []*surveyv1.Companion{{Word: "late", Comments: 10}, {Word: "changes", Comments: 10}}}, {Word: "夜班", Comments: 9},
		}},
		{Item: "say", Unit: Script, UnitName: Text(ScriptName, ScriptName), UnitCode: "U3", Comments: 10, Themes: schedule(10)},
	}
}

// Package releasetest makes up releases for the tests of reports.
package releasetest

import (
	"iter"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Units of the made-up release.
const (
	Root    = "units/00000000-0000-7000-8000-000000000001"
	Formula = "units/00000000-0000-7000-8000-000000000002"
	Script  = "units/00000000-0000-7000-8000-000000000003"
	// FormulaName, ScriptName and TurnedName are what units are called that nobody would call a unit so.
	FormulaName = `=cmd|' /C calc'!A0`
	ScriptName  = `<script>alert("夜班")</script>`
	TurnedName  = "\u202eהמוקד & \"night\""
	// Poison is the count in figures that are hidden, and that no export may show.
	Poison = 777777
)

// Text is a text in both languages.
func Text(en, zh string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": zh}}
}

// Rating is an item from 1 to 5.
func Rating(id, en, zh string) *surveyv1.Item {
	return &surveyv1.Item{Id: id, Text: Text(en, zh), Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{
		Min: 1, Max: 5, Steps: []*typev1.LocalizedText{Text("not at all", "完全不符合"), Text("fully", "完全符合")},
	}}}
}

// Instrument is what was asked: two factors in an index, one item turned round, and one of no factor.
func Instrument() *surveyv1.Instrument {
	return &surveyv1.Instrument{
		Name: "instruments/00000000-0000-7000-8000-0000000000aa", DisplayName: Text("Belonging pulse", "归属感脉搏"),
		Purpose: Text("How people are.", "了解大家的感受。"), Reading: Text("Read slowly.", "请慢慢读。"),
		Warning: Text("One wave only.", "仅一次调研。"), State: surveyv1.InstrumentState_INSTRUMENT_STATE_PUBLISHED,
		Items: []*surveyv1.Item{
			Rating("heard", "I am heard", "我的声音被听见"), Rating("alone", "I feel alone", "我感到孤单"), Rating("grow", "I grow here", "我在这里成长"),
			{Id: "recommend", Text: Text("Would you recommend us?", "您会推荐我们吗？"), Kind: &surveyv1.Item_Nps{Nps: &surveyv1.Nps{}}},
			{Id: "shift", Text: Text("Which shift do you like?", "您喜欢哪个班次？"), Kind: &surveyv1.Item_Single{Single: &surveyv1.Single{
				Options: []*surveyv1.Choice{{Id: "early", Text: Text("early", "早班")}, {Id: "late", Text: Text("late", "晚班")}},
			}}},
			{Id: "say", Text: Text("What else?", "还有什么想说？"), Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{}}},
		},
		Constructs: []*surveyv1.Construct{
			{Id: "belonging", DisplayName: Text("Belonging", "归属感")},
			{Id: "voice", DisplayName: Text("Voice", "心声"), Parent: "belonging", Items: []*surveyv1.ConstructItem{{Item: "heard"}, {Item: "alone", Reversed: true}}},
			{Id: "growth", DisplayName: Text("Growth", "成长"), Parent: "belonging", Items: []*surveyv1.ConstructItem{{Item: "grow"}}},
		},
		LinearIndexes: []*surveyv1.LinearIndex{{Id: "pulse", DisplayName: Text("Pulse", "脉搏指数"), Terms: []*surveyv1.Term{{Item: "heard", Coefficient: 1}}}},
		Outcome:       "recommend",
	}
}

// About is what the release is about.
func About(cells int) *surveyv1.Release {
	day := func(d int) *timestamppb.Timestamp {
		return timestamppb.New(time.Date(2026, 3, d, 8, 0, 0, 0, time.UTC))
	}
	return &surveyv1.Release{
		Name: "surveys/00000000-0000-7000-8000-0000000000bb/release", Survey: "surveys/00000000-0000-7000-8000-0000000000bb",
		Instrument: "instruments/00000000-0000-7000-8000-0000000000aa", K: 5, Attribute: surveyv1.Attribute_ATTRIBUTE_SHIFT,
		DisplayName: Text("Belonging in spring", "春季归属感调研"),
		OpenedTime:  day(2), ClosedTime: day(20), CreateTime: day(20), Cells: int32(cells),
	}
}

// Of is a release of these cells.
func Of(locale string, cells ...*surveyv1.Cell) released.Release {
	return released.Release{
		About: About(len(cells)), Instrument: Instrument(), Locale: locale, Cells: each(cells), Norms: Norms(), History: History,
		Comments: each[*surveyv1.Comment](nil), Themes: each[*surveyv1.ItemThemes](nil),
	}
}

func each[M any](all []M) iter.Seq2[M, error] {
	return func(yield func(M, error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// Small is a release of a root with two units, one of them by a level, and a block that is hidden.
func Small(locale string) released.Release {
	root := Cell(Root, "", Text("Star River contact centre", "星河联络中心"), 80, []int64{12, 11, 6, 18, 13})
	root.Drivers = Drivers()
	r := Of(locale, root,
		Level(Cell(Root, "", Text("Star River contact centre", "星河联络中心"), 30, []int64{1, 1, 2, 10, 10}), "早班"),
		Hide(Cell(Formula, Root, Text(FormulaName, FormulaName), 20, []int64{1, 1, 1, 8, 7}), "voice", "heard", "alone"),
		Cell(Script, Root, Text(ScriptName, ScriptName), 30, []int64{9, 8, 2, 3, 2}),
		Cell("units/00000000-0000-7000-8000-000000000004", Script, Text(TurnedName, TurnedName), 12, []int64{1, 0, 1, 5, 5}),
	)
	r.Comments, r.Themes = each(Comments()), each(Themes())
	return r
}

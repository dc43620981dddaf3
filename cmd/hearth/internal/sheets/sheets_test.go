package sheets

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
)

func said(en, zhCN string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": zhCN}}
}

// every has an item of every kind.
var every = &surveyv1.Instrument{Items: []*surveyv1.Item{
	{Id: "mood", Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: -1, Max: 1, Steps: []*typev1.LocalizedText{
		said("Bad", "差"), said("Fair", "中"), said("Good", "好"),
	}}}},
	{Id: "voice", Kind: &surveyv1.Item_Matrix{Matrix: &surveyv1.Matrix{
		Rows:  []*surveyv1.Choice{{Id: "asked"}, {Id: "told"}},
		Scale: &surveyv1.Rating{Min: 1, Max: 5, Steps: []*typev1.LocalizedText{said("Never", "从不"), said("Always", "总是")}},
	}}},
	{Id: "number", Kind: &surveyv1.Item_Nps{Nps: &surveyv1.Nps{}}},
	{Id: "shift", Kind: &surveyv1.Item_Single{Single: &surveyv1.Single{Options: []*surveyv1.Choice{{Id: "d", Text: said("Day", "白班")}, {Id: "n", Text: said("Night", "夜班")}}}}},
	{Id: "wish", Kind: &surveyv1.Item_Multi{Multi: &surveyv1.Multi{Options: []*surveyv1.Choice{{Id: "a", Text: said("Tools", "工具")}, {Id: "b", Text: said("Pay", "薪酬")}}}}},
	{Id: "years", Kind: &surveyv1.Item_Number{Number: &surveyv1.Number{}}},
	{Id: "since", Kind: &surveyv1.Item_Date{Date: &surveyv1.DateItem{}}},
	{Id: "ok", Kind: &surveyv1.Item_Consent{Consent: &surveyv1.Consent{}}},
	{Id: "more", Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{}}},
}}

const (
	heading  = "person,mood,voice.asked,voice.told,nps,shift,wish,years,since,ok,more\n"
	somebody = "people/00000000-0000-7000-8000-000000000001"
)

func load(t *testing.T, rows string) *Sheets {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.csv")
	require.NoError(t, os.WriteFile(path, []byte(heading+rows), 0o600))
	m := mapping.Mapping{}
	require.NoError(t, m.MapPeople([]string{"nps=answers.number"}, nil))
	file, err := Open(path, table.Options{}, m, every, 0)
	require.NoError(t, err)
	sheets, err := file.Load(Known{People: &staff.Book{}})
	require.NoError(t, err)
	return sheets
}

func TestEveryKindOfAnswerIsReadInItsOwnWords(t *testing.T) {
	rating := func(item string, value int32) *surveyv1.Answer {
		return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Rating{Rating: value}}
	}
	want := []*surveyv1.Answer{
		rating("mood", 1), rating("voice.asked", 5), rating("voice.told", 2), rating("number", 9),
		{Item: "shift", Value: &surveyv1.Answer_Option{Option: "n"}},
		{Item: "wish", Value: &surveyv1.Answer_Options{Options: &surveyv1.Options{Options: []string{"b", "a"}}}},
		{Item: "years", Value: &surveyv1.Answer_Number{Number: 3}},
		{Item: "since", Value: &surveyv1.Answer_Date{Date: "2024-03-05"}},
		{Item: "ok", Value: &surveyv1.Answer_Agreed{Agreed: true}},
		{Item: "more", Value: &surveyv1.Answer_Text{Text: "谢谢"}},
	}
	for _, row := range []string{
		"1,5,2,9,n,b;a,3,2024-03-05,yes,谢谢\n",
		"好,总是,2,9,夜班,薪酬；工具,3,2024/3/5,是,谢谢\n",
		"Good,Always,2,9,Night,Pay|Tools,3,2024年3月5日,TRUE,谢谢\n",
	} {
		sheets := load(t, somebody+","+row)
		require.Empty(t, sheets.bad, row)
		require.Empty(t, cmp.Diff(want, sheets.good[0].row.GetAnswers(), protocmp.Transform()), row)
	}
	blank := load(t, somebody+",,,,,,,,,,\n")
	require.Empty(t, blank.good[0].row.GetAnswers(), "an empty cell is no answer")
}

func TestWhatIsWrongIsNamedByItsColumn(t *testing.T) {
	for cells, want := range map[string]string{
		"2.5,,,,,,,,,":         `a.csv, line 2, column 2 (mood): "2.5" is neither a whole number nor the name of a step: Bad, Fair, Good`,
		",,,,,,many,,,":        `a.csv, line 2, column 8 (years): "many" is not a whole number`,
		",,,,,,,soon,,":        `a.csv, line 2, column 9 (since): "soon" is not a day such as 2026-11-22 or 2026/11/22; declare other forms with --dates`,
		",,,,,,,,maybe,":       `a.csv, line 2, column 10 (ok): "maybe" is neither yes nor no`,
		",,,99999999999,,,,,,": `a.csv, line 2, column 5 (nps): "99999999999" is not a value of the scale`,
	} {
		sheets := load(t, somebody+","+cells+"\n")
		require.Empty(t, sheets.good, cells)
		require.Equal(t, want, sheets.bad[0].In("en"))
		require.Equal(t, 1, sheets.Checked().Refused())
	}
	require.Contains(t, load(t, "Wang,1,,,,,,,,,\n").bad[0].In("en"), "a.csv, line 2, column 1 (person): ")
}

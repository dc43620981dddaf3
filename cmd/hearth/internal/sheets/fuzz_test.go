package sheets

import (
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Whatever stands in a file of answers, the file is refused in words, or each of its rows is refused with its line or names somebody, or a contact, and
// answers questions of the instrument, each once and with a value.
func FuzzSheets(f *testing.F) {
	f.Add([]byte(heading + somebody + ",1,5,2,9,n,b;a,3,2024-03-05,yes,谢谢\n"))
	f.Add([]byte(heading + somebody + ",Good,总是,2,9,Night,Pay|Tools,3,2024/3/5,是,\"a\nb\"\n\nnobody,9,,,,,,many,soon,maybe,\n"))
	f.Add([]byte("\xef\xbb\xbfnumber;employer;mood;wish\r\nL1;a;差;薪酬；工具\r\n;;;\r\n"))
	f.Add([]byte("person\tmood\n" + somebody + "\t\x00\n"))
	f.Add([]byte("source,ticket,unit,shift,answers.shift,mood\nacd,T-1,units/1,early,n,1\nacd,T-2,nowhere,,,\n,T-3,,,,9\n"))
	known := map[string]bool{}
	for _, question := range questionsOf(every) {
		known[question.id] = true
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tryFile(t, text, surveyv1.AudienceKind_AUDIENCE_KIND_PEOPLE, known)
		tryFile(t, text, surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS, known)
	})
}

func tryFile(t *testing.T, text []byte, kind surveyv1.AudienceKind, known map[string]bool) {
	var sheets *Sheets
	var file *File
	read, err := table.Parse("a.csv", text, table.Options{})
	if err == nil {
		file, err = understand(read, mapping.Mapping{}, every, kind)
	}
	if err == nil {
		sheets, err = file.Load(Known{People: &staff.Book{}, Units: &staff.Units{}})
	}
	if err != nil {
		for _, locale := range []string{"en", "zh-CN"} {
			_, inWords := client.Said(err, words.Locale(locale))
			require.True(t, inWords, "%v", err)
		}
		return
	}
	require.Equal(t, sheets.Rows, len(sheets.good)+len(sheets.bad))
	for _, refused := range sheets.bad {
		require.Greater(t, refused.Line, 1)
		require.NotEmpty(t, refused.In("zh-CN"))
	}
	for _, sheet := range sheets.good {
		require.Greater(t, sheet.line, 1)
		if file.contacts {
			require.NotEmpty(t, sheet.row.GetContact().GetId().GetSource())
			require.NotEmpty(t, sheet.row.GetContact().GetId().GetId())
		} else {
			require.NotEmpty(t, sheet.row.GetPerson())
		}
		answered := map[string]bool{}
		for _, answer := range sheet.row.GetAnswers() {
			require.True(t, known[answer.GetItem()], answer.GetItem())
			require.False(t, answered[answer.GetItem()], answer.GetItem())
			require.NotNil(t, answer.GetValue())
			answered[answer.GetItem()] = true
		}
	}
}

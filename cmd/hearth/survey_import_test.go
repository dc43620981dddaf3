package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// imported is an open survey that takes answers from files.
func imported(t *testing.T) string {
	t.Helper()
	house, instrument := asking(t)
	name := draft(t, house, "--title", "Paper", "--instrument", instrument, "--import")
	require.NoError(t, run(t, "", "survey", "open", name).error)
	return name
}

func TestAnswersComeInFromAFile(t *testing.T) {
	name := imported(t)
	sheets := file(t, "answers.csv", "staff_number,heard,proud\nL0001,5,4\nL0002,4,\nY0119,1,2\n")
	dry := run(t, "", "survey", "import", name, sheets, "--dry-run")
	require.NoError(t, dry.error)
	require.Contains(t, dry.out, "nothing has been changed")
	require.Equal(t, []string{"3 would be sent"}, counts(dry.out))
	got := run(t, "", "survey", "import", "Paper", sheets)
	require.NoError(t, got.error)
	require.Equal(t, []string{"3 imported"}, counts(got.out))
	require.Contains(t, got.err, `answers.csv: utf-8, cells separated by ",", 3 rows`)
	require.Equal(t, got.out, run(t, "", "survey", "import", name, sheets).out, "once more does no harm")
}

func TestAnswersOfAnotherSystemAreMapped(t *testing.T) {
	name := imported(t)
	text, err := simplifiedchinese.GB18030.NewEncoder().String("工号;用工单位;班组长倾听;备注;自豪\nL0001;lantern;5;好;4\nL0002;lantern;3;;2\n")
	require.NoError(t, err)
	got := run(t, "", "survey", "import", name, file(t, "答卷.csv", text), "--map", "班组长倾听=heard", "--map", "自豪=proud", "--format", "json")
	require.NoError(t, got.error)
	require.Contains(t, got.err, "gb18030")
	require.Contains(t, got.err, "columns that are not used: 备注")
	var result map[string]any
	require.NoError(t, json.Unmarshal([]byte(got.out), &result))
	require.Equal(t, map[string]any{"rows": 2.0, "imported": 2.0, "refused": 0.0, "refusals": []any{}}, result)
}

func TestWrongSheetsAreNamedByTheirLinesAndTheOthersGoIn(t *testing.T) {
	name := imported(t)
	sheets := file(t, "a.csv", "工号,heard,proud\nL0001,5,4\nL0002,9,1\n\nnobody,1,1\nL0003,5,much\nL0004,,2\n,1,1\nL0011,2,2\nL0011,1,1\n")
	got := run(t, "", "survey", "import", name, sheets)
	require.EqualError(t, got.error, "rows refused: 6")
	require.Equal(t, []string{"2 imported", "6 refused"}, counts(got.out))
	for _, line := range []string{
		"refused  a.csv, line 3, column 2 (heard): heard: ",
		`refused  a.csv, line 5, column 1 (工号): nobody whom you may see has the number "nobody"`,
		`refused  a.csv, line 6, column 3 (proud): "much" is not a value of the scale`,
		"refused  a.csv, line 7, column 2 (heard): heard: ",
		"refused  a.csv, line 8, column 1 (工号): nothing says whom or what the row is about: the id is empty",
		"refused  a.csv, line 10: The same person or unit stands in the file more than once.",
	} {
		require.Contains(t, got.out, line)
	}
	got = run(t, "", "survey", "import", name, sheets, "--format", "csv")
	require.Contains(t, got.out, "10,ROW_TWICE,,")
}

func TestAFileOfManySheetsGoesInParts(t *testing.T) {
	name := imported(t)
	var text strings.Builder
	text.WriteString("number,heard\n")
	for i := range 2500 {
		fmt.Fprintf(&text, "N%d,1\n", i)
	}
	got := run(t, "", "survey", "import", name, file(t, "many.csv", text.String()+"L0001,5\n"))
	require.EqualError(t, got.error, "rows refused: 2500")
	require.Contains(t, got.out, "… and 1500 more refused; --format csv shows all")
}

func TestAFileThatAnswersNothingIsNotSent(t *testing.T) {
	name := imported(t)
	for _, c := range []struct{ text, want string }{
		{"heard\n1\n", "no column holds number"},
		{"number,mood\nL0001,1\n", "no column holds an answer; name them with --map COLUMN=QUESTION, of heard, proud"},
		{"number,heard\n", "there is nothing below the heading"},
	} {
		got := run(t, "", "survey", "import", name, file(t, "f.csv", c.text))
		require.ErrorContains(t, got.error, c.want)
		require.Equal(t, exitUsage, exitCode(got.error))
	}
	require.ErrorContains(t, run(t, "", "survey", "import", name, file(t, "f.csv", "number,heard\nL0001,1\n"), "--map", "heard=mood").error, `"mood" is not a field; there are person, number, employer, heard, proud`)
}

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const sampleContacts = "../../examples/import/contacts.csv"

// served is a draft of a survey of contacts over the sample's units.
func served(t *testing.T, args ...string) string {
	t.Helper()
	serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	instrument := run(t, "", "survey", "instrument", "copy", "customer-csat", "--publish")
	require.NoError(t, instrument.error)
	return created(t, append([]string{"--contacts", "--title", "After a call", "--instrument", strings.TrimSpace(instrument.out)}, args...)...)
}

func TestContactsFromAFileToTheReport(t *testing.T) {
	name := served(t, "--split", "channel")
	asked := file(t, "asked.csv", "source,ticket,unit,channel\nacd,C-1,hris:SH-VOICE-1,phone\nacd,C-2,成都在线一组,chat\n")
	dry := run(t, "", "survey", "import", name, asked, "--dry-run")
	require.NoError(t, dry.error)
	require.Contains(t, dry.out, "nothing has been changed")
	early := run(t, "", "survey", "import", name, asked)
	require.NoError(t, early.error, "contacts may come before the opening")
	require.Equal(t, []string{"2 imported"}, counts(early.out))
	require.ErrorContains(t, run(t, "", "survey", "import", name, sampleContacts).error, "rows refused: 24", "answers may not")
	require.NoError(t, run(t, "", "survey", "open", name).error)
	got := run(t, "", "survey", "import", "After a call", sampleContacts)
	require.NoError(t, got.error)
	require.Equal(t, []string{"30 imported"}, counts(got.out))
	require.Equal(t, got.out, run(t, "", "survey", "import", name, sampleContacts).out, "once more does no harm")

	require.NoError(t, run(t, "", "survey", "close", name).error)
	require.NoError(t, run(t, "", "survey", "release", name).error)
	report := run(t, "", "survey", "report", name, "--unit", "CC")
	require.NoError(t, report.error)
	require.Contains(t, report.out, "Lantern Customer Care: 24 of 32 answered.\n")
	require.Contains(t, run(t, "", "survey", "report", name, "--unit", "CC-SH").out, " of 21 answered.\n")
}

func TestContactsOfAnotherSystemAreMapped(t *testing.T) {
	name := served(t)
	require.NoError(t, run(t, "", "survey", "open", name).error)
	text, err := simplifiedchinese.GB18030.NewEncoder().String("工单编号;班组编码;渠道;满意度;是否解决;客服\n工单-1;SH-VOICE-1;热线;非常满意;解决了;王芳\n工单-2;SH-VOICE-1;热线;2;没有解决;\n")
	require.NoError(t, err)
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	got := run(t, "", "survey", "import", name, file(t, "客户.csv", text), "--set", "source=acd", "--map", "满意度=csat", "--map", "是否解决=resolved", "--format", "json")
	require.NoError(t, got.error)
	require.Contains(t, got.err, "gb18030")
	require.Contains(t, got.err, "客服")
	var result map[string]any
	require.NoError(t, json.Unmarshal([]byte(got.out), &result))
	require.Equal(t, map[string]any{"rows": 2.0, "imported": 2.0, "refused": 0.0, "refusals": []any{}}, result)
}

func TestWrongContactsAreNamedByTheirLinesAndColumns(t *testing.T) {
	name := served(t, "--mode", "identified", "--ask", "hris:CC-SH")
	require.NoError(t, run(t, "", "survey", "open", name).error)
	rows := `source,contact,unit,site,csat,resolved
acd,C-1,SH-VOICE-1,,4,yes
acd,,SH-VOICE-1,,4,yes
,C-2,SH-VOICE-1,,4,yes
acd,13812345678,SH-VOICE-1,,4,yes
acd,C-3,nowhere,,4,yes
acd,C-4,CD-CHAT-1,,4,yes
acd,C-1,SH-VOICE-1,,5,yes
acd,C-5,,,4,yes
acd,C-6,SH-VOICE-1,,9,yes
acd,C-7,SH-VOICE-1,Shanghai,4,yes
ACD 1,C-8,SH-VOICE-1,,4,yes
acd,C-1,SH-VOICE-2,,,
`
	got := run(t, "", "survey", "import", name, file(t, "c.csv", rows))
	require.EqualError(t, got.error, "rows refused: 11")
	require.Equal(t, []string{"1 imported", "11 refused"}, counts(got.out))
	for _, line := range []string{
		"refused  c.csv, line 3, column 2 (contact): nothing says whom or what the row is about: the id is empty",
		"refused  c.csv, line 4, column 1 (source): nothing says whom or what the row is about: the id is empty",
		"refused  c.csv, line 5, column 2 (contact): contact.id: looks like an e-mail address or a phone number: take the id of the ticket or the call",
		`refused  c.csv, line 6, column 3 (unit): there is no unit "nowhere"`,
		"refused  c.csv, line 7, column 3 (unit): ",
		"refused  c.csv, line 8: The same ",
		"refused  c.csv, line 9",
		"refused  c.csv, line 10, column 5 (csat): csat: ",
		"refused  c.csv, line 11, column 4 (site): is not a name such as sites/…",
		"refused  c.csv, line 12, column 2 (contact): contact.id: is not written as an id or a word",
		"refused  c.csv, line 13, column 3 (unit): ",
	} {
		require.Contains(t, got.out, line)
	}
	read := run(t, "", "survey", "responses", name, "--format", "csv")
	require.NoError(t, read.error)
	require.Regexp(t, `(?m)^acd:C-1,units/[0-9a-f-]{36},,csat,4$`, read.out)
	require.NotContains(t, read.out, "C-6")

	for text, want := range map[string]string{
		"contact,unit\nC,SH-VOICE-1\n":  "no column holds source",
		"source,unit\nacd,SH-VOICE-1\n": "no column holds contact",
		"source,contact\n":              "there is nothing below the heading",
	} {
		wrong := run(t, "", "survey", "import", name, file(t, "f.csv", text))
		require.ErrorContains(t, wrong.error, want)
		require.Equal(t, exitUsage, exitCode(wrong.error))
	}
}

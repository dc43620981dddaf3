package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	sampleUnits  = "../../examples/import/units.csv"
	samplePeople = "../../examples/import/people.csv"
)

// sample is the sample of people with other headings or rows.
func sample(t *testing.T, oldNew ...string) string {
	t.Helper()
	text, err := os.ReadFile(samplePeople)
	require.NoError(t, err)
	changed := strings.NewReplacer(oldNew...).Replace(string(text))
	if len(oldNew) > 0 {
		require.NotEqual(t, string(text), changed)
	}
	return changed
}

// counts are the lines of a result with the counts that are not 0.
func counts(text string) (got []string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "   ") && !strings.HasPrefix(strings.TrimSpace(line), "0 ") {
			got = append(got, strings.Join(strings.Fields(line), " "))
		}
	}
	return got
}

func TestImportShowsAsksAndApplies(t *testing.T) {
	serving(t)
	dry := run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--dry-run")
	require.NoError(t, dry.error)
	require.Contains(t, dry.out, "nothing has been changed")
	require.Contains(t, dry.out, "created  units.csv, line 2: CC  Lantern Customer Care\n")
	require.Contains(t, dry.out, "… and 25 more created; --format csv shows all\n")
	require.Equal(t, []string{"45 created"}, counts(dry.out))
	require.Contains(t, dry.err, `people.csv: utf-8, cells separated by ",", 33 rows`)

	require.EqualError(t, run(t, "", "directory", "import", samplePeople).error,
		"nobody is there to be asked: say --yes to import, or --dry-run to compare only")
	no := run(t, "n\n", "directory", "import", samplePeople, "--units", sampleUnits)
	require.EqualError(t, no.error, "Nothing was imported.")
	require.Contains(t, no.err, "Import this? [y/N] ")
	require.Empty(t, no.out)

	yes := run(t, "y\n", "directory", "import", samplePeople, "--units", sampleUnits)
	require.NoError(t, yes.error)
	require.Equal(t, []string{"45 created"}, counts(yes.err), "what is asked for")
	require.Equal(t, []string{"45 created"}, counts(yes.out), "what was done")

	again := run(t, "y\n", "directory", "import", samplePeople, "--units", sampleUnits)
	require.NoError(t, again.error)
	require.Contains(t, again.err, "There is nothing to change.")
	require.Empty(t, again.out)
}

func TestTheSameFileInAnotherEncodingChangesNothing(t *testing.T) {
	serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	chinese := sample(t, "staff_number,display_name,language,unit,manager,employer,legal_entity,position,shift,channel,hire_date,planned_end_date",
		"工号,姓名,语言,部门编号,上级工号,用工单位,签约主体,岗位,班次,渠道,入职日期,合同到期日", "2016-04-01", "2016/4/1", "2019-05-01", "2019年5月1日")
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(strings.ReplaceAll(strings.ReplaceAll(chinese, ",", ";"), "\n", "\r\n"))
	require.NoError(t, err)
	got := run(t, "", "directory", "import", file(t, "人员.csv", encoded), "--yes")
	require.NoError(t, got.error)
	require.Contains(t, got.err, `人员.csv: gb18030, cells separated by ";", 33 rows`)
	require.Equal(t, []string{"33 unchanged"}, counts(got.out))
}

func TestAMappingFile(t *testing.T) {
	serving(t)
	units := file(t, "units.csv", "组代码,类型,名称\nA,班组,热线一组\n")
	people := file(t, "people.csv", "员工代码,姓名,所在组,雇主,入职日期,备注\n1,王芳,A,灯塔客服,20240305,x\n2,李雷,A,云桥人力,2024/3/5,\n")
	got := run(t, "", "directory", "import", people, "--units", units, "--map-file", "../../examples/import/mapping.yaml", "--yes")
	require.NoError(t, got.error)
	require.Equal(t, []string{"3 created"}, counts(got.out))
	require.NotContains(t, got.err, "not used")
	got = run(t, "", "directory", "import", people, "--map-file", "../../examples/import/mapping.yaml", "--map", "备注=shift", "--set", "channel=chat", "--dry-run")
	require.NoError(t, got.error)
	require.Contains(t, got.out, `updated  people.csv, line 2: 1  shift: "" → "x"  channel: "voice" → "chat"`)
}

func TestRefusedRowsAreNamedAndTheOthersGoIn(t *testing.T) {
	serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	changed := file(t, "people.csv", sample(t, "2023-02-20", "20.2.2023", "L0102,白雪晴", "L0102,白雪", "L0103,", "L0102,",
		",SH-VOICE-2,L0011", ",SH-VOICE-9,L0011", ",CD-CHAT-1,L0012", ",CD-CHAT-1,L9999"))
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	got := run(t, "", "directory", "import", changed, "--yes")
	require.EqualError(t, got.error, "15 行被拒绝")
	require.Equal(t, exitFailure, exitCode(got.error))
	require.Equal(t, []string{"18 不变", "15 拒绝"}, counts(got.out))
	for _, line := range []string{
		"拒绝  people.csv 第 11 行第 11 列（hire_date）：\"20.2.2023\" 不是日期（如 2026-11-22 或 2026/11/22）；其他格式请用 --dates 声明\n",
		"拒绝  people.csv 第 12 行第 1 列（staff_number）：同一人员或组织单元在文件中重复出现。\n",
		"拒绝  people.csv 第 13 行第 1 列（staff_number）：同一人员或组织单元在文件中重复出现。\n",
		"拒绝  people.csv 第 17 行第 4 列（unit）：\"SH-VOICE-9\"：未知的组织单元。\n",
		"拒绝  people.csv 第 23 行第 5 列（manager）：\"L9999\"：未知的上级。\n",
	} {
		require.Contains(t, got.out, line)
	}
	require.NoError(t, run(t, "", "directory", "import", file(t, "people.csv", sample(t, "2023-02-20", "20.2.2023")), "--yes", "--dates", "d.m.yyyy").error)
}

func TestACompleteFileEndsWhoIsMissing(t *testing.T) {
	serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	var kept []string
	for line := range strings.Lines(sample(t)) {
		if !strings.HasPrefix(line, "L0104") && !strings.HasPrefix(line, "Y0119") {
			kept = append(kept, line)
		}
	}
	fewer := file(t, "people.csv", strings.Join(kept, ""))
	got := run(t, "", "directory", "import", fewer, "--complete", "--yes")
	require.EqualError(t, got.error, "The file would end more employments than allowed. Check that it is complete.\n"+
		"2 of 33 people are missing from the file; 5 of a hundred may be. --removal-limit raises the limit.")

	got = run(t, "", "directory", "import", fewer, "--complete", "--employer", "lantern", "--dry-run")
	require.NoError(t, got.error, "the vendor's people are not looked at")
	require.Equal(t, []string{"31 unchanged", "1 ended"}, counts(got.out))
	require.Regexp(t, `ended  L0104  David Lin  people/[0-9a-f-]{36}\n`, got.out)

	got = run(t, "", "directory", "import", fewer, "--complete", "--removal-limit", "10", "--effective-date", "2026-12-01", "--yes")
	require.NoError(t, got.error)
	require.Equal(t, []string{"31 unchanged", "2 ended"}, counts(got.out))
}

func TestResultsForPrograms(t *testing.T) {
	serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	changed := file(t, "people.csv", sample(t, "L0102,白雪晴", "L0102,白雪", "2019-07-15", "soon"))

	got := run(t, "", "directory", "import", changed, "--dry-run", "--format", "json")
	require.EqualError(t, got.error, "rows refused: 1")
	var document struct {
		DryRun bool `json:"dry_run"`
		Counts map[string]int
		Rows   []map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(got.out), &document))
	require.True(t, document.DryRun)
	require.Equal(t, map[string]int{"rows": 33, "created": 0, "updated": 1, "unchanged": 31, "ended": 0, "refused": 1}, document.Counts)
	require.Len(t, document.Rows, 2)
	require.Equal(t, map[string]any{
		"outcome": "refused", "file": "people.csv", "line": 5.0, "id": "L0004", "reason": "INVALID_FIELD", "field": "hire_date",
		"message": `"soon" is not a day such as 2026-11-22 or 2026/11/22; declare other forms with --dates`,
	}, document.Rows[0])
	require.Equal(t, []any{map[string]any{"field": "display_name", "before": "白雪晴", "after": "白雪"}}, document.Rows[1]["changes"])

	got = run(t, "", "directory", "import", changed, "--dry-run", "--format", "csv")
	require.EqualError(t, got.error, "rows refused: 1")
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	require.Equal(t, []string{"refused", "people.csv", "5", "L0004", ""}, rows[1][:5])
	require.Equal(t, `display_name: "白雪晴" → "白雪"`, rows[2][8])
}

func TestFilesThatCannotBeReadAreNotSent(t *testing.T) {
	english(t)
	t.Setenv("HEARTH_GRPC_ADDR", "127.0.0.1:1") // nobody is there
	const heading = "工号,姓名,部门编号,用工单位,入职日期\n"
	for _, c := range []struct{ name, text, want string }{
		{"a million columns", heading + strings.Repeat(",", 1_000_000), "f.csv, line 2, column 501: there are more than 500 columns"},
		{"only a heading", heading, "f.csv: there is nothing below the heading"},
		{"headings missing", "工号\n1\n", "f.csv: no column holds display_name; name one with --map COLUMN=display_name"},
		{"nobody's row", heading + "A1,王芳,T,a,2024-01-01\n,李雷,T,a,2024-01-01\n", "f.csv, line 3, column 1 (工号): nothing says whom or what the row is about: the id is empty"},
		{"a workbook", "PK\x03\x04", "f.csv: this is a workbook; save it as CSV first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := run(t, "", "directory", "import", file(t, "f.csv", c.text), "--yes")
			require.ErrorContains(t, got.error, c.want)
			require.Equal(t, exitUsage, exitCode(got.error))
		})
	}
	for _, args := range [][]string{{"--encoding", "latin1"}, {"--delimiter", "|"}, {"--format", "xml"}, {"--map", "x"}, {"--set", "x"}, {"--dates", "x"}} {
		got := run(t, "", append([]string{"directory", "import", samplePeople, "--yes"}, args...)...)
		require.Error(t, got.error, args)
		require.Equal(t, exitUsage, exitCode(got.error), args)
	}
	require.ErrorIs(t, run(t, "", "directory", "import", "nowhere.csv", "--yes").error, os.ErrNotExist)
}

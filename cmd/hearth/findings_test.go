package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/app"
)

// outcomes asks two ratings, each a construct, and one that they may go together with.
const outcomes = `displayName: {en: Outcomes, zh-CN: 结果}
items:
  - {id: heard, text: {en: My lead listens., zh-CN: 班组长愿意倾听。}, rating: {min: 1, max: 5, favourable: [4, 5]}, required: true}
  - {id: grown, text: {en: I can grow here., zh-CN: 我在这里有成长空间。}, rating: {min: 1, max: 5, favourable: [4, 5]}, required: true}
  - {id: stays, text: {en: I want to stay., zh-CN: 我愿意留下。}, rating: {min: 1, max: 5, favourable: [4, 5]}, required: true}
constructs:
  - {id: voice, displayName: {en: Voice, zh-CN: 发声}, items: [{item: heard}]}
  - {id: growth, displayName: {en: Growth, zh-CN: 成长}, items: [{item: grown}]}
outcome: stays
`

// answered opens a survey, has all of the sample answer by their turn and team, and waits for its release.
func answered(t *testing.T, house *app.House, answer func(turn int, shanghai bool) [3]int, args ...string) string {
	t.Helper()
	name := draft(t, house, append(args, "--import")...)
	require.NoError(t, run(t, "", "survey", "open", name).error)
	rows, err := csv.NewReader(strings.NewReader(sample(t))).ReadAll()
	require.NoError(t, err)
	var sheets strings.Builder
	sheets.WriteString("number,heard,grown,stays\n")
	for turn, row := range rows[1:] {
		a := answer(turn, strings.Contains(row[3], "SH-"))
		fmt.Fprintf(&sheets, "%s,%d,%d,%d\n", row[0], a[0], a[1], a[2])
	}
	require.NoError(t, run(t, "", "survey", "import", name, file(t, "a.csv", sheets.String())).error)
	require.NoError(t, run(t, "", "survey", "close", name).error)
	require.NoError(t, run(t, "", "survey", "release", name).error)
	return name
}

func TestWhatFollowsFromAReleaseIsSaid(t *testing.T) {
	house := serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	path := filepath.Join(t.TempDir(), "outcomes.yaml")
	require.NoError(t, os.WriteFile(path, []byte(outcomes), 0o600))
	made := run(t, "", "survey", "instrument", "import", path, "--publish")
	require.NoError(t, made.error)
	instrument := strings.TrimSpace(made.out)
	// Shanghai is heard; and who is heard wants to stay.
	mixed := func(turn int, shanghai bool) [3]int {
		heard := 1 + turn%3
		if shanghai {
			heard = 3 + turn%3
		}
		return [3]int{heard, 1 + turn%5, min(5, heard+turn%2)}
	}
	low := func(turn int, _ bool) [3]int { return [3]int{1 + turn%3, 1 + (turn+2)%5, 1 + turn%4} }
	first := answered(t, house, low, "--title", "Spring", "--instrument", instrument)
	answered(t, house, mixed, "--title", "Autumn", "--instrument", instrument, "--repeats", "Spring")

	norm := run(t, "", "norm", "create", "--instrument", instrument, "--of", "heard", "--value", "3.4", "--n", "1200", "--population", "agents of ten centres",
		"--population-zh", "十个联络中心的坐席", "--source", "a book", "--date", "2026-01-31", "--licence", "own")
	require.NoError(t, norm.error)

	for _, args := range [][]string{{}, {"--rest"}} {
		compared := run(t, "", append([]string{"survey", "compare", "Autumn", "--unit", "CC-SH"}, args...)...)
		require.NoError(t, compared.error)
		require.Regexp(t, `^Shanghai site: 14 of 14 answered \(surveys/.*\)\nAll others of Lantern Customer Care: 19 of 19 answered \(surveys/.*\)\n\nQUESTION +TEXT +OF +FIRST`, compared.out)
		require.Regexp(t, `(?m)^heard +My lead listens. +mean +\d\.\d\d +\d\.\d\d +\+\d\.\d\d +\+.* – \+\S+ +< 0.001 +\+\S+ +higher$`, compared.out)
		require.Regexp(t, `(?m)^grown +I can grow here. +mean .* too few to say$`, compared.out)
		require.Regexp(t, `(?m)^heard .*favourable +\d+ % +\d+ % +\+\d+ `, compared.out)
		require.Regexp(t, `(?m)^\d+ tests; q is p adjusted for all of them together`, compared.out)
		require.Regexp(t, `(?m)^norms/\S+ +heard +mean +3.4 +1200 +agents of ten centres +a book +2026-01-31 +own$`, compared.out)
	}
	against := run(t, "", "survey", "compare", "Autumn", "--unit", "CC-CD", "--against", "Shanghai site", "--format", "csv")
	require.NoError(t, against.error)
	rows, err := csv.NewReader(strings.NewReader(against.out)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"kind", "id", "statistic"}, rows[0][:3])
	verdicts := map[string]string{}
	for _, row := range rows[1:] {
		verdicts[row[1]+" "+row[2]] = row[len(row)-1]
	}
	require.Equal(t, "lower", verdicts["heard mean"])
	before := run(t, "", "survey", "compare", "Autumn", "--unit", "CC", "--previous")
	require.NoError(t, before.error)
	require.Contains(t, before.out, "Lantern Customer Care: 33 of 33 answered ("+first+")\n")
	require.Regexp(t, `(?m)^heard .* higher$`, before.out)
	require.ErrorContains(t, run(t, "", "survey", "compare", "Spring", "--unit", "CC", "--previous").error, "no survey that this one repeats")
	require.ErrorContains(t, run(t, "", "survey", "compare", "Spring").error, "shows you nobody besides Lantern Customer Care")
	require.ErrorContains(t, run(t, "", "survey", "compare", "Spring", "--unit", "nowhere").error, `no group "nowhere"`)
	require.Equal(t, exitUsage, exitCode(run(t, "", "survey", "compare", "Spring", "--unit", "CC", "--by", "mood").error))

	trend := run(t, "", "survey", "trend", "Autumn", "--unit", "CC-SH")
	require.NoError(t, trend.error)
	day := time.Now().Format(time.DateOnly)
	require.Regexp(t, `^Shanghai site\n\nQUESTION +TEXT +1: `+day+` +2: `+day+`\n +answered, of those asked +14 of 14 +14 of 14\n`, trend.out)
	require.Regexp(t, `(?m)^heard +My lead listens. +\d+ % +\d\.\d\d +\d+ % +\d\.\d\d$`, trend.out)
	rows, err = csv.NewReader(strings.NewReader(run(t, "", "survey", "trend", "Autumn", "--with", "Spring", "--format", "csv").out)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+2*(3+2))

	drivers := run(t, "", "survey", "drivers", "Autumn")
	require.NoError(t, drivers.error)
	require.Regexp(t, `^Lantern Customer Care\nAssociated with "I want to stay." in 33 whole sheets; all together with \d+ % of the differences`, drivers.out)
	require.Regexp(t, `(?m)^Voice +\+0.\d\d +\+\S+ – \+\S+ +< 0.001 +\d+ % `, drivers.out)
	require.Regexp(t, `(?s)SCORES LOW +SCORES HIGH\ngoes with much +\[improve\] +\[keep\]\n.*Voice.*\ngoes with little +\[watch\] +\[maintain\]\n.*Growth`, drivers.out)
	require.Contains(t, drivers.out, "2 tests; q is p adjusted")
	require.ErrorContains(t, run(t, "", "survey", "drivers", "Autumn", "--unit", "CC-SH").error, "shows no drivers of this unit")
	for _, said := range []string{"cause", "driven", "because"} {
		require.NotContains(t, drivers.out, said)
	}

	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	require.Regexp(t, `(?m)^heard +班组长愿意倾听。 +均值 .*较高$`, run(t, "", "survey", "compare", "Autumn", "--unit", "CC-SH").out)
	require.Contains(t, run(t, "", "survey", "drivers", "Autumn").out, "【改进】")
	var norms struct{ Norms []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(run(t, "", "norm", "list", "--instrument", instrument, "--of", "heard", "--format", "json").out), &norms))
	require.Len(t, norms.Norms, 1)
	require.Contains(t, run(t, "", "norm", "list").out, "十个联络中心的坐席")
	require.NoError(t, run(t, "", "norm", "delete", strings.TrimSpace(norm.out)).error)
	require.NotContains(t, run(t, "", "norm", "list").out, "norms/")
	require.Equal(t, exitUsage, exitCode(run(t, "", "norm", "create", "--instrument", instrument, "--of", "heard", "--value", "1", "--population", "x", "--source", "x",
		"--date", "2026-01-31", "--licence", "x", "--statistic", "median").error))
}

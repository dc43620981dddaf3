package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/said"
)

const library = "../../services/survey/internal/library/"

func TestAnInstrumentGoesInAndComesOutAsItWas(t *testing.T) {
	serving(t)
	paths, err := filepath.Glob(library + "*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(paths), 10)
	checked := run(t, "", append([]string{"survey", "instrument", "check"}, paths...)...)
	require.NoError(t, checked.error)
	require.Equal(t, len(paths), strings.Count(checked.out, ": nothing is wrong; "))
	require.Contains(t, checked.out, "/service-culture-dna.yaml: nothing is wrong; 64 questions\n")
	require.NotContains(t, run(t, "", "survey", "instrument", "list").out, "instruments/", "they were checked only")
	for _, path := range paths {
		made := run(t, "", "survey", "instrument", "import", path)
		require.NoError(t, made.error)
		require.Regexp(t, `^instruments/[0-9a-f-]{36}\n$`, made.out, "the name alone")
		exported := run(t, "", "survey", "instrument", "export", strings.TrimSpace(made.out))
		require.NoError(t, exported.error)
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), exported.out)
		require.Equal(t, string(want), run(t, "", "survey", "instrument", "export", "libraryInstruments/"+strings.TrimSuffix(filepath.Base(path), ".yaml")).out)
	}
}

func TestTheLibraryIsListedAndCopied(t *testing.T) {
	serving(t)
	listed := run(t, "", "survey", "instrument", "library")
	require.NoError(t, listed.error)
	require.Regexp(t, `(?m)^belonging-pulse +Belonging pulse +11 +3$`, listed.out)
	copied := run(t, "", "survey", "instrument", "copy", "belonging-pulse", "--publish")
	require.NoError(t, copied.error)
	require.NoError(t, run(t, "", "survey", "instrument", "copy", "libraryInstruments/values-check").error)

	rows, err := csv.NewReader(strings.NewReader(run(t, "", "survey", "instrument", "list", "--format", "csv").out)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	require.Equal(t, []string{"Values comprehension check", "draft", "1", "11"}, rows[1][1:], "the newest first")
	require.Equal(t, []string{strings.TrimSpace(copied.out), "Belonging pulse", "published", "1", "11"}, rows[2])
	var all surveyv1.ListInstrumentsResponse
	require.NoError(t, protojson.Unmarshal([]byte(run(t, "", "survey", "instrument", "list", "--format", "json").out), &all))
	require.Len(t, all.GetInstruments(), 2)

	draft := rows[1][0]
	require.ErrorContains(t, run(t, "", "survey", "create", "--title", "x", "--owner", "units/01a20365-3a8a-746d-830c-7ee2a8caecb0", "--instrument", draft).error, "hearth survey instrument publish NAME")
	require.Equal(t, draft+"\n", run(t, "", "survey", "instrument", "publish", draft).out)
	require.NotContains(t, run(t, "", "survey", "instrument", "list").out, "draft")

	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	require.Regexp(t, `(?m)^belonging-pulse +归属感脉搏 +11 +3$`, run(t, "", "survey", "instrument", "library").out)
	require.Contains(t, run(t, "", "survey", "instrument", "list").out, "已发布")
	require.ErrorContains(t, run(t, "", "survey", "instrument", "copy", "nothing").error, "未找到")
}

// What is wrong with a file is told with its line and column, whether this machine finds it or Hearth does.
func TestWhatIsWrongWithAnInstrument(t *testing.T) {
	serving(t)
	text := `display_name: {zh-CN: 每周脉搏, en: Weekly pulse}
items:
  - id: load
    text: {zh-CN: 这周的工作量我承受得住。, en: My workload was bearable.}
    rating: {min: 1, max: 5}
  - id: load
    text: {zh-CN: 有人帮我。, en: I got help.}
    rating:
      min: 1
      max: 50
`
	for name, c := range map[string]struct{ old, new, want, zh string }{
		"a constraint of the contract": {"", "", ":8:5: items[1].rating: a rating has 2 to 11 points", ":8:5: items[1].rating：评分须有 2 至 11 个等级"},
		"what does not hold together":  {"max: 50", "max: 5", ":6:5: items[1].id: ", ":6:5: items[1].id："},
		"what is missing":              {"    rating:\n      min: 1\n      max: 50\n", "", ":6:5: items[1].kind: is missing", ":6:5: items[1].kind：不能为空"},
		"a condition": {"load\n    text: {zh-CN: 有人帮我。, en: I got help.}\n    rating:\n      min: 1\n      max: 50\n",
			"help\n    text: {en: I got help.}\n    condition: answers.none > 1\n    nps: {}\n", ":8:5: items[1].condition: ", "items[1].condition："},
		"a language":                {"en: I got help", "english: I got help", `:7:26: items[1].text.texts["english"]: is not a language tag such as zh-CN`, "不是语言标签"},
		"a field that there is not": {"items:", "questions:", ":2:1: questions: there is no such field", ":2:1: questions：没有该字段"},
		"no YAML":                   {"items:", "items", ":3:1: is not YAML", "YAML 格式有误"},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "pulse.yaml", strings.Replace(text, c.old, c.new, 1))
			for _, verb := range []string{"check", "import"} {
				err := run(t, "", "survey", "instrument", verb, path).error
				require.Equal(t, exitUsage, exitCode(err), "%v", err)
				require.Contains(t, said.Of(err).In("en"), path+c.want)
			}
			t.Setenv("LC_ALL", "zh_CN.UTF-8")
			require.Contains(t, said.Of(run(t, "", "survey", "instrument", "check", path).error).In("zh-CN"), c.zh)
			english(t)
		})
	}
	require.NotContains(t, run(t, "", "survey", "instrument", "list").out, "instruments/", "nothing was made")
	two := run(t, "", "survey", "instrument", "check", file(t, "a.yaml", "x: 1"), file(t, "b.yaml", "y: 1"))
	require.ErrorContains(t, two.error, "a.yaml:1:1: x: ")
	require.ErrorContains(t, two.error, "b.yaml:1:1: y: ")
	require.ErrorContains(t, run(t, "", "survey", "instrument", "import", "nowhere.yaml").error, "nowhere.yaml cannot be read")
}

// A draft is changed from a file, what the file does not say goes, and of a published one the texts alone.
func TestImportInto(t *testing.T) {
	serving(t)
	first := strings.TrimSpace(run(t, "", "survey", "instrument", "copy", "belonging-pulse").out)
	text, err := os.ReadFile(library + "team-health.yaml")
	require.NoError(t, err)
	changed := file(t, "team.yaml", strings.Replace(string(text), "least_people: 5\n", "", 1))
	into := run(t, "", "survey", "instrument", "import", changed, "--into", first, "--publish")
	require.NoError(t, into.error)
	require.Equal(t, first+"\n", into.out)
	want, err := os.ReadFile(changed)
	require.NoError(t, err)
	require.Equal(t, string(want), run(t, "", "survey", "instrument", "export", first).out)

	corrected := file(t, "corrected.yaml", strings.Replace(string(want), "We get our breaks on time", "We get our breaks when they are due", 1))
	require.NoError(t, run(t, "", "survey", "instrument", "import", corrected, "--into", first).error)
	require.Contains(t, run(t, "", "survey", "instrument", "export", first).out, "when they are due")
	other := file(t, "other.yaml", strings.Replace(string(want), "max: 3", "max: 4", 1))
	require.ErrorContains(t, run(t, "", "survey", "instrument", "import", other, "--into", first).error, "published")

	second := run(t, "", "survey", "instrument", "revise", first)
	require.NoError(t, second.error)
	next := strings.TrimSpace(second.out)
	require.Regexp(t, `^instruments/[0-9a-f-]{36}$`, next)
	require.Empty(t, strings.Split(strings.TrimSpace(run(t, "", "survey", "instrument", "diff", first, next).out), "\n")[1:], "a heading alone")
	require.NoError(t, run(t, "", "survey", "instrument", "import", changed, "--into", next).error)
	said := run(t, "", "survey", "instrument", "diff", first, next)
	require.NoError(t, said.error)
	require.Contains(t, said.out, "when they are due")
	require.Contains(t, said.out, "strength")
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	require.Contains(t, run(t, "", "survey", "instrument", "diff", first, next).out, "此前为")
}

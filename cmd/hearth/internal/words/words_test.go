package words

import (
	"regexp"
	"slices"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

var verb = regexp.MustCompile(`%\[\d\][a-z]`)

func TestTheCatalogueIsComplete(t *testing.T) {
	require.Len(t, catalogue, int(SomeRefused)+1, "every key has its texts")
	for key := range SomeRefused + 1 {
		texts := catalogue[key]
		require.Len(t, texts, 2, "key %d: %v", key, texts)
		require.NotEmpty(t, texts["en"], key)
		require.NotEmpty(t, texts["zh-CN"], key)
		require.Equal(t, verbs(texts["en"]), verbs(texts["zh-CN"]), "both say the same of %q", texts["en"])
		require.False(t, hasHan(texts["en"]), texts["en"])
		if key > Plain && key != Violation && key != RowChange {
			require.True(t, hasHan(texts["zh-CN"]), texts["zh-CN"])
		}
	}
}

func verbs(text string) []string {
	return slices.Compact(slices.Sorted(slices.Values(verb.FindAllString(text, -1))))
}

func hasHan(text string) bool {
	return slices.ContainsFunc([]rune(text), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want Locale
	}{
		{nil, "en"},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, "zh-CN"},
		{map[string]string{"LANG": "zh_CN.GB18030"}, "zh-CN"},
		{map[string]string{"LANG": "zh_SG@pinyin"}, "zh-CN"},
		{map[string]string{"LANG": "en_GB.UTF-8"}, "en"},
		{map[string]string{"LANG": "de_DE.UTF-8"}, "en"},
		{map[string]string{"LANG": "C"}, "en"},
		{map[string]string{"LANG": "POSIX"}, "en"},
		{map[string]string{"LANG": "%%%"}, "en"},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh-CN"},
	} {
		require.Equal(t, c.want, Of(func(name string) string { return c.env[name] }), "%v", c.env)
	}
}

func TestAProblemNamesItsPlace(t *testing.T) {
	for _, c := range []struct {
		problem Problem
		en, zh  string
	}{
		{Problem{File: "a.csv", Text: Say(FileIsEmpty)}, "a.csv: the file is empty", "a.csv：文件为空"},
		{Problem{File: "a.csv", Line: 3, Text: Say(CellsMissing, 2, 4)}, "a.csv, line 3: has 2 cells, the heading has 4", "a.csv 第 3 行：有 2 个单元格，标题行有 4 个"},
		{Problem{File: "a.csv", Line: 3, Column: 2, Text: Say(HoldsNUL)}, "a.csv, line 3, column 2: holds a NUL character", "a.csv 第 3 行第 2 列：含有 NUL 字符"},
		{Problem{File: "a.csv", Line: 3, Column: 2, Heading: "工号", Text: Say(HoldsNUL)}, "a.csv, line 3, column 2 (工号): holds a NUL character", "a.csv 第 3 行第 2 列（工号）：含有 NUL 字符"},
	} {
		require.Equal(t, c.en, c.problem.In("en"))
		require.Equal(t, c.zh, c.problem.In("zh-CN"))
	}
	both := Problems{{File: "a.csv", Text: Say(FileIsEmpty)}, {File: "b.csv", Text: Say(FileIsEmpty)}}
	require.Equal(t, "a.csv: the file is empty\nb.csv: the file is empty", both.Error())
}

package comment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
)

func reader(t testing.TB) *comment.Reader {
	t.Helper()
	r, err := comment.NewReader()
	require.NoError(t, err)
	return r
}

func TestWords(t *testing.T) {
	r := reader(t)
	tests := []struct {
		name, text string
		want       []string // stems
	}{
		{"nothing", "", nil},
		{"only what carries no meaning", "我觉得这个很好，the and of", nil},
		{"Chinese", "班组长从来不听我们客服代表的意见，夜班人手不够", []string{"班组长", "从来", "客服代表", "意见", "夜班", "人手", "不够"}},
		{"English in its forms", "Schedules change; scheduling is unfair.", []string{"schedul", "chang", "schedul", "unfair"}},
		{"both in one line; IT is also a word without meaning", "希望IT能解决系统卡顿 ASAP", []string{"解决", "系统", "卡顿", "asap"}},
		{"numbers and signs", "100% 😀 ... 3", nil},
		{"the longest word", "内部竞聘机会", []string{"内部竞聘", "机会"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var stems []string
			for _, word := range r.Words(test.text) {
				stems = append(stems, word.Stem)
			}
			require.Equal(t, test.want, stems)
		})
	}
}

func TestSummarise(t *testing.T) {
	r := reader(t)
	var comments []string
	for range 12 {
		comments = append(comments, "夜班人手不够，夜班太累", "The night shift is understaffed.", "系统卡顿，工单打不开")
	}
	comments = append(comments, "食堂不错", "", "Ticket system crashed")

	summary := r.Summarise(comments, 10, 5)
	require.Equal(t, len(comments), summary.Comments)
	var themes []string
	for _, found := range summary.Themes {
		themes = append(themes, comment.Themes()[found.Theme].ID)
		for _, i := range found.In {
			require.NotEmpty(t, comments[i])
		}
	}
	require.Equal(t, []string{"schedule", "workload", "tools"}, themes, "the canteen is one comment, too few to be a theme")
	require.Len(t, summary.Themes[0].In, 24, "a word said twice in a comment counts once")
	require.Len(t, summary.Keywords, 5)
	require.Equal(t, 12, summary.Keywords[0].Comments)
	for _, keyword := range summary.Keywords {
		for _, with := range keyword.With {
			require.Equal(t, 12, with.Comments)
			require.Greater(t, with.Likelihood, 10.8)
		}
	}
	require.Equal(t, summary, r.Summarise(comments, 10, 5), "the same comments are summed up the same every time")
	require.Empty(t, r.Summarise(comments, 100, 5).Keywords)
}

func TestThemesAreNamedInBothLanguagesAndFound(t *testing.T) {
	r := reader(t)
	for i, theme := range comment.Themes() {
		require.NotEmpty(t, theme.Name["zh-CN"], theme.ID)
		require.NotEmpty(t, theme.Name["en"], theme.ID)
		for _, word := range append(append([]string(nil), theme.Chinese...), theme.English...) {
			text := word
			summary := r.Summarise([]string{text}, 1, 1)
			require.Truef(t, contains(summary, i), "%q does not lead to the theme %s", word, theme.ID)
		}
	}
}

func contains(summary comment.Summary, theme int) bool {
	for _, found := range summary.Themes {
		if found.Theme == theme {
			return true
		}
	}
	return false
}

func FuzzWords(f *testing.F) {
	f.Add("班组长 the shift 😀\x00\xff")
	r := reader(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range r.Words(text) {
			require.NotEmpty(t, word.Stem)
		}
		comment.Personal(text)
	})
}

package comment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
)

func TestWords(t *testing.T) {
	r := comment.NewReader()
	tests := []struct {
		name, text string
		want       []string // stems
	}{
		{"nothing", "", nil},
		{"only what carries no meaning", "我觉得这个很好，the and of", nil},
		{"Chinese", "班组长从来不听我们客服代表的意见，夜班人手不够", []string{"班组长", "从来", "客服代表", "意见", "夜班", "人手", "不够"}},
		{"English in its forms", "Schedules change; scheduling is unfair.", []string{"schedul", "chang", "schedul", "unfair"}},
		{"both in one line; IT is also a word without meaning", "希望IT能解决系统卡顿 ASAP", []string{"解决", "系统", "卡顿", "asap"}},
		{"words of the floor stay whole", "质检扣分标准不统一，吃不消，转人工太难", []string{"质检", "扣分", "标准", "不统一", "吃不消", "转人工"}},
		{"how many of something", "一个工单三次转接，三年", []string{"工单", "转接"}},
		{"English that is drawn together", "We don't rest, they're late, the team’s rota", []string{"rest", "late", "team", "rota"}},
		{"an allowance is not what is allowed", "allowances are not allowed", []string{"allowance"}},
		{"nothing to say", "没什么意见，挺好的", nil},
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

func read(comments ...string) (all []comment.Said) {
	r := comment.NewReader()
	for _, text := range comments {
		all = append(all, r.Read(text))
	}
	return all
}

func TestSummarise(t *testing.T) {
	var comments []string
	for range 12 {
		comments = append(comments, "夜班人手不够，夜班太累", "The night shift is understaffed.", "系统卡顿，工单打不开，问138 1234 5678")
	}
	comments = append(comments, "食堂不错", "", "Ticket system crashed")
	said := read(comments...)

	summary := comment.Summarise(said, 10, 5)
	require.Equal(t, len(comments), summary.Comments)
	require.Equal(t, []comment.Found{{Theme: "schedule", Comments: 24}, {Theme: "workload", Comments: 24}, {Theme: "tools", Comments: 13}}, summary.Themes,
		"the canteen is one comment, too few to be a theme; a word said twice in a comment counts once")
	require.Len(t, summary.Keywords, 5)
	require.Equal(t, 12, summary.Keywords[0].Comments)
	companions := 0
	for _, keyword := range summary.Keywords {
		for _, with := range keyword.With {
			companions++
			require.Equal(t, 12, with.Comments)
			require.Greater(t, with.Likelihood, 10.8)
		}
	}
	require.Positive(t, companions)
	require.Equal(t, summary, comment.Summarise(said, 10, 5), "the same comments are summed up the same every time")
	require.Empty(t, comment.Summarise(said, 100, 5).Keywords)
}

func TestWhatMayNameSomebodyIsNoKeyword(t *testing.T) {
	var comments []string
	for range 6 {
		comments = append(comments, "王经理说写信到 li.wei@example.com")
	}
	for _, keyword := range comment.Summarise(read(comments...), 1, 20).Keywords {
		require.NotContains(t, []string{"王经理", "经理", "li.wei", "example", "wei", "com"}, keyword.Word)
	}
}

func TestThemesAreNamedInBothLanguagesAndFound(t *testing.T) {
	r := comment.NewReader()
	for _, theme := range comment.Themes() {
		require.NotEmpty(t, theme.Name["zh-CN"], theme.ID)
		require.NotEmpty(t, theme.Name["en"], theme.ID)
		for _, word := range append(append([]string(nil), theme.Chinese...), theme.English...) {
			summary := comment.Summarise([]comment.Said{r.Read(word)}, 1, 1)
			require.Containsf(t, summary.Themes, comment.Found{Theme: theme.ID, Comments: 1}, "%q does not lead to the theme %s", word, theme.ID)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("班组长 the shift 😀\x00\xff")
	r := comment.NewReader()
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range r.Words(text) {
			require.NotEmpty(t, word.Stem)
		}
		comment.Mask(text)
		r.Read(text)
	})
}

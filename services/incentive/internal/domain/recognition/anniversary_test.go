package recognition

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
)

func day(t require.TestingT, text string) model.Day {
	d, err := model.ParseDay(text)
	require.NoError(t, err)
	return d
}

func TestYears(t *testing.T) {
	for _, test := range []struct {
		since, day string
		want       int
	}{
		{"2020-11-22", "2026-11-22", 6}, {"2020-11-22", "2026-11-21", 0}, {"2026-11-22", "2026-11-22", 0}, {"2025-11-22", "2026-11-22", 1},
		{"2024-02-29", "2025-02-28", 1}, {"2024-02-29", "2025-03-01", 0}, {"2024-02-29", "2028-02-29", 4}, {"2024-02-29", "2028-02-28", 0},
		{"1896-02-29", "1900-02-28", 4}, {"2024-02-28", "2028-02-28", 4}, {"2030-11-22", "2026-11-22", 0}, {"", "2026-11-22", 0},
	} {
		require.Equal(t, test.want, Years(day(t, test.since), day(t, test.day)), "%v", test)
	}
}

// Whoever has an anniversary on a day began on one of those that are looked for, and nobody else did.
func TestBegunFindsEveryAnniversary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := model.Day(rapid.Int64Range(int64(day(t, "1990-01-01")), int64(day(t, "2100-12-31"))).Draw(t, "day"))
		since := on - model.Day(rapid.Int64Range(1, 365*mostYears).Draw(t, "ago"))
		found := false
		for _, one := range begun([]model.Day{on}) {
			require.Positive(t, Years(one, on))
			found = found || one == since
		}
		require.Equal(t, Years(since, on) > 0, found)
	})
}

func TestAnIDForAPersonAndAYear(t *testing.T) {
	require.Equal(t, anniversaryID("ann", 2026), anniversaryID("ann", 2026))
	require.NotEqual(t, anniversaryID("ann", 2026), anniversaryID("ann", 2027))
	require.NotEqual(t, anniversaryID("ann", 2026), anniversaryID("bo", 2026))
}

func TestHeadlinesInBothLanguages(t *testing.T) {
	require.Equal(t, "One year with us", Headline(1).In("en"))
	require.Equal(t, "5 years with us", Headline(5).In("en-GB"))
	require.Equal(t, "入职 5 周年", Headline(5).In("zh-CN"))
}

func TestWhatAThankYouMustHold(t *testing.T) {
	good := Thank{Giver: "ann", Receivers: []string{"bo"}, Story: "两字"}
	require.NoError(t, good.check())
	for name, change := range map[string]func(*Thank){
		"nobody":         func(t *Thank) { t.Receivers = nil },
		"both":           func(t *Thank) { t.Team = "night" },
		"oneself":        func(t *Thank) { t.Receivers = []string{"bo", "ann"} },
		"a word too few": func(t *Thank) { t.Story = " x\n" },
		"no text":        func(t *Thank) { t.Story = "a\x00b" },
	} {
		bad := good
		change(&bad)
		require.Error(t, bad.check(), name)
	}
}

func TestWhoSeesMoreThanTheirOwn(t *testing.T) {
	for _, test := range []struct {
		private, hidden, shown bool
	}{{false, false, true}, {true, false, false}, {false, true, false}, {true, true, false}} {
		require.Equal(t, test.shown, Recognition{Private: test.private, Hidden: test.hidden}.Shown())
	}
}

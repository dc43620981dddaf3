package recur_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse/recur"
)

func day(t require.TestingT, text string) model.Day {
	found, err := model.ParseDay(text)
	require.NoError(t, err)
	return found
}

func TestDaysOfARule(t *testing.T) {
	for text, want := range map[string][]string{
		"FREQ=DAILY":                          {"2026-01-29", "2026-01-30", "2026-01-31"},
		"FREQ=DAILY;INTERVAL=10":              {"2026-01-29", "2026-02-08", "2026-02-18"},
		"FREQ=WEEKLY":                         {"2026-01-29", "2026-02-05", "2026-02-12"},
		"FREQ=WEEKLY;BYDAY=MO,TH":             {"2026-01-29", "2026-02-02", "2026-02-05"},
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU":     {"2026-02-10", "2026-02-24", "2026-03-10"},
		"FREQ=MONTHLY;BYMONTHDAY=31":          {"2026-01-31", "2026-03-31", "2026-05-31"},
		"FREQ=MONTHLY;BYMONTHDAY=-1":          {"2026-01-31", "2026-02-28", "2026-03-31"},
		"FREQ=MONTHLY;BYDAY=1TU":              {"2026-02-03", "2026-03-03", "2026-04-07"},
		"INTERVAL=3;FREQ=MONTHLY;BYDAY=-1FR":  {"2026-01-30", "2026-04-24", "2026-07-31"},
		"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13": {"2026-02-13", "2026-03-13", "2026-11-13"},
	} {
		rule, wrong := recur.Parse(text, day(t, "2026-01-29"))
		require.Nil(t, wrong, text)
		next := day(t, "2020-01-01")
		var got []string
		for range want {
			next = rule.From(next)
			got = append(got, next.String())
			next++
		}
		require.Equal(t, want, got, text)
		require.Equal(t, 3, rule.Count(day(t, want[0]), day(t, want[2])), text)
		require.Equal(t, 2, rule.Count(day(t, want[0]), day(t, want[2])-1), text)
	}
	never, wrong := recur.Parse("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", day(t, "2026-02-01"))
	require.Nil(t, wrong)
	require.Equal(t, model.NoDay, never.From(day(t, "2026-02-01")))
}

func TestWhatIsNoRule(t *testing.T) {
	for _, text := range []string{
		"", "weekly", "FREQ", "FREQ=", "FREQ=HOURLY", "FREQ=YEARLY", "freq=daily", "INTERVAL=2", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY,WEEKLY",
		"FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=367", "FREQ=DAILY;INTERVAL=01", "FREQ=DAILY;COUNT=3",
		"FREQ=DAILY;UNTIL=20270101T000000Z", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=6MO", "FREQ=MONTHLY;BYMONTHDAY=0",
		"FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=DAILY;", "RRULE:FREQ=DAILY", "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY",
	} {
		_, wrong := recur.Parse(text, day(t, "2026-01-29"))
		require.NotNil(t, wrong, text)
	}
}

func TestTimesOnTheWall(t *testing.T) {
	for _, test := range []struct{ zone, day, want string }{
		{"Asia/Shanghai", "2026-11-22", "2026-11-21T18:30:00Z"},
		{"Europe/Berlin", "2026-03-28", "2026-03-28T01:30:00Z"},
		{"Europe/Berlin", "2026-03-29", "2026-03-29T01:30:00Z"}, // left out: the clock shows 03:30
		{"Europe/Berlin", "2026-03-30", "2026-03-30T00:30:00Z"},
		{"Europe/Berlin", "2026-10-25", "2026-10-25T00:30:00Z"}, // shown twice: the first
		{"Europe/Berlin", "2026-10-26", "2026-10-26T01:30:00Z"},
		{"America/New_York", "2026-03-08", "2026-03-08T07:30:00Z"},
		{"America/New_York", "2026-11-01", "2026-11-01T07:30:00Z"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T12:30:00Z"}, // a whole day was left out
		{"Australia/Lord_Howe", "2026-10-04", "2026-10-03T15:30:00Z"},
	} {
		zone, err := time.LoadLocation(test.zone)
		require.NoError(t, err)
		require.Equal(t, test.want, recur.At(day(t, test.day), 2*60+30, zone).UTC().Format(time.RFC3339), test)
	}
}

// What a clock shows at the time is what was asked for, wherever it ever shows that; and a later minute never comes earlier.
func TestTheWallShowsTheTime(t *testing.T) {
	zones := []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Sao_Paulo", "Africa/Casablanca"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		require.NoError(t, err)
		at := time.Unix(rapid.Int64Range(1_500_000_000, 1_900_000_000).Draw(t, "at")/60*60, 0).In(zone)
		minutes := at.Hour()*60 + at.Minute()
		got := recur.At(model.DayOf(at), minutes, zone).In(zone)
		require.Equal(t, at.Format("2006-01-02 15:04"), got.Format("2006-01-02 15:04"))
		require.False(t, got.After(at))
	})
}

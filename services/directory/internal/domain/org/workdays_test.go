package org_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
)

func day(t require.TestingT, text string) model.Day {
	parsed, err := model.ParseDay(text)
	require.NoError(t, err)
	return parsed
}

// china2025 is the State Council's calendar of the spring, May and autumn holidays of 2025, and the sale peak of 11 November.
func china2025(t *testing.T) org.Calendar {
	calendar := org.Calendar{Version: 3, Workdays: []int{1, 2, 3, 4, 5}}
	add := func(kind org.DayKind, from, to string) {
		for date := day(t, from); date <= day(t, to); date++ {
			calendar.Days = append(calendar.Days, org.CalendarDay{Date: date, Kind: kind})
		}
	}
	add(org.Holiday, "2025-01-28", "2025-02-04")
	add(org.MakeupWorkday, "2025-01-26", "2025-01-26")
	add(org.MakeupWorkday, "2025-02-08", "2025-02-08")
	add(org.Holiday, "2025-05-01", "2025-05-05")
	add(org.MakeupWorkday, "2025-04-27", "2025-04-27")
	add(org.Holiday, "2025-10-01", "2025-10-08")
	add(org.MakeupWorkday, "2025-09-28", "2025-09-28")
	add(org.MakeupWorkday, "2025-10-11", "2025-10-11")
	add(org.PeakFreeze, "2025-11-10", "2025-11-11")
	return calendar
}

func TestAddWorkdaysByTheChineseCalendar(t *testing.T) {
	calendar := china2025(t)
	for _, test := range []struct {
		name, start string
		workdays    int
		want        string
		freeze      bool
	}{
		{"the day itself", "2025-09-24", 0, "2025-09-24", false},
		{"a holiday moves on", "2025-10-01", 0, "2025-10-09", false},
		{"a plain weekend", "2025-03-14", 1, "2025-03-17", false},
		{"over the made-up Sunday", "2025-09-26", 1, "2025-09-28", false},
		{"over the National Day", "2025-09-30", 1, "2025-10-09", false},
		{"the made-up Saturday after it", "2025-10-10", 1, "2025-10-11", false},
		{"five days around it", "2025-09-26", 5, "2025-10-10", false},
		{"the spring festival", "2025-01-24", 3, "2025-02-05", false},
		{"the made-up Saturday of February", "2025-02-07", 1, "2025-02-08", false},
		{"into the peak", "2025-11-07", 1, "2025-11-10", true},
		{"past the peak", "2025-11-07", 3, "2025-11-12", false},
		{"May", "2025-04-25", 2, "2025-04-28", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := calendar.AddWorkdays(day(t, test.start), test.workdays)
			require.NoError(t, err)
			require.Equal(t, test.want, got.Day.String())
			require.Equal(t, test.freeze, got.PeakFreeze)
			require.EqualValues(t, 3, got.Calendar)
		})
	}
}

// One day at a time comes to the same as all at once, and there is always an end.
func TestAddWorkdaysAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar := org.Calendar{Workdays: rapid.SliceOfNDistinct(rapid.IntRange(1, 7), 1, 7, rapid.ID).Draw(t, "workdays")}
		for _, date := range rapid.SliceOfDistinct(rapid.IntRange(0, 100), rapid.ID).Draw(t, "days") {
			calendar.Days = append(calendar.Days, org.CalendarDay{Date: model.Day(date), Kind: org.DayKind(rapid.IntRange(1, 3).Draw(t, "kind"))})
		}
		start, workdays := model.Day(rapid.IntRange(-5, 100).Draw(t, "start")), rapid.IntRange(1, 60).Draw(t, "add")
		at := start
		for range workdays {
			next, err := calendar.AddWorkdays(at, 1)
			require.NoError(t, err)
			require.Greater(t, next.Day, at)
			at = next.Day
		}
		once, err := calendar.AddWorkdays(start, workdays)
		require.NoError(t, err)
		require.Equal(t, at, once.Day)
	})
}

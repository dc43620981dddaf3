package org

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// DayKind is how a day differs. The numbers are those of hearth.directory.v1.CalendarDayKind.
type DayKind int

// The kinds of days that differ.
const (
	Holiday DayKind = iota + 1
	MakeupWorkday
	PeakFreeze
)

// CalendarDay is a day that differs from the week's rule.
type CalendarDay struct {
	Date        model.Day  `json:"date"`
	Kind        DayKind    `json:"kind"`
	DisplayName model.Text `json:"display_name,omitempty"`
}

// Calendar is one version of a site's calendar. It never changes.
type Calendar struct {
	Site string
	// Version counts from 1.
	Version int64
	// Workdays are weekdays, 1 Monday to 7 Sunday, in order.
	Workdays []int
	// Days are in order of their dates.
	Days       []CalendarDay
	CreateTime time.Time
}

// PublishCalendar adds the next version of a site's calendar.
func PublishCalendar(ctx context.Context, s Store, now time.Time, draft Calendar) (Calendar, error) {
	draft.Workdays, draft.Days = slices.Clone(draft.Workdays), slices.Clone(draft.Days)
	slices.Sort(draft.Workdays)
	slices.SortFunc(draft.Days, func(a, b CalendarDay) int { return cmp.Compare(a.Date, b.Date) })
	if err := draft.check(); err != nil {
		return Calendar{}, err
	}
	if _, err := siteToChange(ctx, s, draft.Site, ""); err != nil {
		return Calendar{}, err
	}
	newest, err := newestCalendar(ctx, s, draft.Site)
	if err != nil {
		return Calendar{}, err
	}
	draft.Version, draft.CreateTime = newest.Version+1, now
	return draft, s.AddCalendar(ctx, draft)
}

func (c Calendar) check() error {
	if len(c.Workdays) == 0 || c.Workdays[0] < 1 || c.Workdays[len(c.Workdays)-1] > 7 || len(slices.Compact(slices.Clone(c.Workdays))) < len(c.Workdays) {
		return model.InvalidField("calendar.workdays", model.Say("are not different weekdays from 1 to 7", "须为 1 至 7 之间互不相同的星期数"))
	}
	for i, day := range c.Days {
		field := "calendar.days[" + strconv.Itoa(i) + "]"
		switch {
		case day.Kind < Holiday || day.Kind > PeakFreeze:
			return model.InvalidField(field+".kind", model.Say("is not a kind of day", "不是日期类型"))
		case i > 0 && c.Days[i-1].Date == day.Date:
			return model.InvalidField("calendar.days", model.Say("%s stands twice", "%s 重复出现", day.Date))
		case len(day.DisplayName) > 0:
			if err := text.Localized(field+".display_name", day.DisplayName); err != nil {
				return err
			}
		}
	}
	return nil
}

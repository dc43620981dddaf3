package org

import (
	"context"
	"errors"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Deadline is a day counted in workdays.
type Deadline struct {
	Day model.Day
	// PeakFreeze says that the day falls into a sale peak.
	PeakFreeze bool
	// Calendar is the version that it was counted by.
	Calendar int64
}

// AddWorkdays counts so many workdays on from a day, by the newest calendar of the site.
func AddWorkdays(ctx context.Context, r Reader, site string, start model.Day, workdays int) (Deadline, error) {
	if _, err := r.Site(ctx, site); err != nil {
		return Deadline{}, err
	}
	calendar, err := newestCalendar(ctx, r, site)
	if err != nil {
		return Deadline{}, err
	}
	return calendar.AddWorkdays(start, workdays)
}

// newestCalendar is the newest version, or for a site that has published none the plain week from Monday to Friday, version 0.
func newestCalendar(ctx context.Context, r Reader, site string) (Calendar, error) {
	calendar, err := r.Calendar(ctx, site, 0)
	if errors.Is(err, model.ErrNotFound) {
		return Calendar{Site: site, Workdays: []int{1, 2, 3, 4, 5}}, nil
	}
	return calendar, err
}

// AddWorkdays counts so many workdays on from a day. 0 gives the day itself, or the next workday after it.
func (c Calendar) AddWorkdays(start model.Day, workdays int) (Deadline, error) {
	differing := make(map[model.Day]DayKind, len(c.Days))
	for _, day := range c.Days {
		differing[day.Date] = day.Kind
	}
	// The days that differ are at most 3,000; beyond them every week has a workday.
	last := start + model.Day(len(c.Days)+7*(workdays+1))
	day := start
	if workdays > 0 {
		day++
	}
	for ; day <= last; day++ {
		if !c.works(day, differing[day]) {
			continue
		}
		if workdays--; workdays <= 0 {
			return Deadline{Day: day, PeakFreeze: differing[day] == PeakFreeze, Calendar: c.Version}, nil
		}
	}
	return Deadline{}, model.InvalidField("workdays", model.Say("cannot be counted by this calendar", "无法按该日历推算"))
}

func (c Calendar) works(day model.Day, kind DayKind) bool {
	switch kind {
	case Holiday:
		return false
	case MakeupWorkday, PeakFreeze:
		return true
	default:
		return slices.Contains(c.Workdays, day.Weekday())
	}
}

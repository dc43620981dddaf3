package model

import (
	"fmt"
	"time"
)

// Day is a calendar day without a zone, counted from 1970-01-01, which is day 0. Databases hold it as it is.
type Day int64

// NoDay stands where there is no day: it is before every day that is.
const NoDay Day = -1 << 31

// ParseDay reads ISO 8601, such as "2026-11-22". An empty text is NoDay.
func ParseDay(text string) (Day, error) {
	if text == "" {
		return NoDay, nil
	}
	moment, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return NoDay, fmt.Errorf("%q is not a day such as 2026-11-22", text)
	}
	return DayOf(moment), nil
}

// DayOf is the day that a clock on the wall of the moment's zone shows.
func DayOf(moment time.Time) Day {
	year, month, day := moment.Date()
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Elsewhere are those of the zones, by day, in which an instant lies on another day than on the clock that it was read from.
func Elsewhere(at time.Time, zones []string) (map[Day][]string, error) {
	elsewhere := map[Day][]string{}
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return nil, err
		}
		if day := DayOf(at.In(zone)); day != DayOf(at) {
			elsewhere[day] = append(elsewhere[day], name)
		}
	}
	return elsewhere, nil
}

// String writes ISO 8601; NoDay is "".
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	return d.midnight().Format(time.DateOnly)
}

// Date is the year, the month and the day of the month.
func (d Day) Date() (year int, month time.Month, day int) { return d.midnight().Date() }

// Weekday counts 1 Monday to 7 Sunday.
func (d Day) Weekday() int {
	if weekday := int(d.midnight().Weekday()); weekday != 0 {
		return weekday
	}
	return 7
}

func (d Day) midnight() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

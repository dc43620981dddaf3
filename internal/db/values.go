package db

import (
	"strconv"
	"strings"
	"time"
)

// Micros is how an instant is stored: microseconds since 1970-01-01 UTC, in a BIGINT. What is finer is cut off towards
// the past.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FromMicros is the instant, in UTC, that Micros stored.
func FromMicros(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

const day = 24 * 60 * 60

// Days is how a date is stored: days since 1970-01-01, in a BIGINT. It takes the date that t shows in its own zone.
func Days(t time.Time) int64 {
	year, month, date := t.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Unix() / day
}

// FromDays is the date that Days stored, at midnight UTC.
func FromDays(days int64) time.Time { return time.Unix(days*day, 0).UTC() }

// In is the list of n placeholders from $start on, for an IN: In(3, 2) is "($3,$4)". Of none it is "(NULL)", which
// matches nothing.
func In(start, n int) string {
	if n <= 0 {
		return "(NULL)"
	}
	var b strings.Builder
	for i := range n {
		b.WriteString(",$")
		b.WriteString(strconv.Itoa(start + i))
	}
	return "(" + b.String()[1:] + ")"
}

package db

import (
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Micros is how an instant is stored: microseconds since 1970-01-01 UTC, in a BIGINT. What is finer is cut off towards
// the past.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FromMicros is the instant, in UTC, that Micros stored.
func FromMicros(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// NullMicros is Micros of an instant that may be missing: NULL for the zero time.
func NullMicros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: Micros(t), Valid: !t.IsZero()}
}

// FromNullMicros is the instant that NullMicros stored; the zero time for NULL.
func FromNullMicros(micros sql.NullInt64) time.Time {
	if !micros.Valid {
		return time.Time{}
	}
	return FromMicros(micros.Int64)
}

// Clock tells the times of clock as finely as they are stored, so that the first answer about something is that of every
// reading after it.
func Clock(clock model.Clock) model.Clock {
	return func() time.Time { return clock().Truncate(time.Microsecond) }
}

// JSON is how a value of texts, numbers, lists and maps is stored; nothing in it can fail to be written.
func JSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

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

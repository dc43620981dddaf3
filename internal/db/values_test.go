package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
)

func TestIn(t *testing.T) {
	for _, c := range []struct {
		start, n int
		want     string
	}{{1, 0, "(NULL)"}, {1, 1, "($1)"}, {3, 3, "($3,$4,$5)"}, {9, 2, "($9,$10)"}} {
		require.Equal(t, c.want, db.In(c.start, c.n))
	}
}

func TestStoredTimesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.Int64Range(-1<<55, 1<<55).Draw(t, "micros")
		require.Equal(t, micros, db.Micros(db.FromMicros(micros)))
		require.Equal(t, micros, db.Micros(db.FromNullMicros(db.NullMicros(db.FromMicros(micros)))))
	})
}

func TestAMissingInstantIsNull(t *testing.T) {
	require.False(t, db.NullMicros(time.Time{}).Valid)
	require.True(t, db.FromNullMicros(db.NullMicros(time.Time{})).IsZero())
	require.True(t, db.NullMicros(time.Unix(0, 0)).Valid, "1970 is an instant")
}

func TestAClockTellsWhatIsKept(t *testing.T) {
	told := db.Clock(func() time.Time { return time.Date(2026, 9, 6, 12, 0, 0, 123456789, time.UTC) })()
	require.Equal(t, 123456000, told.Nanosecond())
	require.Equal(t, told, db.FromMicros(db.Micros(told)))
}

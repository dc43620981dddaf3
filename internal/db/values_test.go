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

func TestDaysTakeTheDateOfTheZone(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	require.EqualValues(t, 0, db.Days(time.Date(1970, 1, 1, 0, 0, 0, 0, shanghai)))
	require.EqualValues(t, -1, db.Days(time.Date(1969, 12, 31, 23, 59, 0, 0, time.UTC)))
	require.EqualValues(t, 20_000, db.Days(time.Date(2024, 10, 4, 23, 0, 0, 0, shanghai)))
}

func TestStoredTimesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.Int64Range(-1<<55, 1<<55).Draw(t, "micros")
		require.Equal(t, micros, db.Micros(db.FromMicros(micros)))
		days := rapid.Int64Range(-700_000, 700_000).Draw(t, "days")
		require.Equal(t, days, db.Days(db.FromDays(days)))
	})
}

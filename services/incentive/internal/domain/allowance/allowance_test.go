package allowance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
)

func day(t *testing.T, text string) model.Day {
	t.Helper()
	day, err := model.ParseDay(text)
	require.NoError(t, err)
	return day
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	require.NoError(t, err)
	return zone
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		period           allowance.Period
		day, first, next string
	}{
		{allowance.Month, "2026-11-01", "2026-11-01", "2026-12-01"},
		{allowance.Month, "2026-11-30", "2026-11-01", "2026-12-01"},
		{allowance.Month, "2026-12-31", "2026-12-01", "2027-01-01"},
		{allowance.Month, "2028-02-29", "2028-02-01", "2028-03-01"},
		{allowance.Week, "2026-11-22", "2026-11-16", "2026-11-23"}, // a Sunday
		{allowance.Week, "2026-11-23", "2026-11-23", "2026-11-30"},
		{allowance.Week, "2027-01-01", "2026-12-28", "2027-01-04"},
	} {
		first, next := c.period.Around(day(t, c.day))
		require.Equal(t, []string{c.first, c.next}, []string{first.String(), next.String()}, "%+v", c)
	}
	rapid.Check(t, func(r *rapid.T) {
		period := rapid.SampledFrom([]allowance.Period{allowance.Month, allowance.Week}).Draw(r, "period")
		one := model.Day(rapid.Int64Range(0, 40_000).Draw(r, "day"))
		first, next := period.Around(one)
		if first > one || one >= next {
			r.Fatalf("%v does not lie from %v to before %v", one, first, next)
		}
		if again, _ := period.Around(next); again != next {
			r.Fatalf("the period after %v begins on %v, not on %v", first, again, next)
		}
	})
}

func TestATurnEndsAtThePersonsOwnMidnight(t *testing.T) {
	policy := allowance.Policy{Amount: 10, Period: allowance.Month}
	now := time.Date(2026, 11, 30, 20, 0, 0, 0, time.UTC) // the first of December in Shanghai
	turn := policy.TurnAt("ann", now, zone(t, "Asia/Shanghai"))
	require.Equal(t, "2026-12-01", turn.First.String())
	require.Equal(t, time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), turn.Ends.UTC())
	turn = policy.TurnAt("ann", now, zone(t, "Europe/London"))
	require.Equal(t, "2026-11-01", turn.First.String())
	require.Equal(t, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), turn.Ends.UTC())
	require.True(t, turn.Open)
	policy.Amount = 0
	require.False(t, policy.TurnAt("ann", now, time.UTC).Open)
}

func TestCaps(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, shanghai)
	given := []allowance.Given{
		{To: "bo", Amount: 6, At: now.Add(-48 * time.Hour)},
		{To: "bo", Amount: 1, At: time.Date(2026, 11, 24, 23, 59, 59, 0, shanghai)},
		{To: "cy", Amount: 4, At: time.Date(2026, 11, 25, 0, 0, 0, 0, shanghai)},
	}
	for name, c := range map[string]struct {
		caps  allowance.Caps
		to    []string
		each  int64
		err   error
		frees string
	}{
		"no caps":                     {allowance.Caps{}, []string{"bo", "cy"}, 1_000_000, nil, ""},
		"as much as a gift may be":    {allowance.Caps{PerGift: 5}, []string{"bo", "cy"}, 5, nil, ""},
		"more than a gift may be":     {allowance.Caps{PerGift: 5}, []string{"bo"}, 6, allowance.ErrGiftTooLarge, ""},
		"the rest of the day":         {allowance.Caps{PerDay: 10}, []string{"bo", "dee"}, 3, nil, ""},
		"more than the day":           {allowance.Caps{PerDay: 9}, []string{"bo", "dee"}, 3, allowance.ErrDayCap, "2026-11-25T16:00:00Z"},
		"the day is over":             {allowance.Caps{PerDay: 3}, []string{"dee"}, 1, allowance.ErrDayCap, "2026-11-25T16:00:00Z"},
		"the rest for a colleague":    {allowance.Caps{PerColleague: 8}, []string{"bo"}, 1, nil, ""},
		"more than for a colleague":   {allowance.Caps{PerColleague: 8}, []string{"dee", "bo"}, 2, allowance.ErrColleagueCap, "2026-11-30T16:00:00Z"},
		"another colleague is free":   {allowance.Caps{PerColleague: 8}, []string{"dee"}, 8, nil, ""},
		"too much to be counted once": {allowance.Caps{PerDay: 10}, []string{"bo", "dee"}, 1 << 62, allowance.ErrDayCap, "2026-11-25T16:00:00Z"},
		"to nobody":                   {allowance.Caps{PerDay: 10}, nil, 1, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			policy := allowance.Policy{Period: allowance.Month, Caps: c.caps}
			err := policy.Check(now, shanghai, given, c.to, c.each)
			require.ErrorIs(t, err, c.err)
			if c.frees != "" {
				require.Equal(t, c.frees, err.(*model.Fault).Meta["frees"])
			}
		})
	}
	require.Equal(t, time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai), allowance.Policy{Period: allowance.Month}.Since(now, shanghai))
	err := allowance.Policy{Period: allowance.Week, Caps: allowance.Caps{PerColleague: 8}}.Check(now, shanghai, given, []string{"bo"}, 9)
	require.Equal(t, map[string]string{"left": "1", "frees": "2026-11-29T16:00:00Z"}, err.(*model.Fault).Meta)
}

// However gifts follow each other, no cap is ever passed.
func TestNoCapIsEverPassed(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		amount := rapid.Int64Range(0, 20)
		policy := allowance.Policy{Period: allowance.Week, Caps: allowance.Caps{
			PerGift: amount.Draw(r, "gift"), PerDay: amount.Draw(r, "day"), PerColleague: amount.Draw(r, "colleague"),
		}}
		var given []allowance.Given
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		days, pairs := map[model.Day]int64{}, map[string]int64{}
		for range rapid.IntRange(1, 30).Draw(r, "gifts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 5).Draw(r, "hours")) * time.Hour)
			to := rapid.SampledFrom([][]string{{"bo"}, {"cy"}, {"bo", "cy"}}).Draw(r, "to")
			each := rapid.Int64Range(1, 10).Draw(r, "each")
			if now.After(time.Date(2026, 11, 29, 23, 0, 0, 0, time.UTC)) || policy.Check(now, time.UTC, given, to, each) != nil {
				continue
			}
			for _, one := range to {
				given = append(given, allowance.Given{To: one, Amount: each, At: now})
				days[model.DayOf(now)] += each
				pairs[one] += each
			}
			if policy.PerGift > 0 && each > policy.PerGift {
				r.Fatalf("a gift of %d", each)
			}
		}
		for _, sum := range days {
			if policy.PerDay > 0 && sum > policy.PerDay {
				r.Fatalf("%d in a day", sum)
			}
		}
		for _, sum := range pairs {
			if policy.PerColleague > 0 && sum > policy.PerColleague {
				r.Fatalf("%d to one colleague", sum)
			}
		}
	})
}

package login

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestWaitsDouble(t *testing.T) {
	for count, want := range map[int]time.Duration{
		0: 0, 4: 0, 5: 30 * time.Second, 6: time.Minute, 7: 2 * time.Minute, 11: 32 * time.Minute, 12: time.Hour, 13: time.Hour, 1 << 40: time.Hour,
	} {
		require.Equal(t, want, account.wait(count), count)
	}
	require.Zero(t, address.wait(49))
	require.Equal(t, 30*time.Second, address.wait(50))
}

// TestSixAttemptsTakeTime: however the attempts are spread, the sixth of any six waits half a minute for the fifth.
func TestSixAttemptsTakeTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var seen Attempts
		var admitted []time.Time
		now := noon
		for range rapid.IntRange(1, 200).Draw(t, "attempts") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(3*time.Hour)).Draw(t, "gap")) >> rapid.IntRange(0, 40).Draw(t, "shorter"))
			after, wait := account.knock(seen, now)
			if wait > 0 {
				require.Equal(t, seen, after, "while the door is shut nothing is counted")
				require.LessOrEqual(t, wait, longestWait)
				continue
			}
			admitted = append(admitted, now)
			require.LessOrEqual(t, after.Count, seen.Count+1)
			seen = after
			if n := len(admitted); n > 5 {
				require.GreaterOrEqual(t, now.Sub(admitted[n-6]), firstWait)
			}
		}
	})
}

// TestGuessingIsHopeless counts what somebody gets who tries at every second of a week.
func TestGuessingIsHopeless(t *testing.T) {
	for name, test := range map[string]struct {
		door door
		most int
	}{"an account": {account, 200}, "an address": {address, 11_000}} {
		var seen Attempts
		admitted := 0
		for second := range 7 * 24 * 60 * 60 {
			after, wait := test.door.knock(seen, noon.Add(time.Duration(second)*time.Second))
			if wait == 0 {
				admitted++
			}
			seen = after
		}
		require.Less(t, admitted, test.most, name)
	}
}

func TestTimeForgives(t *testing.T) {
	seen := Attempts{Count: 5, Last: noon}
	after, wait := account.knock(seen, noon.Add(3*time.Hour))
	require.Zero(t, wait)
	require.Equal(t, 3, after.Count)
	after, _ = account.knock(seen, noon.Add(Memory))
	require.Equal(t, 1, after.Count)
	_, wait = account.knock(seen, noon.Add(-time.Hour))
	require.Equal(t, time.Hour+firstWait, wait, "a clock that was set back opens no door")
}

func TestAccountsDoNotMix(t *testing.T) {
	require.NotEqual(t, Account{Employer: "ab", Number: "c"}.door(), Account{Employer: "a", Number: "bc"}.door())
	require.NotEqual(t, Account{Employer: "x"}.door(), Account{Address: "x"}.street())
}

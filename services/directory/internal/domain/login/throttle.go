package login

import "time"

// Attempts are the log-ins that failed, or have not yet succeeded, at one door: an account, or an address.
type Attempts struct {
	Count int
	Last  time.Time
}

// door is how patient a door is.
type door struct {
	// free is how many attempts may fail before the first wait.
	free int
	// forgives is how long it takes for one failure to be forgotten.
	forgives time.Duration
}

const (
	firstWait   = 30 * time.Second
	longestWait = time.Hour
	// Memory is how long after the last attempt a door remembers anything.
	Memory = 24 * time.Hour
)

var (
	// A person mistypes a few times; one guess an hour finds no PIN.
	account = door{free: 5, forgives: longestWait}
	// A whole site logs in from one address at the start of a shift, so it may mistype more often before it has to wait.
	address = door{free: 50, forgives: time.Minute}
)

// knock counts an attempt before it is known how it ends, so that many at the same time cannot overrun the limit. While the door is
// shut it counts nothing and says how long to wait.
func (d door) knock(seen Attempts, now time.Time) (Attempts, time.Duration) {
	if wait := seen.Last.Add(d.wait(seen.Count)).Sub(now); wait > 0 {
		return seen, wait
	}
	return Attempts{Count: d.remembered(seen, now) + 1, Last: now}, 0
}

// wait is how long the door stays shut after the last of so many attempts: doubling from half a minute to an hour.
func (d door) wait(count int) time.Duration {
	if count < d.free {
		return 0
	}
	wait := firstWait
	for range count - d.free {
		if wait *= 2; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}

func (d door) remembered(seen Attempts, now time.Time) int {
	return max(0, seen.Count-int(max(0, now.Sub(seen.Last))/d.forgives))
}

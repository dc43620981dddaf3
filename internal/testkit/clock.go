package testkit

import (
	"sync"
	"time"
)

// Clock stands still until the test moves it. It is safe for concurrent use; its method Now is a model.Clock.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock holds a clock at noon of 22 November 2026, UTC.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on.
func (c *Clock) Advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// Set moves the clock to a moment.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

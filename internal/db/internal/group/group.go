// Package group lets many requests share one durable commit. Each request runs alone, in its caller's goroutine,
// inside a mark of its own in the common transaction; the last of a group commits for all, and nobody is answered
// before that.
package group

import (
	"container/list"
	"context"
	"errors"
	"runtime"
	"sync"
	"time"
)

// Log is the one writer's transaction. Its methods are never called concurrently.
type Log interface {
	Begin() error  // opens the common transaction
	Mark() error   // opens a mark inside it
	Keep() error   // ends the mark and keeps its work
	Undo() error   // ends the mark and undoes its work
	Commit() error // makes everything durable; after an error nothing of it stands
	Abort() error  // undoes the common transaction
}

// ErrClosed answers requests that come after Close.
var ErrClosed = errors.New("database is closed")

const (
	maxRequests = 128                  // a group is committed at this many requests
	maxWork     = 5 * time.Millisecond // or when it has worked for this long
)

// Committer runs requests in groups.
type Committer struct {
	log Log

	mu      sync.Mutex
	held    bool // a request holds the turn
	closed  bool
	waiting list.List // of *ticket, first come first served

	open *batch // touched only by who holds the turn
}

type ticket struct{ turn chan struct{} }

type batch struct {
	started  time.Time
	requests int
	done     chan struct{}
	err      error // set before done is closed
}

// New returns a Committer over the log.
func New(log Log) *Committer { return &Committer{log: log} }

// Do runs fn in the common transaction and returns when its work is durable, or with the error that undid it. A
// context that ends before fn had its turn takes the request out; one that ends later does not hide the result of the
// commit. When the commit of the whole group fails, each of its requests runs once more, alone: fn may run twice.
func (c *Committer) Do(ctx context.Context, fn func() error) error {
	joined, err := c.attempt(ctx, false, fn)
	if err != nil || joined == nil {
		return err
	}
	if <-joined.done; joined.err == nil {
		return nil
	}
	joined, err = c.attempt(ctx, true, fn)
	if err != nil {
		return err
	}
	<-joined.done
	return joined.err
}

// attempt waits for the turn, runs fn and returns the group that it joined.
func (c *Committer) attempt(ctx context.Context, alone bool, fn func() error) (joined *batch, err error) {
	if err := c.take(ctx); err != nil {
		return nil, err
	}
	// Deferred, so that the turn is passed on even when fn panics or ends its goroutine.
	defer func() { c.finish(alone) }()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if alone {
		c.commit()
	}
	return c.run(ctx, fn)
}

// run executes fn inside a mark of the open group.
func (c *Committer) run(ctx context.Context, fn func() error) (*batch, error) {
	b := c.open
	if b == nil {
		if err := c.log.Begin(); err != nil {
			return nil, err
		}
		b = &batch{started: time.Now(), done: make(chan struct{})}
		c.open = b
	} else if err := c.log.Mark(); err != nil {
		c.fail(err)
		return nil, err
	}

	kept := false
	defer func() {
		if !kept {
			c.undo(b)
		}
	}()
	if err := fn(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if b.requests > 0 {
		if err := c.log.Keep(); err != nil {
			return nil, err
		}
	}
	kept = true
	b.requests++
	return b, nil
}

// undo takes back the work of one request. The first of a group has no mark: with it the transaction itself ends.
func (c *Committer) undo(b *batch) {
	if b.requests == 0 {
		// An abort that fails leaves no transaction either: SQLite ends it itself on such errors.
		_ = c.log.Abort()
		c.open = nil
		return
	}
	if err := c.log.Undo(); err != nil {
		c.fail(err)
	}
}

// finish ends the turn: another request joins the open group, or the group is committed and the turn handed on.
func (c *Committer) finish(alone bool) {
	if b := c.open; b != nil && !alone && b.requests < maxRequests && time.Since(b.started) < maxWork {
		if c.pass() {
			return
		}
		// Callers that the last commit has answered may be about to ask again: let those run that can, but wait for nobody.
		runtime.Gosched()
		if c.pass() {
			return
		}
	}
	c.commit()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.passLocked() {
		c.held = false
	}
}

// pass hands the turn to the next request, if one waits.
func (c *Committer) pass() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passLocked()
}

func (c *Committer) passLocked() bool {
	next := c.waiting.Front()
	if next == nil {
		return false
	}
	close(c.waiting.Remove(next).(*ticket).turn)
	return true
}

// commit makes the open group durable and answers all its requests.
func (c *Committer) commit() {
	b := c.open
	if b == nil {
		return
	}
	c.open = nil
	b.err = c.log.Commit()
	close(b.done)
}

// fail gives up the open group: its requests run again.
func (c *Committer) fail(err error) {
	b := c.open
	c.open = nil
	_ = c.log.Abort()
	b.err = err
	close(b.done)
}

// take waits for the turn.
func (c *Committer) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return ErrClosed
	}
	if !c.held {
		c.held = true
		c.mu.Unlock()
		return nil
	}
	t := &ticket{turn: make(chan struct{})}
	place := c.waiting.PushBack(t)
	c.mu.Unlock()

	select {
	case <-t.turn:
		return nil
	case <-ctx.Done():
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-t.turn: // the turn came in the same instant; the caller passes it on
		return nil
	default:
		c.waiting.Remove(place)
		return ctx.Err()
	}
}

// Close refuses new requests and waits until those under way are answered.
func (c *Committer) Close() {
	c.mu.Lock()
	c.closed = true
	held := c.held
	var last *ticket
	if held {
		last = &ticket{turn: make(chan struct{})}
		c.waiting.PushBack(last)
	}
	c.mu.Unlock()
	if last != nil {
		<-last.turn
		c.finish(true)
	}
}

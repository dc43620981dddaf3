package operation

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

const (
	leaseTime = 30 * time.Second
	renewTime = leaseTime / 3
	pollTime  = time.Second
	// atOnce is how many tasks a runner works on, so that a long one does not hold up the others.
	atOnce = 4
	// maxPanics is how often a defect is tried again before the operation fails.
	maxPanics = 5

	firstBackoff = time.Second
	maxBackoff   = 5 * time.Minute
	// closing is how long the last word on a task may take when the process stops.
	closing = 5 * time.Second
)

// Runner runs the tasks of one database. Several, also in several processes, share the work.
type Runner struct {
	db       *db.DB
	clock    model.Clock
	log      *slog.Logger
	handlers map[string]Handler
	kinds    []any
	nudge    chan struct{}
	renew    time.Duration
}

// NewRunner runs the tasks of the handlers' kinds; it leaves others alone.
func NewRunner(d *db.DB, clock model.Clock, log *slog.Logger, handlers map[string]Handler) *Runner {
	r := &Runner{db: d, clock: clock, log: log, handlers: handlers, nudge: make(chan struct{}, 1), renew: renewTime}
	for _, kind := range slices.Sorted(maps.Keys(handlers)) {
		r.kinds = append(r.kinds, kind)
	}
	return r
}

// Nudge has the runner look for tasks now instead of within a second.
func (r *Runner) Nudge() {
	select {
	case r.nudge <- struct{}{}:
	default:
	}
}

// Run works until ctx ends, waits for the handlers under way to return, and gives their tasks back. It returns nil.
func (r *Runner) Run(ctx context.Context) error {
	var working sync.WaitGroup
	defer working.Wait()
	slots := make(chan struct{}, atOnce)
	poll := time.NewTicker(pollTime)
	defer poll.Stop()
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		task, err := r.next(ctx)
		if task != nil {
			working.Go(func() {
				r.work(ctx, task)
				<-slots
				r.Nudge() // one that waited for the slot, or the same again
			})
			continue
		}
		<-slots
		if err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "operations cannot be looked for", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.nudge:
		case <-poll.C:
		}
	}
}

// next takes a task, or returns nil when none is due.
func (r *Runner) next(ctx context.Context) (task *Task, err error) {
	// A look at the read pool is cheap; the writer is asked only when there is something to take.
	var due bool
	err = r.db.Read().QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM operation_task WHERE due <= $1 AND kind IN "+db.In(2, len(r.kinds))+")",
		append([]any{db.Micros(r.clock())}, r.kinds...)...).Scan(&due)
	if err != nil || !due {
		return nil, err
	}
	lease := rand.Text()
	err = r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		task, err = claim(ctx, tx, r.clock, lease, r.kinds)
		return err
	})
	if err != nil {
		return nil, err
	}
	return task, nil
}

// work runs the handler and keeps what came of it.
func (r *Runner) work(ctx context.Context, t *Task) {
	working, cancel := context.WithCancelCause(ctx)
	renewing := make(chan struct{})
	go func() {
		defer close(renewing)
		r.keep(working, t, cancel)
	}()
	response, err := r.call(working, t)
	cancel(nil)
	<-renewing
	// The process may be stopping: what came of the work is to be kept all the same.
	last, done := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer done()
	kept := r.db.Tx(last, func(last context.Context, tx *db.Tx) error { return r.settle(ctx, last, tx, t, response, err) })
	if kept != nil && !errors.Is(kept, ErrLost) {
		// Its lease will end, and it is tried again.
		r.log.WarnContext(ctx, "the result of an operation cannot be kept", "operation", t.ID, "kind", t.kind, "error", kept.Error())
	}
}

// panicked is the error of a handler that panicked.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

func (r *Runner) call(ctx context.Context, t *Task) (response proto.Message, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value, debug.Stack()}
		}
	}()
	return r.handlers[t.kind](ctx, t)
}

// keep renews the lease until ctx ends, and ends it when the lease is lost.
func (r *Runner) keep(ctx context.Context, t *Task, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(r.renew)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return t.renew(ctx, tx) })
		if errors.Is(err, ErrLost) {
			cancel(ErrLost)
			return
		}
	}
}

// settle decides what becomes of a task after its handler returned. ctx is that of the runner.
func (r *Runner) settle(ctx, last context.Context, tx *db.Tx, t *Task, response proto.Message, err error) error {
	switch {
	case err == nil:
		return t.succeed(last, tx, response)
	case errors.Is(err, ErrLost):
		return err
	}
	if fault, ok := errors.AsType[*model.Fault](err); ok {
		return t.refuse(last, tx, fault)
	}
	if wait, ok := errors.AsType[later](err); ok {
		return t.release(last, tx, wait.wait, 0, 0)
	}
	if ctx.Err() != nil {
		// Interrupted, not failed: the next runner goes on at once.
		return t.release(last, tx, 0, t.failures, t.panics)
	}
	defect, ok := errors.AsType[*panicked](err)
	if !ok {
		wait := backoff(t.failures)
		r.log.WarnContext(ctx, "an operation failed and is tried again", "operation", t.ID, "kind", t.kind, "failures", t.failures+1, "wait", wait.String(), "error", err.Error())
		return t.release(last, tx, wait, t.failures+1, t.panics)
	}
	r.log.ErrorContext(ctx, "an operation panicked", "operation", t.ID, "kind", t.kind, "panics", t.panics+1, "error", defect.Error(), "stack", string(defect.stack))
	if t.panics+1 >= maxPanics {
		return t.refuse(last, tx, model.NewFault("INTERNAL"))
	}
	return t.release(last, tx, backoff(t.failures), t.failures+1, t.panics+1)
}

// backoff doubles from a second to five minutes.
func backoff(failures int64) time.Duration {
	return cmp.Or(min(firstBackoff<<min(failures, 10), maxBackoff), firstBackoff)
}

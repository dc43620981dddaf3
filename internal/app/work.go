package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// work is what runs in the background, in groups that are stopped one after the other.
type work struct {
	failed chan error
	groups map[string]*group
	mu     sync.Mutex
}

type group struct {
	ctx    context.Context
	cancel context.CancelFunc
	done   sync.WaitGroup
}

func newWork() *work {
	return &work{failed: make(chan error, 1), groups: map[string]*group{}}
}

// start runs task in a group until the group is stopped. A task that ends before, with or without an error, has failed.
func (w *work) start(name, what string, task func(context.Context) error) {
	g := w.group(name)
	g.done.Go(func() {
		err := task(g.ctx)
		if g.ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
			return
		}
		if err == nil {
			err = errors.New("ended by itself")
		}
		select {
		case w.failed <- fmt.Errorf("%s: %w", what, err):
		default: // The first failure stops the process already.
		}
	})
}

func (w *work) group(name string) *group {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.groups[name] == nil {
		ctx, cancel := context.WithCancel(context.Background())
		w.groups[name] = &group{ctx: ctx, cancel: cancel}
	}
	return w.groups[name]
}

// stop ends a group and waits for its tasks as long as the context allows.
func (w *work) stop(ctx context.Context, name string) error {
	g := w.group(name)
	g.cancel()
	return bounded(ctx, name, g.done.Wait)
}

// bounded waits for a step that knows no context as long as the context allows.
func bounded(ctx context.Context, what string, step func()) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		step()
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s did not stop in time", what)
	}
}

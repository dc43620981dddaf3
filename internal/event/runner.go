package event

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/inbox"
	"github.com/hearth-culture/hearth/internal/model"
)

const (
	consumeBatch   = 256                 // events that one transaction applies at most
	consumeWorkers = 2                   // transactions of one feed at the same time; on SQLite they share their commits
	resubscribe    = time.Second         // pause before a lost subscription is made again
	turnTimeout    = 20 * time.Second    // for one batch; the bus waits longer for its answers
	keepApplied    = 30 * 24 * time.Hour // longer than the streams keep events, with replays
)

// Runner hands events to the consumers of one service.
type Runner struct {
	db      *db.DB
	bus     Bus
	service string
	clock   model.Clock
	log     *slog.Logger
	lines   []*line
}

// line is a consumer with its subscriptions.
type line struct {
	name          string // durable: <service>-<consumer>
	before        func(ctx context.Context) error
	handlers      map[string]Handler // by subject
	subscriptions []Subscription

	mu    sync.Mutex
	feeds []Feed
	lost  error // why it is not consuming; nil when it is

	missed bool // the log has said that it is lost; follow's alone
}

var errStarting = errors.New("not subscribed yet")

// NewRunner makes the runner of a service. It panics when two handlers of a consumer take the same subject, or when a
// handler has no source: both are mistakes in the program.
func NewRunner(d *db.DB, bus Bus, service string, consumers []Consumer, o Options) *Runner {
	r := &Runner{db: d, bus: bus, service: service, clock: o.Clock, log: o.Log}
	for _, consumer := range consumers {
		r.lines = append(r.lines, newLine(service, consumer, o.Services))
	}
	return r
}

func newLine(service string, consumer Consumer, services []string) *line {
	l := &line{name: service + "-" + consumer.Name, before: consumer.Before, handlers: map[string]Handler{}, lost: errStarting}
	wanted := map[string][]string{}
	for _, handler := range consumer.Handlers {
		sources := []string{handler.source}
		switch handler.source {
		case "":
			panic(fmt.Sprintf("event: %s belongs to no service, say From which it is taken", handler.mark.name))
		case AnyService:
			if sources = services; len(services) == 0 {
				panic("event: AnyService needs Options.Services")
			}
		}
		for _, source := range sources {
			subject := handler.mark.subject(source)
			if _, taken := l.handlers[subject]; taken {
				panic(fmt.Sprintf("event: two handlers of %s take %s", l.name, subject))
			}
			l.handlers[subject] = handler
			wanted[source] = append(wanted[source], subject)
		}
	}
	for _, source := range slices.Sorted(maps.Keys(wanted)) {
		l.subscriptions = append(l.subscriptions, Subscription{Durable: l.name, Service: source, Subjects: wanted[source]})
	}
	return l
}

// Run consumes until ctx ends, finishes what it is applying, and returns nil.
func (r *Runner) Run(ctx context.Context) error {
	stop, err := r.observe()
	if err != nil {
		return err
	}
	defer stop()
	ctx = model.WithActor(ctx, model.ServiceActor(r.service))
	ctx = model.WithScope(ctx, model.Everything())
	var all sync.WaitGroup
	for _, l := range r.lines {
		all.Go(func() { r.follow(ctx, l) })
	}
	all.Go(func() { r.retryDead(ctx) })
	all.Go(func() { r.prune(ctx) })
	all.Wait()
	return nil
}

// Ready says which consumers are not consuming; nil when all are.
func (r *Runner) Ready() error {
	var errs []error
	for _, l := range r.lines {
		l.mu.Lock()
		if l.lost != nil {
			errs = append(errs, fmt.Errorf("event: consumer %s: %w", l.name, l.lost))
		}
		l.mu.Unlock()
	}
	return errors.Join(errs...)
}

// follow keeps a consumer subscribed. That it is lost is said once, and once that it is back.
func (r *Runner) follow(ctx context.Context, l *line) {
	for ctx.Err() == nil {
		err := r.consume(ctx, l)
		l.set(nil, err)
		if ctx.Err() == nil {
			if !l.missed {
				r.log.WarnContext(ctx, "consumer is lost until it can subscribe again", "consumer", l.name, "error", err)
			}
			l.missed = true
			pause(ctx, resubscribe)
		}
	}
}

// consume subscribes, prepares and serves until ctx ends or a feed is lost.
func (r *Runner) consume(ctx context.Context, l *line) error {
	var feeds []Feed
	defer func() {
		for _, feed := range feeds {
			feed.Close()
		}
	}()
	for _, subscription := range l.subscriptions {
		feed, err := r.bus.Subscribe(ctx, subscription)
		if err != nil {
			return fmt.Errorf("subscribe to %s: %w", subscription.Service, err)
		}
		feeds = append(feeds, feed)
	}
	if err := r.prepare(ctx, l, feeds); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	l.set(feeds, nil)
	if l.missed {
		r.log.InfoContext(ctx, "consumer is back", "consumer", l.name)
	}
	l.missed = false
	serving, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var workers sync.WaitGroup
	for _, feed := range feeds {
		for range consumeWorkers {
			workers.Go(func() { cancel(r.serve(serving, l, feed)) })
		}
	}
	workers.Wait()
	return context.Cause(serving)
}

// prepare runs what the consumer does before its first message, unless that is done for these very subscriptions.
func (r *Runner) prepare(ctx context.Context, l *line, feeds []Feed) error {
	missed := false
	var incarnations []string
	for _, feed := range feeds {
		missed = missed || feed.Missed()
		incarnations = append(incarnations, feed.Incarnation())
	}
	if missed {
		r.log.WarnContext(ctx, "the bus dropped events before they were consumed", "consumer", l.name, "mended", l.before != nil)
	}
	if l.before == nil {
		return nil
	}
	incarnation := strings.Join(incarnations, " ")
	prepared, err := inbox.Prepared(ctx, r.db.Read(), l.name)
	if err != nil || prepared == incarnation && !missed {
		return err
	}
	if err := l.before(ctx); err != nil {
		return err
	}
	return inbox.SetPrepared(ctx, r.db, l.name, incarnation)
}

// serve applies batches of a feed.
func (r *Runner) serve(ctx context.Context, l *line, feed Feed) error {
	for {
		batch, err := feed.Next(ctx, consumeBatch)
		if err != nil {
			return err
		}
		// A batch that was begun is finished: stopping in its middle would only have it delivered again.
		turn, cancel := context.WithTimeout(context.WithoutCancel(ctx), turnTimeout)
		if err := r.handle(turn, l, batch); err != nil {
			r.log.WarnContext(ctx, "events are delivered again", "consumer", l.name, "error", err)
			pause(ctx, resubscribe)
		}
		cancel()
	}
}

func (r *Runner) prune(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.Prune(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "old inbox rows stay", "service", r.service, "error", err)
		}
		pause(ctx, housekeeping)
	}
}

// Prune forgets what was applied thirty days ago: what Run does every hour.
func (r *Runner) Prune(ctx context.Context) error {
	return inbox.Prune(ctx, r.db, r.clock().Add(-keepApplied))
}

func (l *line) set(feeds []Feed, lost error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.feeds, l.lost = feeds, lost
}

// Package sim holds a model of the bus for tests: it delivers at least once, in any order, loses answers, and refuses or
// seems to refuse publications; but what it has acknowledged, it keeps. The simulation in its tests runs the outbox, the
// relay, the runner and the inbox against it, and crashes them at every step.
package sim

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/hearth-culture/hearth/internal/event"
)

// ErrTrouble is what the bus says when it misbehaves on purpose.
var ErrTrouble = errors.New("sim: trouble on the bus")

var errClosed = errors.New("sim: feed is closed")

// Bus is the model. It misbehaves as its dice decide.
type Bus struct {
	mu       sync.Mutex
	dice     func(sides int) int
	streams  map[string][]event.Envelope
	durables map[string]*durable
	made     int
	changed  chan struct{} // closed when something may have become deliverable
}

// NewBus makes a bus. dice(n) is a number from 0 to n-1; nil makes a bus without trouble.
func NewBus(dice func(sides int) int) *Bus {
	return &Bus{dice: dice, streams: map[string][]event.Envelope{}, durables: map[string]*durable{}, changed: make(chan struct{})}
}

// Calm ends all trouble, and has the bus deliver again what was delivered and never answered.
func (b *Bus) Calm() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.dice = nil
	for _, d := range b.durables {
		d.expire(nil)
	}
	b.stir()
}

// trouble strikes once in so many times.
func (b *Bus) trouble(once int) bool { return b.dice != nil && b.dice(once) == 0 }

func (b *Bus) stir() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// Publish keeps events. In trouble, none, some or all of them arrive, and those that did may be reported as doubtful.
func (b *Bus) Publish(ctx context.Context, service string, events []event.Envelope) (doubtful []int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ctx.Err() != nil {
		return all(events), ctx.Err()
	}
	troubled := b.trouble(4)
	lost := troubled && b.dice(2) == 0 // the whole publication, or its answer
	for place, e := range events {
		arrives := !troubled || !lost && b.dice(3) > 0
		if arrives {
			b.streams[service] = append(b.streams[service], e)
		}
		if troubled && (!arrives || b.dice(2) == 0) {
			doubtful = append(doubtful, place)
		}
	}
	b.stir()
	if len(doubtful) > 0 {
		err = ErrTrouble
	}
	return doubtful, err
}

func all(events []event.Envelope) []int {
	places := make([]int, len(events))
	for place := range places {
		places[place] = place
	}
	return places
}

// Subscribe makes a durable, or finds it.
func (b *Bus) Subscribe(_ context.Context, s event.Subscription) (event.Feed, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.trouble(6) {
		return nil, ErrTrouble
	}
	key := s.Service + "/" + s.Durable
	d, known := b.durables[key]
	if !known {
		b.made++
		d = &durable{incarnation: key + "#" + strconv.Itoa(b.made)}
		b.durables[key] = d
	}
	d.subscription = s
	return &feed{bus: b, durable: d}, nil
}

// Drop deletes a durable, as an operator might by mistake.
func (b *Bus) Drop(service, name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := service + "/" + name
	if d := b.durables[key]; d != nil {
		d.dropped = true
		delete(b.durables, key)
	}
	b.stir()
}

type durable struct {
	subscription event.Subscription
	incarnation  string
	read         int // of the stream
	entries      []*entry
	dropped      bool
}

type entry struct {
	envelope   event.Envelope
	deliveries int
	holder     *feed // who has it and has not answered
	answered   bool
}

// fill takes over what is new on the stream.
func (d *durable) fill(stream []event.Envelope) {
	for _, e := range stream[d.read:] {
		if slices.Contains(d.subscription.Subjects, e.Subject) {
			d.entries = append(d.entries, &entry{envelope: e})
		}
	}
	d.read = len(stream)
}

// expire takes back what was not answered: by one feed, or by any.
func (d *durable) expire(holder *feed) {
	for _, e := range d.entries {
		if holder == nil || e.holder == holder {
			e.holder = nil
		}
	}
}

type feed struct {
	bus     *Bus
	durable *durable
	closed  bool
}

// Incarnation names this making of the durable.
func (f *feed) Incarnation() string { return f.durable.incarnation }

// Missed is never so: the model forgets nothing.
func (f *feed) Missed() bool { return false }

// Next waits for events.
func (f *feed) Next(ctx context.Context, limit int) ([]event.Message, error) {
	for {
		batch, changed, err := f.take(limit)
		if err != nil || len(batch) > 0 {
			return batch, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-changed:
		}
	}
}

// Try is Next without waiting: it returns nothing where nothing is at hand.
func Try(f event.Feed, limit int) ([]event.Message, error) {
	batch, _, err := f.(*feed).take(limit)
	return batch, err
}

func (f *feed) take(limit int) (batch []event.Message, changed <-chan struct{}, err error) {
	b := f.bus
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case f.closed:
		return nil, nil, errClosed
	case f.durable.dropped:
		return nil, nil, errors.New("sim: durable is deleted")
	}
	f.durable.fill(b.streams[f.durable.subscription.Service])
	var ready []*entry
	for _, e := range f.durable.entries {
		again := e.holder != nil && b.trouble(6) || e.answered && b.trouble(30)
		if e.holder == nil && !e.answered || again {
			ready = append(ready, e)
		}
	}
	if b.dice != nil {
		for i := range ready {
			j := i + b.dice(len(ready)-i)
			ready[i], ready[j] = ready[j], ready[i]
		}
	}
	for _, e := range ready[:min(limit, len(ready))] {
		e.deliveries++
		e.holder = f
		batch = append(batch, &message{feed: f, entry: e, deliveries: e.deliveries})
	}
	return batch, b.changed, nil
}

// Pending counts what is not answered.
func (f *feed) Pending(context.Context) (int64, error) {
	f.bus.mu.Lock()
	defer f.bus.mu.Unlock()
	f.durable.fill(f.bus.streams[f.durable.subscription.Service])
	waiting := int64(0)
	for _, e := range f.durable.entries {
		if !e.answered {
			waiting++
		}
	}
	return waiting, nil
}

// Close gives back what was not answered.
func (f *feed) Close() {
	f.bus.mu.Lock()
	defer f.bus.mu.Unlock()
	f.closed = true
	f.durable.expire(f)
	f.bus.stir()
}

type message struct {
	feed       *feed
	entry      *entry
	deliveries int
}

func (m *message) Envelope() (event.Envelope, error) { return m.entry.envelope, nil }

func (m *message) Deliveries() int { return m.deliveries }

func (m *message) Ack() error { return m.answer(true) }

func (m *message) Term(string) error { return m.answer(true) }

// Nak has the event delivered again at once: the model knows no time.
func (m *message) Nak(time.Duration) error { return m.answer(false) }

func (m *message) answer(done bool) error {
	b := m.feed.bus
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.trouble(5) {
		return ErrTrouble
	}
	m.entry.holder = nil
	m.entry.answered = m.entry.answered || done
	b.stir()
	return nil
}

var _ event.Bus = (*Bus)(nil)

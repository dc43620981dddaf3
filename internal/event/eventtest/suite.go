// Package eventtest says what every bus must do, as one suite of tests.
package eventtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
)

const (
	moved    = "hearth.directory.v1.person.moved"
	left     = "hearth.directory.v1.person.left"
	patience = 20 * time.Second
)

// Run holds a bus to the contract of event.Bus. open gives a fresh bus without trouble, which goes with the test.
func Run(t *testing.T, open func(t *testing.T) event.Bus) {
	for name, test := range map[string]func(t *testing.T, bus event.Bus){
		"an envelope arrives as it was":         arrivesWhole,
		"a subscription begins with the oldest": beginsWithTheOldest,
		"subjects and services are kept apart":  keepsApart,
		"what is not answered comes again":      comesAgain,
		"answers":                               answers,
		"each durable has all, its feeds share": shares,
		"many and large ones":                   manyAndLarge,
		"a durable keeps its incarnation":       keepsIncarnation,
		"waiting ends with the context":         waitingEnds,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func fact(id, subject string) event.Envelope {
	return event.Envelope{ID: id, Service: strings.Split(subject, ".")[1], Subject: subject, Type: "hearth.directory.v1.PersonLeft", Aggregate: "people/1",
		Kind: event.Fact, Time: time.UnixMicro(1_795_000_000_123_456).UTC(), Payload: []byte("payload of " + id)}
}

func publish(t *testing.T, bus event.Bus, events ...event.Envelope) {
	t.Helper()
	doubtful, err := bus.Publish(t.Context(), events[0].Service, events)
	require.NoError(t, err)
	require.Empty(t, doubtful)
}

func subscribe(t *testing.T, bus event.Bus, durable string, subjects ...string) event.Feed {
	t.Helper()
	feed, err := bus.Subscribe(t.Context(), event.Subscription{Durable: durable, Service: "directory", Subjects: subjects})
	require.NoError(t, err)
	t.Cleanup(feed.Close)
	return feed
}

// next waits for so many events.
func next(t *testing.T, feed event.Feed, count int) []event.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var got []event.Message
	for len(got) < count {
		batch, err := feed.Next(ctx, count-len(got))
		require.NoError(t, err, "after %d of %d", len(got), count)
		require.NotEmpty(t, batch)
		require.LessOrEqual(t, len(got)+len(batch), count, "more than the limit")
		got = append(got, batch...)
	}
	return got
}

func ids(t *testing.T, messages []event.Message) []string {
	t.Helper()
	var all []string
	for _, m := range messages {
		e, err := m.Envelope()
		require.NoError(t, err)
		all = append(all, e.ID)
	}
	return all
}

func arrivesWhole(t *testing.T, bus event.Bus) {
	state := fact("e1", moved)
	state.Kind, state.Version = event.State, 1<<60
	state.Aggregate = "people/ä ö%\t人"
	state.Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	replayed := fact("e2", left)
	replayed.ReplayFor, replayed.ReplayRun = "survey-roster", "run"
	replayed.Payload = []byte{}
	publish(t, bus, state, replayed)
	for i, message := range next(t, subscribe(t, bus, "d", moved, left), 2) {
		got, err := message.Envelope()
		require.NoError(t, err)
		require.Empty(t, cmp.Diff([]event.Envelope{state, replayed}[i], got))
		require.Equal(t, 1, message.Deliveries())
	}
}

func beginsWithTheOldest(t *testing.T, bus event.Bus) {
	publish(t, bus, fact("before", left))
	feed := subscribe(t, bus, "d", left)
	publish(t, bus, fact("after", left))
	require.ElementsMatch(t, []string{"before", "after"}, ids(t, next(t, feed, 2)))
}

func keepsApart(t *testing.T, bus event.Bus) {
	feed := subscribe(t, bus, "d", left)
	publish(t, bus, fact("other subject", moved))
	publish(t, bus, fact("other service", "hearth.survey.v1.person.left"))
	publish(t, bus, fact("wanted", left))
	require.Equal(t, []string{"wanted"}, ids(t, next(t, feed, 1)))
	pending, err := feed.Pending(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, pending, "what was delivered and not answered")
}

func comesAgain(t *testing.T, bus event.Bus) {
	publish(t, bus, fact("answered", left), fact("open", left))
	first := subscribe(t, bus, "d", left)
	for _, message := range next(t, first, 2) {
		if ids(t, []event.Message{message})[0] == "answered" {
			require.NoError(t, message.Ack())
		}
	}
	first.Close()
	again := next(t, subscribe(t, bus, "d", left), 1)
	require.Equal(t, []string{"open"}, ids(t, again))
	require.Equal(t, 2, again[0].Deliveries())
}

func answers(t *testing.T, bus event.Bus) {
	feed := subscribe(t, bus, "d", left)
	publish(t, bus, fact("1", left))
	require.NoError(t, next(t, feed, 1)[0].Nak(time.Millisecond))
	again := next(t, feed, 1)
	require.Equal(t, 2, again[0].Deliveries(), "refused for now")
	require.NoError(t, again[0].Term("hopeless"))
	publish(t, bus, fact("2", left))
	require.Equal(t, []string{"2"}, ids(t, next(t, feed, 1)), "what was ended stays away")
}

func shares(t *testing.T, bus event.Bus) {
	one, two, other := subscribe(t, bus, "d", left), subscribe(t, bus, "d", left), subscribe(t, bus, "other", left)
	var wanted []string
	for i := range 20 {
		wanted = append(wanted, fmt.Sprint(i))
		publish(t, bus, fact(wanted[i], left))
	}
	require.ElementsMatch(t, wanted, ids(t, next(t, other, 20)))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	got := make(chan event.Message)
	for _, feed := range []event.Feed{one, two} {
		go func() {
			for {
				batch, err := feed.Next(ctx, 5)
				if err != nil {
					return
				}
				for _, message := range batch {
					got <- message
				}
			}
		}()
	}
	var all []event.Message
	for range wanted {
		select {
		case message := <-got:
			require.NoError(t, message.Ack())
			all = append(all, message)
		case <-time.After(patience):
			require.FailNow(t, "lost", "got %v", ids(t, all))
		}
	}
	require.ElementsMatch(t, wanted, ids(t, all))
}

func manyAndLarge(t *testing.T, bus event.Bus) {
	var events []event.Envelope
	for i := range 2500 {
		e := fact(fmt.Sprint(i), left)
		if i%300 == 0 {
			e.Payload = make([]byte, 512<<10)
		}
		events = append(events, e)
	}
	publish(t, bus, events...)
	feed := subscribe(t, bus, "d", left)
	seen := map[string]int{}
	for range 25 {
		for _, message := range next(t, feed, 100) {
			e, err := message.Envelope()
			require.NoError(t, err)
			seen[e.ID] += len(e.Payload)
			require.NoError(t, message.Ack())
		}
	}
	require.Len(t, seen, len(events))
	for _, e := range events {
		require.Equal(t, len(e.Payload), seen[e.ID])
	}
}

func keepsIncarnation(t *testing.T, bus event.Bus) {
	one, two := subscribe(t, bus, "d", left), subscribe(t, bus, "d", left)
	require.Equal(t, one.Incarnation(), two.Incarnation())
	require.NotEqual(t, one.Incarnation(), subscribe(t, bus, "other", left).Incarnation())
	require.False(t, one.Missed())
}

func waitingEnds(t *testing.T, bus event.Bus) {
	feed := subscribe(t, bus, "d", left)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := feed.Next(ctx, 1)
	require.ErrorIs(t, err, context.Canceled)
}

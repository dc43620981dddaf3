package event_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func TestEmitRefusesWhatTheContractDoesNotKnow(t *testing.T) {
	changed := &directoryv1.PersonChanged{}
	large := &directoryv1.PersonLeft{Person: strings.Repeat("x", 600<<10)}
	eachHouse(t, func(t *testing.T, h *house) {
		for name, test := range map[string]struct {
			draft event.Draft
			want  string
		}{
			"no event":         {event.NewFact("people/1", &directoryv1.RosterPerson{}), "not marked as an event"},
			"state as fact":    {event.NewFact("people/1", changed), "is a state event, emitted as a fact"},
			"fact as state":    {event.NewState("people/1", 1, &directoryv1.PersonLeft{}), "is a fact event, emitted as a state"},
			"no aggregate":     {event.NewState("", 1, changed), "speaks of no aggregate"},
			"no version":       {event.NewState("people/1", 0, changed), "count from 1"},
			"larger than NATS": {event.NewFact("people/1", large), "larger than"},
		} {
			err := h.from.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return h.emitter.Emit(ctx, tx, leaver("people/0"), test.draft)
			})
			require.ErrorContains(t, err, test.want, name)
		}
		h.round(t, 0)
		require.Zero(t, h.nudges.Load())
	})
}

func TestCommittedEventsArePublishedAsTheyWereEmitted(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		undone := errors.New("undone")
		require.ErrorIs(t, h.from.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, h.emitter.Fact(ctx, tx, "people/0", &directoryv1.PersonLeft{}))
			return undone
		}), undone)
		require.Zero(t, h.nudges.Load(), "nothing was committed")
		h.round(t, 0)

		person := &directoryv1.RosterPerson{Person: "people/1", Version: 7}
		h.emit(t, event.NewState("people/1", 7, &directoryv1.PersonChanged{Person: person}), leaver("people/1"))
		require.EqualValues(t, 1, h.nudges.Load())
		h.round(t, 2)
		h.round(t, 0)

		var got []event.Envelope
		for _, message := range h.messages(t, "all", 2) {
			e, err := message.Envelope()
			require.NoError(t, err)
			got = append(got, e)
		}
		state, err := proto.Marshal(&directoryv1.PersonChanged{Person: person})
		require.NoError(t, err)
		left, err := proto.Marshal(&directoryv1.PersonLeft{Person: "people/1", Date: "2026-11-22"})
		require.NoError(t, err)
		require.Empty(t, cmp.Diff([]event.Envelope{
			{Service: "directory", Subject: "hearth.directory.v1.person.changed", Type: "hearth.directory.v1.PersonChanged", Aggregate: "people/1",
				Version: 7, Kind: event.State, Time: h.clock(), Payload: state},
			{Service: "directory", Subject: "hearth.directory.v1.person.left", Type: "hearth.directory.v1.PersonLeft", Aggregate: "people/1",
				Kind: event.Fact, Time: h.clock(), Payload: left},
		}, got, cmpopts.IgnoreFields(event.Envelope{}, "ID")))
		for _, e := range got {
			id, err := uuid.Parse(e.ID)
			require.NoError(t, err)
			require.EqualValues(t, 7, id.Version())
		}
	})
}

// messages takes events of any subject from the bus.
func (h *house) messages(t *testing.T, durable string, count int) (got []event.Message) {
	t.Helper()
	feed, err := h.bus.Subscribe(t.Context(), event.Subscription{Durable: durable, Service: "directory",
		Subjects: []string{"hearth.directory.v1.person.left", "hearth.directory.v1.person.changed"}})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for len(got) < count {
		batch, err := feed.Next(ctx, count)
		require.NoError(t, err)
		got = append(got, batch...)
	}
	return got
}

func TestRelaysShareALongBacklog(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		const backlog = 4321
		drafts := make([]event.Draft, backlog)
		for i := range drafts {
			drafts[i] = leaver(fmt.Sprint("people/", i))
		}
		h.emit(t, drafts...)
		var relays sync.WaitGroup
		for range 4 {
			relays.Go(func() {
				relay := event.NewRelay(h.from, h.bus, "directory", h.options())
				for {
					published, err := relay.Round(t.Context())
					if err != nil {
						t.Error(err)
					}
					if published == 0 {
						return
					}
				}
			})
		}
		relays.Wait()
		seen := map[string]int{}
		for _, message := range h.messages(t, "all", backlog) {
			e, err := message.Envelope()
			require.NoError(t, err)
			seen[e.Aggregate]++
		}
		require.Len(t, seen, backlog, "each once: without crashes nothing is published twice")
		waiting, _, err := event.Waiting(t.Context(), h.from.Read(), h.clock())
		require.NoError(t, err)
		require.Zero(t, waiting)
	})
}

// away is a bus whose answers to publications are lost.
type away struct {
	event.Bus
	doubtful func(count int) []int
}

func (b away) Publish(ctx context.Context, service string, events []event.Envelope) ([]int, error) {
	doubtful := b.doubtful(len(events))
	for place, e := range events {
		if !slices.Contains(doubtful, place) {
			if _, err := b.Bus.Publish(ctx, service, []event.Envelope{e}); err != nil {
				return nil, err
			}
		}
	}
	return doubtful, errors.New("away")
}

func TestWhatTheBusDidNotTakeWaits(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.emit(t, leaver("people/1"), leaver("people/2"), leaver("people/3"))
		for _, doubtful := range [][]int{{0, 1, 2}, {1}} {
			relay := event.NewRelay(h.from, away{h.bus, func(int) []int { return doubtful }}, "directory", h.options())
			published, err := relay.Round(t.Context())
			require.ErrorContains(t, err, "away")
			require.Equal(t, 3-len(doubtful), published)
			h.wait(time.Minute)
			waiting, age, err := event.Waiting(t.Context(), h.from.Read(), h.clock())
			require.NoError(t, err)
			require.EqualValues(t, len(doubtful), waiting)
			require.GreaterOrEqual(t, age, time.Minute)
		}
		h.round(t, 1)
		require.Len(t, h.messages(t, "all", 3), 3)
	})
}

func TestACrashBeforeSettlingRepeatsThePublicationAfterTheLease(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.emit(t, leaver("people/1"))
		transactions := 0
		h.from.SetFault(func(stage db.Stage) error {
			if stage == db.Begin {
				transactions++
			}
			if transactions == 2 {
				return errors.New("crash")
			}
			return nil
		})
		_, err := h.relay.Round(t.Context())
		require.ErrorContains(t, err, "crash")
		h.from.SetFault(nil)
		h.wait(29 * time.Second)
		h.round(t, 0)
		h.wait(2 * time.Second)
		h.round(t, 1)
		messages := h.messages(t, "all", 2)
		first, _ := messages[0].Envelope()
		second, _ := messages[1].Envelope()
		require.Equal(t, first, second, "the same event under the same id")
	})
}

func TestACommitBehindOthersIsNotPassedOver(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		if h.from.Engine() == db.SQLite {
			t.Skip("SQLite has one writer at a time: numbers are committed in their order")
		}
		require.NoError(t, h.from.Tx(t.Context(), func(ctx context.Context, slow *db.Tx) error {
			require.NoError(t, h.emitter.Emit(ctx, slow, leaver("people/slow")))
			h.emit(t, leaver("people/fast"))
			h.round(t, 1)
			return nil
		}))
		h.round(t, 1)
	})
}

func TestOnlyWhatWasSettledLongAgoIsReaped(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.emit(t, leaver("people/settled"))
		h.round(t, 1)
		h.emit(t, leaver("people/waiting"))
		refusing := event.NewRelay(h.from, away{h.bus, func(count int) []int { return []int{0} }}, "directory", h.options())
		_, err := refusing.Round(t.Context())
		require.Error(t, err)
		kept := func() []string { return texts(t, h.from, "SELECT aggregate FROM event_outbox ORDER BY seq") }

		h.wait(7*24*time.Hour - time.Second)
		h.reap(t, refusing)
		require.Equal(t, []string{"people/settled", "people/waiting"}, kept())
		h.wait(2 * time.Second)
		h.reap(t, refusing)
		require.Equal(t, []string{"people/waiting"}, kept(), "what the bus never had is never reaped")
	})
}

// reap has a relay keep house.
func (h *house) reap(t *testing.T, relay *event.Relay) {
	t.Helper()
	require.NoError(t, relay.Reap(t.Context()))
}

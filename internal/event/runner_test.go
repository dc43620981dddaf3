package event_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func TestAnEventThatComesTwiceIsAppliedOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.emit(t, leaver("people/1"), leaver("people/2"))
		h.round(t, 2)
		twice := h.messages(t, "twice", 2)
		for _, message := range twice {
			e, err := message.Envelope()
			require.NoError(t, err)
			_, err = h.bus.Publish(t.Context(), "directory", []event.Envelope{e})
			require.NoError(t, err)
		}
		runner := h.runner(counting)
		require.NoError(t, runner.Handle(t.Context(), "count", append(twice, twice...)), "within one batch")
		require.NoError(t, runner.Handle(t.Context(), "count", twice), "and in another")
		runs(t, runner.Run)
		h.applied(t, "people/1", "people/2")
	})
}

func TestHandlersAreToldWhatTheySubscribedTo(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		type told struct {
			subject string
			version int64
			actor   string
			all     bool
		}
		got := make(chan told, 10)
		tell := func(ctx context.Context, subject string, version int64) error {
			actor, _ := model.ActorFrom(ctx)
			got <- told{subject, version, actor.Subject, model.ScopeFrom(ctx).All}
			return nil
		}
		runs(t, h.runner(event.Consumer{Name: "roster", Handlers: []event.Handler{
			event.OnState(func(ctx context.Context, _ *db.Tx, version int64, msg *directoryv1.PersonChanged) error {
				return tell(ctx, msg.GetPerson().GetPerson(), version)
			}),
			event.OnFact(func(ctx context.Context, _ *db.Tx, e event.Envelope, _ *typev1.ErasureConfirmed) error {
				return tell(ctx, e.Subject, e.Version)
			}).From(event.AnyService),
		}}).Run)
		h.emit(t, event.NewState("people/1", 7, &directoryv1.PersonChanged{Person: &directoryv1.RosterPerson{Person: "people/1"}}), leaver("people/1"),
			event.NewFact("operations/1", &typev1.ErasureConfirmed{}))
		h.round(t, 3)
		h.emitter = event.NewEmitter("survey", h.clock, func() {})
		h.emit(t, event.NewFact("operations/1", &typev1.ErasureConfirmed{}))
		h.relay = event.NewRelay(h.from, h.bus, "survey", h.options())
		h.round(t, 1)
		var all []told
		for range 3 {
			select {
			case one := <-got:
				all = append(all, one)
			case <-time.After(patience):
				require.FailNow(t, "not told", "%v", all)
			}
		}
		require.ElementsMatch(t, []told{
			{"people/1", 7, "services/survey", true},
			{"hearth.directory.v1.erasure.confirmed", 0, "services/survey", true},
			{"hearth.survey.v1.erasure.confirmed", 0, "services/survey", true},
		}, all)
	})
}

func TestMistakesInTheProgramAreFoundAtItsStart(t *testing.T) {
	erasure := event.OnFact(func(context.Context, *db.Tx, event.Envelope, *typev1.ErasureConfirmed) error { return nil })
	runner := func(handlers ...event.Handler) func() {
		return func() {
			event.NewRunner(nil, nil, "survey", []event.Consumer{{Name: "c", Handlers: handlers}}, event.Options{})
		}
	}
	require.PanicsWithValue(t, "event: hearth.type.v1.ErasureConfirmed belongs to no service, say From which it is taken", runner(erasure))
	require.PanicsWithValue(t, "event: AnyService needs Options.Services", runner(erasure.From(event.AnyService)))
	require.PanicsWithValue(t, "event: two handlers of survey-c take hearth.directory.v1.person.left", runner(countLeavers, countLeavers))
	require.Panics(t, func() {
		event.OnState(func(context.Context, *db.Tx, int64, *directoryv1.PersonLeft) error { return nil })
	}, "a fact handled as a state")
	require.Panics(t, func() {
		event.OnFact(func(context.Context, *db.Tx, event.Envelope, *directoryv1.RosterPerson) error { return nil })
	}, "no event")
}

func TestWhatFailsDoesNotHoldUpTheOthers(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var tries atomic.Int64
		runs(t, h.runner(failing(func(e event.Envelope) error {
			if e.Aggregate == "people/2" && tries.Add(1) < 4 {
				return errors.New("not now")
			}
			return nil
		})).Run)
		h.emit(t, leaver("people/1"), leaver("people/2"), leaver("people/3"))
		h.round(t, 3)
		h.applied(t, "people/1", "people/2", "people/3")
		require.Empty(t, h.dead(t))
	})
}

// failing counts leavers, and then fails as it is told to.
func failing(fail func(e event.Envelope) error) event.Consumer {
	return event.Consumer{Name: "count", Handlers: []event.Handler{
		event.OnFact(func(ctx context.Context, tx *db.Tx, e event.Envelope, _ *directoryv1.PersonLeft) error {
			if _, err := tx.ExecContext(ctx, "INSERT INTO effect (event, subject) VALUES ($1, $2)", e.ID, e.Aggregate); err != nil {
				return err
			}
			return fail(e)
		}),
	}}
}

func TestAFailedTransactionIsTriedAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var begun atomic.Int64
		h.to.SetFault(func(stage db.Stage) error {
			if stage == db.BeforeCommit && begun.Add(1) <= 2 {
				return errors.New("the database fails")
			}
			return nil
		})
		runs(t, h.runner(counting).Run)
		h.emit(t, leaver("people/1"), leaver("people/2"))
		h.round(t, 2)
		h.applied(t, "people/1", "people/2")
		require.Empty(t, h.dead(t), "a database that fails is no fault of the event")
	})
}

func TestBeforeRunsOnceForEachMakingOfTheSubscription(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.emit(t, leaver("people/1"))
		h.round(t, 1)
		var snapshots atomic.Int64
		consumer := counting
		consumer.Before = func(context.Context) error {
			if effectRows(t, h.to) != 0 && snapshots.Load() < 2 {
				t.Error("an event came before the snapshot was through")
			}
			if snapshots.Add(1) == 1 {
				return errors.New("the directory is away")
			}
			return nil
		}
		runner := h.runner(consumer)
		require.ErrorContains(t, runner.Ready(), "not subscribed yet")
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- runner.Run(ctx) }()
		require.Eventually(t, func() bool { return runner.Ready() == nil }, patience, time.Millisecond)
		require.EqualValues(t, 2, snapshots.Load(), "once in vain")
		h.applied(t, "people/1")

		h.bus.Drop("directory", "survey-count")
		require.Eventually(t, func() bool { return snapshots.Load() == 3 && runner.Ready() == nil }, patience, time.Millisecond, "made anew")
		h.applied(t, "people/1")
		stop()
		require.NoError(t, <-ended)
		require.Error(t, runner.Ready())

		again := h.runner(consumer)
		runs(t, again.Run)
		require.Eventually(t, func() bool { return again.Ready() == nil }, patience, time.Millisecond)
		require.EqualValues(t, 3, snapshots.Load(), "a restart finds it done")
	})
}

func TestTheInboxForgetsAfterThirtyDays(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		runner := h.runner(counting)
		for _, person := range []string{"people/old", "people/young"} {
			h.emit(t, leaver(person))
			h.round(t, 1)
			require.NoError(t, runner.Handle(t.Context(), "count", h.messages(t, "all", 1)))
			h.wait(15*24*time.Hour + time.Second)
		}
		inbox := func() int { return len(texts(t, h.to, "SELECT event FROM event_inbox")) }
		require.Equal(t, 2, inbox())
		require.NoError(t, runner.Prune(t.Context()))
		require.Equal(t, 1, inbox())
	})
}

package incentive_test

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
	"github.com/hearth-culture/hearth/internal/testkit"
	activityv1 "github.com/hearth-culture/hearth/proto/hearth/activity/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// soon is how long background work may take on a busy machine.
const soon = 30 * time.Second

// durable is who hears facts, to the bus.
const durable = "incentive-facts"

// listening is a house that hears other services. While trouble is set, the bus has events come more than once and in any order and loses
// answers, and the process dies at any step of a transaction: before it, in it, and after it was committed.
type listening struct {
	*house
	bus    *sim.Bus
	runner *event.Runner
	feeds  []event.Feed

	mu      sync.Mutex
	dice    *rand.Rand
	trouble bool
}

// heard are the services that say what this one hears, and what.
var heard = map[string][]string{
	"activity":   {"hearth.activity.v1.attendance.recorded", "hearth.activity.v1.attendance.withdrawn"},
	"careerpath": {"hearth.careerpath.v1.training.completed"},
	"culture":    {"hearth.culture.v1.story.featured"},
	"directory":  {"hearth.directory.v1.person.joined", "hearth.directory.v1.person.moved", "hearth.directory.v1.person.left"},
	"insight":    {"hearth.insight.v1.contacts.counted"},
	"survey":     {"hearth.survey.v1.survey.changed"},
}

func listen(h *house, seed uint64) *listening {
	l := &listening{house: h, dice: rand.New(rand.NewPCG(seed, 0))}
	l.bus = sim.NewBus(l.roll)
	for service, subjects := range heard {
		feed, err := l.bus.Subscribe(h.Context(), event.Subscription{Durable: durable, Service: service, Subjects: subjects})
		require.NoError(h, err)
		l.feeds = append(l.feeds, feed)
	}
	l.runner = event.NewRunner(h.DB, l.bus, "incentive", h.Service.Consumers, event.Options{Clock: h.Clock.Now, Log: testkit.Log(h.T)})
	h.DB.SetFault(func(db.Stage) error {
		if l.roll(8) == 0 {
			return errDead
		}
		return nil
	})
	h.Cleanup(func() { h.DB.SetFault(nil) })
	return l
}

var errDead = errors.New("the process is dead")

// roll is never 0, which is what brings trouble, while there shall be none.
func (l *listening) roll(sides int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.trouble {
		return sides - 1
	}
	return l.dice.IntN(sides)
}

// during lets fn run in trouble.
func (l *listening) during(fn func()) {
	set := func(trouble bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.trouble = trouble
	}
	set(true)
	defer set(false)
	fn()
}

// envelope is how a message comes over the bus.
func envelope(t testing.TB, service string, at time.Time, msg proto.Message) event.Envelope {
	said := proto.GetExtension(msg.ProtoReflect().Descriptor().Options(), optionv1.E_Event).(*optionv1.Event)
	payload, err := proto.Marshal(msg)
	require.NoError(t, err)
	return event.Envelope{
		ID: uuid.Must(uuid.NewV7()).String(), Service: service, Subject: "hearth." + service + ".v1." + said.GetResource() + "." + said.GetFact(),
		Type: string(msg.ProtoReflect().Descriptor().FullName()), Aggregate: "things/1", Kind: event.Kind(said.GetKind()), Time: at, Payload: payload,
	}
}

// say publishes what a service says.
func (l *listening) say(service string, messages ...proto.Message) (said []event.Envelope) {
	l.Helper()
	for _, msg := range messages {
		said = append(said, envelope(l, service, l.Clock.Now(), msg))
	}
	l.publish(said...)
	return said
}

// publish publishes events, again where it is in doubt that they arrived.
func (l *listening) publish(events ...event.Envelope) {
	l.Helper()
	for _, e := range events {
		require.Eventually(l, func() bool {
			doubtful, _ := l.bus.Publish(l.Context(), e.Service, []event.Envelope{e})
			return len(doubtful) == 0
		}, soon, time.Millisecond)
	}
}

// consume handles what is at hand, and says how much is not answered yet. What failed is delivered again.
func (l *listening) consume() (open int64) {
	for _, feed := range l.feeds {
		batch, err := sim.Try(feed, 7)
		require.NoError(l, err)
		_ = l.runner.Handle(l.Context(), "facts", batch)
		pending, err := feed.Pending(l.Context())
		require.NoError(l, err)
		open += pending
	}
	return open
}

// hear consumes all that is on the bus, and waits until it was applied.
func (l *listening) hear() {
	l.Helper()
	require.Eventually(l, func() bool {
		open := l.consume()
		var waiting int64
		require.NoError(l, l.DB.Read().QueryRowContext(l.Context(), `SELECT count(*) FROM fact WHERE waiting`).Scan(&waiting))
		return open+waiting == 0
	}, soon, 5*time.Millisecond)
}

// attended is that a person of the tests took part in something.
func attended(n int, unit, attendance string, at time.Time, minutes int32) *activityv1.AttendanceRecorded {
	return &activityv1.AttendanceRecorded{
		Attendance: "activities/1/attendances/" + attendance, Activity: "activities/1", Person: person(n), Unit: "units/" + unit,
		AttendTime: timestamppb.New(at), ActivityKind: "case_day", Minutes: minutes,
	}
}

func withdrawn(n int, attendance string) *activityv1.AttendanceWithdrawn {
	return &activityv1.AttendanceWithdrawn{Attendance: "activities/1/attendances/" + attendance, Person: person(n)}
}

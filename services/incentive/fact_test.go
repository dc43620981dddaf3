package incentive_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
	"github.com/hearth-culture/hearth/internal/testkit"
	activityv1 "github.com/hearth-culture/hearth/proto/hearth/activity/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// soon is how long background work may take on a busy machine.
const soon = 30 * time.Second

// listening is a house that hears other services over a bus that misbehaves: events come more than once, in any order, and answers are
// lost.
type listening struct {
	*house
	bus    *sim.Bus
	runner *event.Runner
	feeds  []event.Feed
}

// services are those that say what this one hears.
var services = []string{"activity", "careerpath", "culture", "directory", "insight", "survey"}

func listen(h *house, seed uint64) *listening {
	dice := rand.New(rand.NewPCG(seed, 0))
	l := &listening{house: h, bus: sim.NewBus(nil)}
	for _, service := range services {
		feed, err := l.bus.Subscribe(h.Context(), event.Subscription{Durable: "incentive-facts", Service: service, Subjects: subjects(service)})
		require.NoError(h, err)
		l.feeds = append(l.feeds, feed)
	}
	_ = dice
	l.runner = event.NewRunner(h.DB, l.bus, "incentive", h.Service.Consumers, event.Options{Clock: h.Clock.Now, Log: testkit.Log(h.T)})
	return l
}

func subjects(service string) []string {
	return map[string][]string{
		"activity":   {"hearth.activity.v1.attendance.recorded", "hearth.activity.v1.attendance.withdrawn"},
		"careerpath": {"hearth.careerpath.v1.training.completed"},
		"culture":    {"hearth.culture.v1.story.featured"},
		"directory":  {"hearth.directory.v1.person.joined", "hearth.directory.v1.person.moved", "hearth.directory.v1.person.left"},
		"insight":    {"hearth.insight.v1.contacts.counted"},
		"survey":     {"hearth.survey.v1.survey.changed"},
	}[service]
}

// envelope is how a message comes over the bus.
func envelope(t testing.TB, service string, version int64, at time.Time, msg proto.Message) event.Envelope {
	said := proto.GetExtension(msg.ProtoReflect().Descriptor().Options(), optionv1.E_Event).(*optionv1.Event)
	payload, err := proto.Marshal(msg)
	require.NoError(t, err)
	return event.Envelope{
		ID: uuid.Must(uuid.NewV7()).String(), Service: service, Subject: "hearth." + service + ".v1." + said.GetResource() + "." + said.GetFact(),
		Type: string(msg.ProtoReflect().Descriptor().FullName()), Aggregate: "things/1", Version: version, Kind: event.Kind(said.GetKind()), Time: at, Payload: payload,
	}
}

// say publishes facts of one service.
func (l *listening) say(service string, facts ...proto.Message) (said []event.Envelope) {
	l.Helper()
	for _, msg := range facts {
		said = append(said, envelope(l, service, 0, l.Clock.Now(), msg))
	}
	l.publish(said...)
	return said
}

func (l *listening) publish(events ...event.Envelope) {
	l.Helper()
	for _, e := range events {
		_, err := l.bus.Publish(l.Context(), e.Service, []event.Envelope{e})
		require.NoError(l, err)
	}
}

// hear consumes what is on the bus, and waits until all of it was applied.
func (l *listening) hear() {
	l.Helper()
	require.Eventually(l, func() bool {
		open := int64(0)
		for _, feed := range l.feeds {
			batch, err := sim.Try(feed, 50)
			require.NoError(l, err)
			_ = l.runner.Handle(l.Context(), "facts", batch) // what failed is delivered again
			pending, err := feed.Pending(l.Context())
			require.NoError(l, err)
			open += pending
		}
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

var _ = context.Background

package events_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/testkit"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
)

// recorded are events as they were sent when their contract was made, byte for byte: whatever becomes of the contract, they must be
// understood, for they lie in outboxes and streams. A new event gets a new line; no line is ever changed.
var recorded = []struct {
	subject, payload string
	facts            []domain.Fact
}{
	{
		"hearth.activity.v1.attendance.recorded",
		"0a1a616374697669746965732f372f617474656e64616e6365732f31120c616374697669746965732f371a0a70656f706c652f616e6e220b756e6974732f6e696768742a060898a680d8063208636173655f646179385a",
		[]domain.Fact{{
			Type: domain.AttendanceRecorded, Resource: "activities/7/attendances/1", Person: "ann", Unit: "night", Time: halfPastNine,
			Attributes: map[string]any{"activity_kind": "case_day", "minutes": int64(90)},
		}},
	},
	{
		"hearth.culture.v1.story.featured",
		"0a0973746f726965732f33120a70656f706c652f616e6e120970656f706c652f626f1a0b756e6974732f6e6967687422060898a680d8062a0b6265686176696f72732f35",
		[]domain.Fact{
			{Type: domain.StoryFeatured, Resource: "stories/3", Person: "ann", Unit: "night", Time: halfPastNine, Attributes: map[string]any{"behavior": "behaviors/5"}},
			{Type: domain.StoryFeatured, Resource: "stories/3", Person: "bo", Unit: "night", Time: halfPastNine, Attributes: map[string]any{"behavior": "behaviors/5"}},
		},
	},
	{
		"hearth.careerpath.v1.training.completed",
		"0a19747261696e696e67732f322f636f6d706c6574696f6e732f39120b747261696e696e67732f321a0a70656f706c652f616e6e220b756e6974732f6e696768742a060898a680d806320763756c74757265382d",
		[]domain.Fact{{
			Type: domain.TrainingCompleted, Resource: "trainings/2/completions/9", Person: "ann", Unit: "night", Time: halfPastNine,
			Attributes: map[string]any{"training": "trainings/2", "topic": "culture", "minutes": int64(45)},
		}},
	},
	{
		"hearth.insight.v1.contacts.counted",
		"0a0f636f6e74616374436f756e74732f34120a70656f706c652f616e6e1a0b756e6974732f6e6967687422060898a680d806283d3028",
		[]domain.Fact{{
			Type: domain.ContactsCounted, Resource: "contactCounts/4", Person: "ann", Unit: "night", Time: halfPastNine,
			Attributes: map[string]any{"contacts": int64(61), "calls": int64(40)},
		}},
	},
	{
		"hearth.directory.v1.person.joined", "0a0a70656f706c652f616e6e120a323032362d31312d32301801",
		[]domain.Fact{{Type: domain.PersonJoined, Resource: "people/ann@2026-11-20", Person: "ann", Time: noon, Attributes: map[string]any{"rehire": true}}},
	},
	{
		"hearth.directory.v1.person.moved", "0a0a70656f706c652f616e6e120a323032362d31312d32301a04756e6974",
		[]domain.Fact{{Type: domain.PersonMoved, Resource: "people/ann@2026-11-20", Person: "ann", Time: noon, Attributes: map[string]any{}}},
	},
	{
		"hearth.directory.v1.person.left", "0a0a70656f706c652f616e6e120a323032362d31312d3230",
		[]domain.Fact{{Type: domain.PersonLeft, Resource: "people/ann@2026-11-20", Person: "ann", Time: noon, Attributes: map[string]any{}}},
	},
	{
		"hearth.survey.v1.survey.changed", "0a09737572766579732f3610031802220d696e737472756d656e74732f382a0b756e6974732f6e6967687432060898a680d806",
		[]domain.Fact{{Type: domain.SurveyClosed, Resource: "surveys/6", Unit: "night", Time: halfPastNine, Attributes: map[string]any{"instrument": "instruments/8"}}},
	},
	// The same attendance as the first, taken back.
	{"hearth.activity.v1.attendance.withdrawn", "0a1a616374697669746965732f372f617474656e64616e6365732f31120a70656f706c652f616e6e", nil},
}

var (
	halfPastNine = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	noon         = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
)

func TestWhatWasRecordedIsUnderstood(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		clock := func() time.Time { return noon.Add(time.Hour) }
		bus, nudged := sim.NewBus(nil), 0
		consumer := events.In(func(tx *db.Tx) domain.Intake { return fact.New(tx) }, clock, func() { nudged++ })
		runner := event.NewRunner(d, bus, "incentive", []event.Consumer{consumer}, event.Options{Clock: clock, Log: testkit.Log(t)})
		for _, one := range recorded {
			payload, err := hex.DecodeString(one.payload)
			require.NoError(t, err)
			service := strings.Split(one.subject, ".")[1]
			feed, err := bus.Subscribe(t.Context(), event.Subscription{Durable: one.subject, Service: service, Subjects: []string{one.subject}})
			require.NoError(t, err)
			_, err = bus.Publish(t.Context(), service, []event.Envelope{{ID: one.subject, Service: service, Subject: one.subject, Aggregate: "things/1", Time: noon, Payload: payload}})
			require.NoError(t, err)
			batch, err := sim.Try(feed, 1)
			require.NoError(t, err)
			require.NoError(t, runner.Handle(t.Context(), "facts", batch))
			for _, want := range one.facts {
				require.Empty(t, cmp.Diff([]domain.Fact{want}, kept(t, d, want)), one.subject)
			}
		}
		require.Equal(t, len(recorded), nudged)
		require.Empty(t, kept(t, d, recorded[0].facts[0]), "it was taken back")
	}, event.Migrations(), roster.Migrations(), fact.Migrations())
}

// kept are the facts with the key of one.
func kept(t *testing.T, d *db.DB, of domain.Fact) (found []domain.Fact) {
	t.Helper()
	all, err := fact.NewReader(d.Read()).Past(t.Context(), of.Type, 0, of.Time, of.Time.Add(time.Hour), 100)
	require.NoError(t, err)
	for _, k := range all {
		if k.Key() == of.Key() {
			found = append(found, k.Fact)
		}
	}
	return found
}

// The page of events says what this service hears: no more and no less.
func TestThePageSaysWhatIsHeard(t *testing.T) {
	var said, heard []string
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Messages().Len() {
			e, _ := proto.GetExtension(file.Messages().Get(i).Options(), optionv1.E_Event).(*optionv1.Event) // nil where it is no event
			if slices.Contains(e.GetHeardBy(), "incentive") {
				said = append(said, string(file.Package())+"."+e.GetResource()+"."+e.GetFact())
			}
		}
		return true
	})
	for _, one := range recorded {
		heard = append(heard, one.subject)
	}
	require.ElementsMatch(t, heard, said)
}

package survey_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"

	"github.com/hearth-culture/hearth/services/survey"
)

// soon is how long anything may take that goes over the bus.
const soon = 30 * time.Second

// eventful is a house whose events go over JetStream, with a directory that emits and somebody who listens.
type eventful struct {
	*house
	bus     event.Bus
	emitter event.Emitter
	outbox  *db.DB

	mu    sync.Mutex
	heard []proto.Message
}

func inEventfulHouse(t *testing.T, fn func(h *eventful)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := &eventful{house: newHouse(t, d), bus: bustest.Bus(t), outbox: testkit.Open(t, d.Engine(), event.Migrations())}
		options := event.Options{Clock: h.Clock.Now, Log: testkit.Log(t)}
		relay := event.NewRelay(h.outbox, h.bus, "directory", options)
		h.emitter = event.NewEmitter("directory", h.Clock.Now, relay.Nudge)
		own := event.NewRelay(d, h.bus, "survey", options)
		h.Nudge = own.Nudge
		listener := event.NewRunner(h.outbox, h.bus, "listener", []event.Consumer{{Name: "all", Handlers: []event.Handler{
			event.OnState(func(_ context.Context, _ *db.Tx, _ int64, changed *surveyv1.SurveyChanged) error {
				return h.hear(changed)
			}),
			event.OnState(func(_ context.Context, _ *db.Tx, _ int64, changed *surveyv1.PulseChanged) error {
				return h.hear(changed)
			}),
			event.OnFact(func(_ context.Context, _ *db.Tx, _ event.Envelope, due *surveyv1.SurveyReminderDue) error {
				return h.hear(due)
			}),
			event.OnFact(func(_ context.Context, _ *db.Tx, _ event.Envelope, published *surveyv1.ReleasePublished) error {
				return h.hear(published)
			}),
			event.OnFact(func(_ context.Context, _ *db.Tx, _ event.Envelope, confirmed *typev1.ErasureConfirmed) error {
				return h.hear(confirmed)
			}).From("survey"),
		}}}, options)
		h.Background(relay.Run)
		h.Background(own.Run)
		h.Background(listener.Run)
		fn(h)
	}, survey.Module().Migrations...)
}

func (h *eventful) hear(msg proto.Message) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = append(h.heard, msg)
	return nil
}

// hears waits for a message.
func (h *eventful) hears(want proto.Message) {
	h.Helper()
	require.Eventually(h, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, msg := range h.heard {
			if proto.Equal(want, msg) {
				return true
			}
		}
		return false
	}, soon, 10*time.Millisecond)
}

// consume runs the consumers of the service.
func (h *eventful) consume() (stop func()) {
	h.Helper()
	runner := event.NewRunner(h.DB, h.bus, "survey", h.Service.Consumers, event.Options{Clock: h.Clock.Now, Log: testkit.Log(h.T)})
	stop = h.Background(runner.Run)
	require.Eventually(h, func() bool { return runner.Ready() == nil }, soon, 10*time.Millisecond)
	return stop
}

// emit lets the directory say something.
func (h *eventful) emit(fn func(ctx context.Context, tx *db.Tx) error) {
	h.Helper()
	require.NoError(h, h.outbox.Tx(h.Context(), fn))
}

func (h *eventful) personChanged(changed *directoryv1.RosterPerson) {
	h.Helper()
	h.emit(func(ctx context.Context, tx *db.Tx) error {
		return h.emitter.State(ctx, tx, changed.GetPerson(), changed.GetVersion(), &directoryv1.PersonChanged{Person: changed})
	})
}

// eligible is how many people a survey of the unit would ask now.
func (h *eventful) eligible(instrument *surveyv1.Instrument, unit string) int64 {
	h.Helper()
	made, err := h.create("culture", draft(instrument, root, unit))
	require.NoError(h, err)
	opened, err := h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
	require.NoError(h, err)
	return opened.GetEligible()
}

func TestTheRosterFollowsTheDirectory(t *testing.T) {
	inEventfulHouse(t, func(h *eventful) {
		instrument := h.published()
		moved := rostertest.Person(person(0), depB, "acme")
		moved.Version = 2
		h.personChanged(moved) // before the snapshot, which knows an older version
		h.directory.Failing.Store(1)
		stop := h.consume() // the first snapshot breaks off, the second is whole
		require.Eventually(h, func() bool { return h.eligible(instrument, teamA) == 11 }, soon, 50*time.Millisecond)
		require.Equal(h, int64(7), h.eligible(instrument, depB))
		stop()

		joined := rostertest.Person(uuid.NewString(), depB, "beta")
		h.personChanged(joined)
		h.emit(func(ctx context.Context, tx *db.Tx) error {
			unit := rostertest.Unit(depB, depA)
			unit.Version = 2
			return h.emitter.State(ctx, tx, unit.GetUnit(), unit.GetVersion(), &directoryv1.UnitChanged{Unit: unit})
		})
		h.consume() // what happened in the meantime is not lost
		require.Eventually(h, func() bool { return h.eligible(instrument, depA) == 19 }, soon, 50*time.Millisecond)
	})
}

func TestErasure(t *testing.T) {
	inEventfulHouse(t, func(h *eventful) {
		h.consume()
		closed, open := h.opened(root, teamA).GetName(), h.opened(root, teamA).GetName()
		for n := range 6 {
			require.NoError(h, h.submit(n, closed, answer("belonging", 4)))
			require.NoError(h, h.submit(n, open, answer("belonging", 4)))
		}
		h.close(closed)
		erasure := "operations/" + uuid.NewString()
		h.emit(func(ctx context.Context, tx *db.Tx) error {
			return h.emitter.Fact(ctx, tx, "people/"+person(0), &directoryv1.PersonErased{Person: "people/" + person(0), Erasure: erasure})
		})
		h.hears(&typev1.ErasureConfirmed{Erasure: erasure, Service: "survey"})
		h.Refused("NOT_FOUND", h.submit(0, open, answer("belonging", 4)))
		_, err := h.responses.GetMyResponse(h.As(token(0)), &surveyv1.GetMyResponseRequest{Survey: closed})
		h.Refused("NOT_FOUND", err)
		require.False(h, strings.Contains(h.Everything("roster_person"), person(0)), "nothing but the bare id in the roster leads to the erased")

		counted, err := h.participation("culture", closed)
		require.NoError(h, err)
		require.Equal(h, int64(6), counted.GetResponses(), "what was counted stands")
		h.close(open)
		counted, err = h.participation("culture", open)
		require.NoError(h, err)
		require.Equal(h, int64(5), counted.GetResponses())
		require.Equal(h, int64(11), counted.GetEligible())
	})
}

func TestSurveysTellTheirState(t *testing.T) {
	inEventfulHouse(t, func(h *eventful) {
		h.Snapshot()
		closes := timestamppb.New(h.Clock.Now().Add(time.Hour))
		draft := draft(h.published(), depA, teamA)
		draft.CloseTime = closes
		made, err := h.create("culture", draft)
		require.NoError(h, err)
		changed := &surveyv1.SurveyChanged{
			Survey: made.GetName(), State: surveyv1.SurveyState_SURVEY_STATE_DRAFT, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
			Instrument: made.GetInstrument(), OwnerUnit: made.GetOwnerUnit(), CloseTime: closes,
		}
		h.hears(changed)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		changed.State = surveyv1.SurveyState_SURVEY_STATE_OPEN
		h.hears(changed)
		for n := range 5 {
			require.NoError(h, h.submit(n, made.GetName(), answer("belonging", 4)))
		}
		changed.ClosedTime = h.close(made.GetName()).GetClosedTime()
		changed.State = surveyv1.SurveyState_SURVEY_STATE_CLOSED
		h.hears(changed)
		h.mu.Lock()
		defer h.mu.Unlock()
		require.Len(h, h.heard, 3, "and of answers they tell nothing")
		h.mu.Unlock()
		h.works()
		released, err := h.surveys.GetSurvey(h.As("culture"), &surveyv1.GetSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		h.hears(&surveyv1.ReleasePublished{Survey: made.GetName(), Release: made.GetName() + "/release", ReleasedTime: released.GetReleasedTime()})
		h.mu.Lock()
	})
}

func TestPulsesTellTheirState(t *testing.T) {
	inEventfulHouse(t, func(h *eventful) {
		h.Snapshot()
		made, err := h.pulse("culture", h.weekly(root, root))
		require.NoError(h, err)
		changed := &surveyv1.PulseChanged{
			Pulse: made.GetName(), State: surveyv1.PulseState_PULSE_STATE_ACTIVE, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
			Instrument: made.GetInstrument(), OwnerUnit: made.GetOwnerUnit(), NextOpenTime: made.GetNextOpenTime(),
		}
		h.hears(changed)
		_, err = h.pulses.PausePulse(h.As("culture"), &surveyv1.PausePulseRequest{Name: made.GetName()})
		require.NoError(h, err)
		h.hears(&surveyv1.PulseChanged{
			Pulse: made.GetName(), State: surveyv1.PulseState_PULSE_STATE_PAUSED, Mode: changed.GetMode(), Instrument: made.GetInstrument(), OwnerUnit: made.GetOwnerUnit(),
		})
		_, err = h.pulses.ResumePulse(h.As("culture"), &surveyv1.ResumePulseRequest{Name: made.GetName()})
		require.NoError(h, err)
		_, err = h.pulses.UpdatePulse(h.As("culture"), &surveyv1.UpdatePulseRequest{
			Pulse: &surveyv1.Pulse{Name: made.GetName(), EndDate: made.GetStartDate()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"end_date"}},
		})
		require.NoError(h, err)
		for _, run := range h.Service.Run {
			h.Background(run)
		}
		h.Clock.Advance(made.GetNextOpenTime().AsTime().Sub(h.Clock.Now()))
		require.Eventually(h, func() bool { return len(h.waves(made.GetName())) == 1 }, soon, 10*time.Millisecond)
		changed.State, changed.NextOpenTime, changed.LastWave = surveyv1.PulseState_PULSE_STATE_ENDED, nil, h.waves(made.GetName())[0].GetName()
		h.hears(changed)
	})
}

func TestSurveysCloseByThemselves(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := draft(h.published(), root, teamA)
		survey.CloseTime = timestamppb.New(h.Clock.Now().Add(time.Hour))
		made, err := h.create("culture", survey)
		require.NoError(h, err)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		for n := range 5 {
			require.NoError(h, h.submit(n, made.GetName(), answer("belonging", 4)))
		}
		state := func() surveyv1.SurveyState {
			read, err := h.surveys.GetSurvey(h.As("culture"), &surveyv1.GetSurveyRequest{Name: made.GetName()})
			require.NoError(h, err)
			return read.GetState()
		}
		for _, run := range h.Service.Run {
			h.Background(run) // twice, as in two processes
			h.Background(run)
		}
		require.Equal(h, surveyv1.SurveyState_SURVEY_STATE_OPEN, state())
		h.Clock.Advance(time.Hour)
		h.Refused("SURVEY_NOT_OPEN", h.submit(5, made.GetName(), answer("belonging", 4)))
		require.Eventually(h, func() bool { return state() == surveyv1.SurveyState_SURVEY_STATE_CLOSED }, soon, 10*time.Millisecond)
		counted, err := h.participation("culture", made.GetName())
		require.NoError(h, err)
		require.Equal(h, int64(5), counted.GetResponses())
	})
}

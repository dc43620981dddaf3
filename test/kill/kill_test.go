// Package kill_test kills the real binary in the middle of its work, in both shapes, and holds it to what it had acknowledged.
package kill_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

func TestMain(m *testing.M) { os.Exit(process.Main(m)) }

func TestKilledAtAnyMomentNothingAcknowledgedIsLostAndNothingCountsTwice(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("HEARTH_SOAK") != "" {
		rounds = 50
	}
	for _, shape := range []house.Shape{house.Embedded, house.Split} {
		t.Run(string(shape), func(t *testing.T) {
			t.Parallel() // Most of the time, each waits until what the dead had claimed is free.
			w := newWorld(t, shape)
			// Each role dies as often as the others, in an order of its own.
			victims := w.Roles()
			w.random.Shuffle(len(victims), func(i, j int) { victims[i], victims[j] = victims[j], victims[i] })
			for round := range max(rounds, len(victims)) {
				w.round(t, round, victims[round%len(victims)])
			}
			w.settle(t)
		})
	}
}

// round works until a moment comes, kills a process, starts it again, and looks for what had been acknowledged.
func (w *world) round(t *testing.T, round int, victim string) {
	w.refresh(t)
	before, paid := len(w.creations), len(w.books.postings)
	s := w.begin(t, round)
	moment := w.moment(t, round, s)
	w.Process(victim).Kill()
	s.end()
	t.Logf("round %d: %q died %s, after %d calls, %d rows and the import %q", round, victim, moment, s.calls.Load(), s.sent.Load(), s.file.operation)

	w.Restart(t, victim)
	w.AwaitReady(t)
	w.keptItsWord(t, before)
	w.finish(t, s, before)
	w.paidOnce(t, paid)
}

// moment waits for the moment to kill. It is chosen in work done, not in time: a loaded machine is killed in the middle too.
func (w *world) moment(t *testing.T, round int, s *shift) string {
	t.Helper()
	await := func(reached func() bool) {
		require.Eventually(t, reached, 2*time.Minute, time.Millisecond, "there is nothing to interrupt")
	}
	switch round % 3 {
	case 0:
		rows := int64(w.random.IntN(importRows))
		await(func() bool { return s.sent.Load() > rows })
		return "while a file came in"
	case 1:
		rows := int64(1 + w.random.IntN(importRows-importStep))
		select {
		case operation := <-s.accepted:
			await(func() bool { return w.progress(t, operation) >= rows })
		case <-time.After(2 * time.Minute):
			require.Fail(t, "the file is not accepted")
		}
		return "while a file was applied"
	default:
		calls := int64(50 + w.random.IntN(1000))
		await(func() bool { return s.calls.Load() >= calls })
		return "while people answered"
	}
}

// progress is how many rows an import has applied.
func (w *world) progress(t *testing.T, operation string) int64 {
	got, err := directoryv1.NewOperationServiceClient(w.Conn()).GetOperation(w.Admin(t), &typev1.GetOperationRequest{Name: operation})
	require.NoError(t, err)
	return got.GetProgress()
}

// keptItsWord looks for what was acknowledged since: everybody who was created, and everybody's last answer.
func (w *world) keptItsWord(t *testing.T, before int) {
	people := directoryv1.NewPersonServiceClient(w.Conn())
	ctx := w.Admin(t)
	for _, c := range w.creations[before:] {
		if c.name == "" {
			continue
		}
		person, err := people.GetPerson(ctx, &directoryv1.GetPersonRequest{Name: c.name})
		require.NoError(t, err, "%s was acknowledged", c.name)
		require.Equal(t, c.request.GetPerson().GetNumber(), person.GetNumber())
	}
	for _, e := range w.employees {
		got, err := surveyv1.NewResponseServiceClient(w.Conn()).GetMyResponse(calltest.As(t.Context(), e.token), &surveyv1.GetMyResponseRequest{Survey: w.survey})
		if e.acknowledged.Load() == 0 && calltest.Reason(err) == "NOT_FOUND" {
			continue
		}
		require.NoError(t, err)
		attempt := int32(0)
		for i := len(digits) - 1; i >= 0; i-- {
			attempt = attempt*base + got.GetAnswers()[i].GetRating()
		}
		// An attempt that was cut off may have been taken or not.
		require.GreaterOrEqual(t, attempt, e.acknowledged.Load(), "the last answer of %s is lost", e.name)
		require.LessOrEqual(t, attempt, e.tried.Load())
	}
}

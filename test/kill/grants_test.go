package kill_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

// TestKilledWhileItGrantsEachIsGrantedOnce kills who grants what nobody asks for: amid the points for a survey that has closed, amid facts that
// wait for rules, goals and badges, and amid what the calendar brings.
func TestKilledWhileItGrantsEachIsGrantedOnce(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("HEARTH_SOAK") != "" {
		rounds = 25
	}
	for _, shape := range []house.Shape{house.Embedded, house.Split} {
		t.Run(string(shape), func(t *testing.T) {
			t.Parallel() // Most of the time, each waits until what the dead had claimed is free.
			b := newBounty(t, shape)
			b.dies(t, "while allowances are filled", participants, func() { b.promise(t) }, "SELECT count(*) FROM transfer")
			b.dies(t, "while points are granted for a survey", 2*participants, func() {
				_, err := surveyv1.NewSurveyServiceClient(b.Conn()).CloseSurvey(b.Admin(t), &surveyv1.CloseSurveyRequest{Name: b.survey})
				require.NoError(t, err)
			}, "SELECT count(*) FROM transfer WHERE reason <> 'allowance.refilled'")
			// Whoever comes later has no share in what all reached together.
			require.Eventually(t, func() bool {
				return number(t, b.kept, "SELECT count(*) FROM transfer WHERE reason = 'goal'") == participants
			}, patience, 100*time.Millisecond)
			for round := range rounds {
				b.dies(t, "while people and letters come", 3*newcomers, func() { b.more(t, round) }, everything)
			}
			b.settle(t)
			b.isToldAgain(t)
		})
	}
}

// dies has something begin, and kills who grants once a part of it is done. The moment is chosen in work done, not in time: a loaded machine is
// killed in the middle too.
func (b *bounty) dies(t *testing.T, when string, most int, begin func(), progress string) {
	t.Helper()
	before := number(t, b.kept, progress)
	moment := b.random.IntN(most+most/2) - most/2 // below nothing: at once, before anything can be seen of it
	begin()
	require.Eventually(t, func() bool { return number(t, b.kept, progress) > before+moment }, patience, 5*time.Millisecond, "there is something to interrupt")
	b.Process(b.victim()).Kill()
	t.Logf("died %s, with %d of %d done", when, number(t, b.kept, progress)-before, most)
	b.Restart(t, b.victim())
	if b.random.IntN(2) == 0 { // and once more as it starts, when much begins at once
		started := number(t, b.kept, everything)
		require.Eventually(t, func() bool { return number(t, b.kept, everything) > started || b.Serving(t, b.victim()) }, patience, 5*time.Millisecond)
		b.Process(b.victim()).Kill()
		t.Logf("died as it started, with %d done", number(t, b.kept, everything)-started)
		b.Restart(t, b.victim())
	}
	b.AwaitReady(t)
}

// everything counts what facts and the calendar have brought about.
const everything = `SELECT (SELECT count(*) FROM rule_grant) + (SELECT count(*) FROM badge_award) + (SELECT count(*) FROM recognition)
	+ (SELECT count(*) FROM letter WHERE purged_time > 0) + (SELECT count(*) FROM transfer)`

// victim is the role of the process that grants.
func (b *bounty) victim() string {
	if b.Shape == house.Embedded {
		return process.Whole
	}
	return "incentive"
}

// more has people and letters come: newcomers whom a rule, a goal and a badge wait for, veterans whose anniversary is today, and what customers
// sent so long ago that it is to be purged.
func (b *bounty) more(t *testing.T, round int) {
	sent := incentivev1.NewLetterServiceClient(b.Conn())
	for n := range letters {
		made, err := sent.CreateLetter(b.clerk, &incentivev1.CreateLetterRequest{
			Unit: b.unit, Channel: incentivev1.LetterChannel_LETTER_CHANNEL_EMAIL, ReceivedDate: hired, Language: "en",
			Original: &incentivev1.LetterOriginal{Text: fmt.Sprintf("Thank you, for the %dth time", n)},
		})
		require.NoError(t, err)
		b.sent = append(b.sent, made.GetName())
	}
	b.stayed = append(b.stayed, b.hire(t, fmt.Sprintf("stayed-%d", round), veterans, b.served)...)
	b.came = append(b.came, b.hire(t, fmt.Sprintf("came-%d", round), newcomers, b.yesterday)...)
	// The clock of a process cannot be moved, but the days of what it keeps.
	require.NoError(t, b.kept.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE letter SET purge_time = $1 WHERE purged_time = 0", db.Micros(time.Now()))
		return err
	}))
}

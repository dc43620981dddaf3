package kill_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
)

// settle waits until all has been granted, and compares: everybody has theirs once, and the ledger adds up.
func (b *bounty) settle(t *testing.T) {
	b.knows(t, participants+len(b.came)+len(b.stayed))
	b.again(t) // anniversaries are looked for at a start, and then each quarter of an hour
	want := b.wanted()
	require.Eventually(t, func() bool { return number(t, b.kept, "SELECT count(*) FROM transfer") >= len(want) && b.still(t) }, patience, 200*time.Millisecond)
	granted := column(t, b.kept, `SELECT d.purpose || ' to ' || c.purpose || ' of ' || c.owner || ': ' || t.amount || ' for ' || t.reason
		FROM transfer t JOIN account d ON d.number = t.debit JOIN account c ON c.number = t.credit`)
	slices.Sort(granted)
	require.Empty(t, cmp.Diff(want, granted))
	require.Equal(t, ids(b.came), sorted(t, b.kept, "SELECT person FROM rule_grant"))
	require.Equal(t, ids(slices.Concat(b.asked, b.stayed)), sorted(t, b.kept, "SELECT person FROM badge_award WHERE badge = '"+b.ofYears+"'"))
	require.Equal(t, 1, number(t, b.kept, "SELECT count(*) FROM badge_award WHERE badge = '"+b.ofTeam+"'"))
	require.Equal(t, ids(b.stayed), sorted(t, b.kept, "SELECT person FROM recognition_receiver"))
	require.Equal(t, ids(b.sent), sorted(t, b.kept, "SELECT id FROM letter WHERE purged_time > 0"))
	require.Zero(t, number(t, b.kept, "SELECT count(*) FROM letter_original"))

	reached, err := incentivev1.NewGoalServiceClient(b.Conn()).GetGoal(b.Admin(t), &incentivev1.GetGoalRequest{Name: b.goal})
	require.NoError(t, err)
	require.EqualValues(t, len(b.came), reached.GetCount())
	for subject, times := range map[string]int{"badge.earned": len(b.asked) + len(b.stayed) + 1, "recognition.given": len(b.stayed)} {
		said := column(t, b.kept, "SELECT aggregate FROM event_outbox WHERE subject = 'hearth.incentive.v1."+subject+"'")
		require.Len(t, said, times, subject)
		slices.Sort(said)
		require.Len(t, slices.Compact(said), times, subject)
	}
	b.addsUp(t)
}

// again stops who grants, and starts it again.
func (b *bounty) again(t *testing.T) {
	require.Zero(t, b.Process(b.victim()).Stop(t))
	b.Restart(t, b.victim())
	b.AwaitReady(t)
}

// wanted are the transfers that all that was done is to bring about.
func (b *bounty) wanted() (want []string) {
	line := func(from, to, owner string, amount int, reason string) {
		want = append(want, fmt.Sprintf("%s to %s of %s: %d for %s", from, to, owner, amount, reason))
	}
	for _, person := range slices.Concat(b.asked, b.came, b.stayed) {
		line("source", "allowance", person, toGive, "allowance.refilled")
	}
	for _, person := range b.asked {
		line("participation", "earned", person, worth, "participation")
		line("source", "earned", person, share, "goal")
	}
	for _, person := range b.came {
		line("source", "earned", person, welcome, "rule")
	}
	slices.Sort(want)
	return want
}

// still says whether nothing waits any more: no event, no fact, no operation. What was given up will never be done.
func (b *bounty) still(t *testing.T) bool {
	dead, err := event.Dead(t.Context(), b.kept.Read())
	require.NoError(t, err)
	require.Empty(t, dead)
	waiting, _, err := event.Waiting(t.Context(), b.kept.Read(), time.Now())
	require.NoError(t, err)
	return waiting == 0 && number(t, b.kept, `SELECT (SELECT count(*) FROM fact WHERE waiting) + (SELECT count(*) FROM operation_task WHERE due IS NOT NULL)
		+ (SELECT count(*) FROM participation_round WHERE salt IS NOT NULL) + (SELECT count(*) FROM letter WHERE purged_time = 0)`) == 0
}

// addsUp counts all accounts anew, the sealed ones among them, and has the ledgers reconciled.
func (b *bounty) addsUp(t *testing.T) {
	require.Zero(t, number(t, b.kept, "SELECT sum(credits) - sum(debits) FROM balance"))
	require.Empty(t, column(t, b.kept, `SELECT a.purpose || ' of ' || a.owner FROM account a JOIN balance b ON b.account = a.number
		LEFT JOIN (SELECT credit AS account, sum(amount) AS moved FROM transfer GROUP BY credit) c ON c.account = a.number
		LEFT JOIN (SELECT debit AS account, sum(amount) AS moved FROM transfer GROUP BY debit) d ON d.account = a.number
		WHERE b.credits <> COALESCE(c.moved, 0) OR b.debits <> COALESCE(d.moved, 0) OR b.held <> 0 OR b.expected <> 0`))
	ctx := b.Admin(t)
	listed, err := incentivev1.NewLedgerServiceClient(b.Conn()).ListLedgers(ctx, &incentivev1.ListLedgersRequest{})
	require.NoError(t, err)
	require.NotEmpty(t, listed.GetLedgers())
	for _, ledger := range listed.GetLedgers() {
		reconciled(t, ctx, b.Conn(), ledger.GetName())
	}
}

// number is what a query counts.
func number(t *testing.T, d *db.DB, query string) (n int) {
	t.Helper()
	require.NoError(t, d.Read().QueryRowContext(t.Context(), query).Scan(&n))
	return n
}

func sorted(t *testing.T, d *db.DB, query string) []string {
	all := column(t, d, query)
	slices.Sort(all)
	return all
}

// ids are those of names, sorted.
func ids(names []string) []string {
	all := model.IDs(names)
	slices.Sort(all)
	return all
}

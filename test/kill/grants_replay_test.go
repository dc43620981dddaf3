package kill_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
)

// isToldAgain has each consumer of the service that grants told everything from the beginning, as an operator does, while all others are told
// nothing: first so that only what was lost has an effect, then so that all is applied once more. Nothing was lost, and nothing is granted twice.
func (b *bounty) isToldAgain(t *testing.T) {
	others := b.Database(t, "survey")
	remembered := func() []string { return sorted(t, others, "SELECT consumer || ' ' || event FROM event_inbox") }
	before, left := remembered(), b.left(t)
	for _, flags := range [][]string{nil, {"--again"}} {
		for _, from := range []string{"directory", "survey"} {
			for _, consumer := range []string{"facts", "participation", "roster"} {
				said := b.Operate(t, append([]string{"events", "replay", from, "--consumer", "incentive-" + consumer}, flags...)...)
				require.Contains(t, said, "events for incentive-"+consumer)
				require.False(t, strings.HasPrefix(said, "0 "), said)
			}
		}
	}
	for _, from := range []string{"directory", "survey"} {
		d := b.Database(t, from)
		require.Eventually(t, func() bool {
			waiting, _, err := event.Waiting(t.Context(), d.Read(), time.Now())
			return err == nil && waiting == 0
		}, patience, 100*time.Millisecond)
		for _, subject := range column(t, d, "SELECT DISTINCT subject FROM event_outbox") {
			// What is applied again stands in the inbox under the run that had it told again.
			wanted := column(t, d, fmt.Sprintf("SELECT replay_for || ' ' || id || '/' || replay_run FROM event_outbox WHERE replay_run <> '' AND subject = '%s'", subject))
			b.applies(t, subject, wanted)
		}
	}
	require.Eventually(t, func() bool { return b.still(t) }, patience, 200*time.Millisecond)
	require.Equal(t, left, b.left(t))
	require.Equal(t, before, remembered(), "others are told nothing")
	b.addsUp(t)
}

// applies waits until the consumers that take a subject have applied what they were told again.
func (b *bounty) applies(t *testing.T, subject string, wanted []string) {
	takes := map[string][]string{
		"incentive-facts":         {"hearth.directory.v1.person.joined", "hearth.survey.v1.survey.changed"},
		"incentive-participation": {"hearth.survey.v1.survey.changed"},
		"incentive-roster":        {"hearth.directory.v1.person.changed", "hearth.directory.v1.unit.changed", "hearth.directory.v1.site.changed"},
	}
	wanted = slices.DeleteFunc(wanted, func(told string) bool {
		consumer, _, _ := strings.Cut(told, " ")
		return !slices.Contains(takes[consumer], subject)
	})
	require.Eventually(t, func() bool {
		applied := map[string]bool{}
		for _, one := range column(t, b.kept, "SELECT consumer || ' ' || event FROM event_inbox WHERE event LIKE '%/%'") {
			applied[one] = true
		}
		return !slices.ContainsFunc(wanted, func(told string) bool { return !applied[told] })
	}, patience, 500*time.Millisecond, subject)
}

// left is all that what was granted, counted and told has left in the service, but for the facts themselves: what is told again is kept again, also what
// happened so long ago that it had been forgotten.
func (b *bounty) left(t *testing.T) (all []string) {
	for table, columns := range map[string]string{
		"balance": "account || ' ' || debits || ' ' || credits || ' ' || held", "goal": "id || ' ' || count || ' ' || state", "rule_grant": "id || ' ' || withdrawn",
		"badge_award": "id || ' ' || version || ' ' || level", "badge_member": "award || ' ' || person", "recognition": "id",
		"allowance_turn": "person || ' ' || first", "participation_round": "survey", "letter": "id || ' ' || version",
		"roster_person": "person || ' ' || version", "roster_unit": "unit || ' ' || version",
		"operation_task": "id", "event_outbox": "id",
	} {
		for _, row := range column(t, b.kept, "SELECT "+columns+" FROM "+table) {
			all = append(all, table+" "+row)
		}
	}
	slices.Sort(all)
	return all
}

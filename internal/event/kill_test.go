package event_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/embedded"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// The variables make this test binary the process that is killed: they hold the folder of its data, and how many died there
// before it.
const (
	victimVariable = "HEARTH_TEST_EVENT_VICTIM"
	roundVariable  = "HEARTH_TEST_EVENT_ROUND"
)

// clockOf is the clock of a round. It is a minute ahead of the round before: what the dead had claimed is free at once.
func clockOf(round int) func() time.Time {
	return func() time.Time { return time.Now().Add(time.Duration(round) * time.Minute) }
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimVariable); dir != "" {
		fmt.Fprintln(os.Stderr, "victim:", victim(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// victim is an embedded Hearth in little: two services with their SQLite files, the event server, a relay and a runner. It
// emits one fact after the other, says so on standard output when a commit is acknowledged, and runs until it is killed.
func victim(dir string) error {
	ctx := context.Background()
	from, to, err := victimFiles(ctx, dir)
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	server, err := embedded.Start(embedded.Options{Dir: filepath.Join(dir, "events"), Log: log})
	if err != nil {
		return err
	}
	bus, err := jetstream.Connect(jetstream.Options{Nats: server.Connect(), AckWait: time.Second, Log: log})
	if err != nil {
		return err
	}
	round, err := strconv.Atoi(os.Getenv(roundVariable))
	if err != nil {
		return err
	}
	clock := clockOf(round)
	options := event.Options{Clock: clock, Log: log}
	relay := event.NewRelay(from, bus, "directory", options)
	runner := event.NewRunner(to, bus, "survey", []event.Consumer{{Name: "count", Handlers: []event.Handler{countLeavers}}}, options)
	ended := make(chan error, 3)
	go func() { ended <- relay.Run(ctx) }()
	go func() { ended <- runner.Run(ctx) }()
	emitter := event.NewEmitter("directory", clock, relay.Nudge)
	for worker := range 8 {
		go func() {
			for n := 0; ; n++ {
				person := fmt.Sprintf("people/%d-%d-%d", round, worker, n)
				if err := from.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
					if _, err := tx.ExecContext(ctx, "INSERT INTO effect (event, subject) VALUES ('', $1)", person); err != nil {
						return err
					}
					return emitter.Fact(ctx, tx, person, &directoryv1.PersonLeft{Person: person})
				}); err != nil {
					ended <- err
					return
				}
				fmt.Println(person)
			}
		}()
	}
	return <-ended
}

func victimFiles(ctx context.Context, dir string) (from, to *db.DB, err error) {
	from, err1 := db.OpenSQLite(ctx, filepath.Join(dir, "from.db"))
	to, err2 := db.OpenSQLite(ctx, filepath.Join(dir, "to.db"))
	if err := errors.Join(err1, err2); err != nil {
		return nil, nil, err
	}
	return from, to, errors.Join(db.Migrate(ctx, from, event.Migrations(), effects), db.Migrate(ctx, to, event.Migrations(), effects))
}

func TestKilledAtAnyMomentNothingIsLostAndNothingCountsTwice(t *testing.T) {
	rounds := 3
	if os.Getenv("HEARTH_SOAK") != "" {
		rounds = 50
	}
	dir := t.TempDir()
	var acknowledged []string
	for round := range rounds {
		// The moment is chosen in events, not in time: a loaded machine is killed in the middle too.
		acknowledged = append(acknowledged, kill(t, dir, round, 200+rand.IntN(3000))...)
	}
	from, to, err := victimFiles(t.Context(), dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, errors.Join(from.Close(), to.Close())) }()
	before := effectRows(t, to)
	require.Less(t, before, effectRows(t, from), "it was killed with events on their way")
	drainVictim(t, dir, rounds, from, to)

	const inOrder = "SELECT subject FROM effect ORDER BY subject"
	made := texts(t, from, inOrder)
	require.True(t, slices.Equal(made, texts(t, to, inOrder)), "what was applied differs from what was committed")
	for _, person := range acknowledged {
		_, kept := slices.BinarySearch(made, person)
		require.True(t, kept, "%s was acknowledged and is lost", person)
	}
	t.Logf("%d rounds, %d events acknowledged, %d committed, %d applied before the last death", rounds, len(acknowledged), len(made), before)
}

// kill runs a victim until it has acknowledged so many events, kills it, and returns all that it acknowledged.
func kill(t *testing.T, dir string, round, events int) (acknowledged []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimVariable+"="+dir, roundVariable+"="+strconv.Itoa(round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == events {
			require.NoError(t, cmd.Process.Kill())
		}
	}
	require.Error(t, cmd.Wait(), "it was killed")
	require.GreaterOrEqual(t, len(acknowledged), events, "it ended by itself")
	// A line that the death cut in two acknowledges nothing.
	last := acknowledged[len(acknowledged)-1]
	if _, err := strconv.Atoi(last[strings.LastIndexByte(last, '-')+1:]); err != nil || strings.Count(last, "-") != 2 {
		acknowledged = acknowledged[:len(acknowledged)-1]
	}
	return acknowledged
}

// drainVictim lets what the dead left behind reach its end.
func drainVictim(t *testing.T, dir string, round int, from, to *db.DB) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	server, err := embedded.Start(embedded.Options{Dir: filepath.Join(dir, "events"), Log: log})
	require.NoError(t, err)
	t.Cleanup(server.Stop)
	bus, err := jetstream.Connect(jetstream.Options{Nats: server.Connect(), AckWait: time.Second, Log: log})
	require.NoError(t, err)
	t.Cleanup(bus.Close)
	options := event.Options{Clock: clockOf(round), Log: log}
	runs(t, event.NewRelay(from, bus, "directory", options).Run,
		event.NewRunner(to, bus, "survey", []event.Consumer{{Name: "count", Handlers: []event.Handler{countLeavers}}}, options).Run)
	feed, err := bus.Subscribe(t.Context(), event.Subscription{Durable: "survey-count", Service: "directory",
		Subjects: []string{"hearth.directory.v1.person.left"}})
	require.NoError(t, err)
	// Until the last answer is in, an event may come once more and count twice.
	require.Eventually(t, func() bool {
		waiting, _, err := event.Waiting(t.Context(), from.Read(), time.Now())
		require.NoError(t, err)
		pending, err := feed.Pending(t.Context())
		require.NoError(t, err)
		return waiting == 0 && pending == 0
	}, 3*patience, 10*time.Millisecond)
}

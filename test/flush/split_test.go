package flush_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

// TestWhatIsAcknowledgedIsFlushedBeforeInTheSplitShape follows one change through three processes: the service answers when PostgreSQL
// has acknowledged the commit, PostgreSQL does so when its log is flushed, and NATS acknowledges the event when its stream is.
func TestWhatIsAcknowledgedIsFlushedBeforeInTheSplitShape(t *testing.T) {
	tracer := strace(t)
	startPostgres(t)
	h := process.Prepare(t, house.Split)
	postgres, postgresCalls, untraced := tracePostgres(t, tracer)
	nats, natsURL, natsCalls := startNATS(t, tracer)
	var directoryCalls string
	for _, role := range h.Roles() {
		served := h.Command(t, role)
		served.Env = append(served.Env, "HEARTH_NATS_URL="+natsURL)
		if role == "directory" {
			traced, file := below(t, tracer, served.Args...)
			traced.Dir, traced.Env = served.Dir, served.Env
			served, directoryCalls = traced, file
		}
		h.Launch(t, role, served)
	}
	h.AwaitReady(t)
	unit, marker := change(t, h)
	for _, role := range h.Roles() {
		require.Zero(t, h.Process(role).Stop(t), h.Process(role).Output())
	}
	require.Zero(t, nats.Stop(t), nats.Output())

	t.Run("the service answers after the commit", func(t *testing.T) {
		calls := readCalls(t, directoryCalls)
		asked := find(t, calls, 0, "the request", func(c call) bool { return c.reads() && c.onSocket() && c.holds(marker) })
		caller := calls[asked].descriptor()
		sent := find(t, calls, asked, "the change on its way to the database", func(c call) bool {
			return c.writes() && c.onSocket() && c.descriptor() != caller && c.holds(marker)
		})
		committed := find(t, calls, sent, "the acknowledgement of the commit", func(c call) bool {
			return c.reads() && c.descriptor() == calls[sent].descriptor() && c.holds(committedText)
		})
		answered := find(t, calls, asked, "the answer", func(c call) bool { return c.writes() && c.descriptor() == caller && c.holds(marker) })
		require.Less(t, calls[committed].ended, calls[answered].begun, "%s\n%s", calls[committed], calls[answered])
	})
	t.Run("PostgreSQL acknowledges after its flush", func(t *testing.T) {
		if untraced != "" {
			t.Skip(untraced)
		}
		postgres.Stop(t)
		calls := readCalls(t, postgresCalls)
		received := find(t, calls, 0, "the change", func(c call) bool { return c.reads() && c.onSocket() && c.holds(marker) })
		backend := calls[received].thread
		asked := find(t, calls, received, "the wish to commit", func(c call) bool { return c.thread == backend && c.reads() && c.onSocket() && c.holds(commitText) })
		told := find(t, calls, asked, "the acknowledgement", func(c call) bool { return c.thread == backend && c.writes() && c.onSocket() && c.holds(committedText) })
		requireFlushed(t, calls, asked, told, "/pg_wal/")
	})
	t.Run("NATS acknowledges after its flush", func(t *testing.T) {
		calls := readCalls(t, natsCalls)
		published := find(t, calls, 0, "the event", func(c call) bool { return c.reads() && c.onSocket() && c.holds(unit) })
		stored := find(t, calls, published, "the event in its stream", func(c call) bool { return c.writes() && c.on(".blk") && c.holds(unit) })
		inbox := reply(t, calls[:published+1], unit)
		acknowledged := find(t, calls, published, "the acknowledgement", func(c call) bool { return c.writes() && c.onSocket() && c.holds(inbox) })
		requireFlushed(t, calls, stored, acknowledged, ".blk")
	})
}

// What is said over the connection to PostgreSQL: the wish to commit, and that this is done and no transaction is open.
const (
	commitText    = `Q\0\0\0\vcommit\0`
	committedText = `COMMIT\0Z\0\0\0\5I`
)

var publication = regexp.MustCompile(`HPUB hearth\.directory\.\S+ (\S+) `)

// reply is where the publication of the unit's event wants its acknowledgement. The last of the calls has read the unit; what a connection
// carries may come in pieces, so those before it count too.
func reply(t *testing.T, calls []call, unit string) string {
	t.Helper()
	last := calls[len(calls)-1]
	var said strings.Builder
	for _, c := range calls {
		if c.reads() && c.descriptor() == last.descriptor() {
			said.WriteString(c.data())
		}
	}
	before := said.String()[:strings.LastIndex(said.String(), unit)]
	found := publication.FindAllStringSubmatch(before, -1)
	require.NotEmpty(t, found, "a publication that wants an answer: %.2000s", last.text)
	return found[len(found)-1][1]
}

// startPostgres gives the test a cluster of its own: to trace one that others use would slow them down, and their flushes could be
// taken for ours.
func startPostgres(t *testing.T) {
	dir, err := os.MkdirTemp("", "hearth-pg-") // the server's user must be able to reach it
	require.NoError(t, err)
	url, stop, err := testkit.StartPostgres(dir)
	if errors.Is(err, testkit.ErrNoPostgres) && os.Getenv("CI") != "true" {
		t.Skip("flushes are not tested in the split shape: no PostgreSQL binaries")
	}
	require.NoError(t, err)
	t.Cleanup(stop)
	t.Setenv("HEARTH_TEST_POSTGRES", url)
}

// tracePostgres traces the processes of the cluster and those that it will start. Where that is forbidden, untraced says so.
func tracePostgres(t *testing.T, tracer string) (traced *process.Process, file, untraced string) {
	conn, err := pgx.Connect(t.Context(), os.Getenv("HEARTH_TEST_POSTGRES"))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	var data string
	require.NoError(t, conn.QueryRow(t.Context(), "SHOW data_directory").Scan(&data))
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	rows, err := conn.Query(t.Context(), "SELECT pid::text FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
	require.NoError(t, err)
	pids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	pids = append([]string{first}, pids...)
	var args []string
	for _, pid := range pids {
		args = append(args, "-p", pid)
	}
	cmd, file := below(t, tracer, args...)
	traced = process.Launch(t, cmd)
	require.Eventually(t, func() bool {
		return traced.Ended() || !slices.ContainsFunc(pids, func(pid string) bool {
			return !strings.Contains(traced.Output(), fmt.Sprintf("Process %s attached", pid))
		})
	}, time.Minute, 20*time.Millisecond, "the tracer is attached")
	if traced.Ended() {
		require.NotEqual(t, "true", os.Getenv("CI"), traced.Output())
		untraced = "the flush of PostgreSQL is not tested: it may not be traced here: " + traced.Output()
	}
	return traced, file, untraced
}

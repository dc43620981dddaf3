// Package flush_test watches the system calls of the real binary: what it acknowledges is on the disk before.
package flush_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(natsDir); dir != "" {
		os.Exit(serveNATS(dir))
	}
	os.Exit(process.Main(m))
}

func TestWhatIsAcknowledgedIsFlushedBefore(t *testing.T) {
	tracer := strace(t)
	h := process.Prepare(t, house.Embedded)
	served := h.Command(t, process.Whole)
	traced, file := below(t, tracer, served.Args...)
	traced.Dir, traced.Env = served.Dir, served.Env
	h.Launch(t, process.Whole, traced)
	h.AwaitReady(t)

	unit, marker := change(t, h)
	require.Zero(t, h.Process(process.Whole).Stop(t), h.Process(process.Whole).Output())
	calls := readCalls(t, file)
	t.Run("a change before its answer", func(t *testing.T) {
		asked := find(t, calls, 0, "the request", func(c call) bool { return c.reads() && c.onSocket() && c.holds(marker) })
		logged := find(t, calls, asked, "the change in the log of the database", func(c call) bool { return c.writes() && c.on("directory.db-wal") && c.holds(marker) })
		answered := find(t, calls, asked, "the answer", func(c call) bool { return c.writes() && c.onSocket() && c.holds(marker) })
		requireFlushed(t, calls, logged, answered, "directory.db-wal")
	})
	t.Run("an event before its outbox lets go of it", func(t *testing.T) {
		stored := find(t, calls, 0, "the event in its stream", func(c call) bool { return c.writes() && c.on(".blk") && c.holds(unit) })
		settled := find(t, calls, stored, "the settled row", func(c call) bool { return c.writes() && c.on("directory.db-wal") })
		requireFlushed(t, calls, stored, settled, ".blk")
	})
}

// Package flush_test watches the system calls of the real binary: what it acknowledges is on the disk before.
package flush_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

func TestMain(m *testing.M) { os.Exit(process.Main(m)) }

func TestWhatIsAcknowledgedIsFlushedBefore(t *testing.T) {
	tracer := strace(t)
	h := process.Prepare(t, house.Embedded)
	file := filepath.Join(t.TempDir(), "calls")
	served := h.Command(t, process.Whole)
	traced := exec.Command(tracer, append([]string{
		"-f", "-y", "-o", file, "-s", "65536", "-e", "signal=none",
		"-e", "trace=read,recvfrom,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync,sync_file_range,msync",
	}, served.Args...)...)
	traced.Dir, traced.Env = served.Dir, served.Env
	h.Launch(t, process.Whole, traced)
	h.AwaitReady(t)

	marker := "flush-" + uuid.NewString()
	unit, err := directoryv1.NewUnitServiceClient(h.Conn()).CreateUnit(h.Admin(t), &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": marker}},
	}})
	require.NoError(t, err)
	d := h.Database(t, "directory")
	require.Eventually(t, func() bool {
		var waiting int
		err := d.Read().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM event_outbox WHERE aggregate = $1 AND settle_time IS NULL", unit.GetName()).Scan(&waiting)
		return err == nil && waiting == 0
	}, time.Minute, 20*time.Millisecond, "the event is published")
	require.NoError(t, d.Close())
	require.Zero(t, h.Process(process.Whole).Stop(t), h.Process(process.Whole).Output())

	text, err := os.ReadFile(file)
	require.NoError(t, err)
	calls := parse(string(text))
	t.Run("a change before its answer", func(t *testing.T) {
		asked := find(t, calls, 0, "the request", func(c call) bool { return c.reads() && c.onSocket() && c.holds(marker) })
		logged := find(t, calls, asked, "the change in the log of the database", func(c call) bool { return c.writes() && c.on("directory.db-wal") && c.holds(marker) })
		answered := find(t, calls, asked, "the answer", func(c call) bool { return c.writes() && c.onSocket() && c.holds(marker) })
		requireFlushed(t, calls, logged, answered, "directory.db-wal")
	})
	t.Run("an event before its outbox lets go of it", func(t *testing.T) {
		stored := find(t, calls, 0, "the event in its stream", func(c call) bool { return c.writes() && c.on(".blk") && c.holds(unit.GetName()) })
		settled := find(t, calls, stored, "the settled row", func(c call) bool { return c.writes() && c.on("directory.db-wal") })
		requireFlushed(t, calls, stored, settled, ".blk")
	})
}

// strace is the tracer. CI must have it.
func strace(t *testing.T) string {
	path, err := exec.LookPath("strace")
	if err == nil {
		// Some containers forbid to trace.
		err = exec.Command(path, "-o", os.DevNull, "true").Run()
	}
	if err != nil && os.Getenv("CI") != "true" {
		t.Skipf("flushes are not tested: strace does not run here: %v", err)
	}
	require.NoError(t, err)
	return path
}

// find is where the first such call after another is.
func find(t *testing.T, calls []call, after int, what string, wanted func(call) bool) int {
	t.Helper()
	for i := after; i < len(calls); i++ {
		if wanted(calls[i]) {
			return i
		}
	}
	require.Failf(t, "not found", "%s is not among %d calls", what, len(calls)-after)
	return 0
}

// requireFlushed demands a flush of the file that begins after the one call has ended, and ends before the other begins.
func requireFlushed(t *testing.T, calls []call, written, told int, file string) {
	t.Helper()
	for _, c := range calls {
		if c.flushes() && c.on(file) && c.begun > calls[written].ended && c.ended < calls[told].begun {
			require.Equal(t, "0", strings.TrimSpace(c.result), "the flush succeeded")
			return
		}
	}
	require.Fail(t, "nothing was flushed in between", "%s\n%s", calls[written], calls[told])
}

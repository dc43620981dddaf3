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

	"github.com/hearth-culture/hearth/test/process"
)

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

// below is a command, or what "-p" names, below the tracer, and the file in which the system calls will be.
func below(t *testing.T, tracer string, command ...string) (*exec.Cmd, string) {
	file := filepath.Join(t.TempDir(), "calls")
	return exec.Command(tracer, append([]string{
		"-f", "-y", "-o", file, "-s", "65536", "-e", "signal=none",
		"-e", "trace=read,recvfrom,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync,sync_file_range,msync",
	}, command...)...), file
}

func readCalls(t *testing.T, file string) []call {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return parse(string(text))
}

// change makes a unit and waits until its event is published. Traces show the name of the unit, and the marker in its display name.
func change(t *testing.T, h *process.House) (unit, marker string) {
	marker = "flush-" + uuid.NewString()
	made, err := directoryv1.NewUnitServiceClient(h.Conn()).CreateUnit(h.Admin(t), &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": marker}},
	}})
	require.NoError(t, err)
	d := h.Database(t, "directory")
	require.Eventually(t, func() bool {
		var waiting int
		err := d.Read().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM event_outbox WHERE aggregate = $1 AND settle_time IS NULL", made.GetName()).Scan(&waiting)
		return err == nil && waiting == 0
	}, time.Minute, 20*time.Millisecond, "the event is published")
	require.NoError(t, d.Close())
	return made.GetName(), marker
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

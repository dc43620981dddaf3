package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

func TestMain(m *testing.M) { os.Exit(process.Main(m)) }

// BenchmarkIdle is the resident memory of a whole Hearth in one process, some time after it became ready.
func BenchmarkIdle(b *testing.B) {
	h := process.Start(b, house.Embedded)
	time.Sleep(10 * time.Second) // what is measured is a process that has had nothing to do
	b.ReportMetric(float64(resident(b, h.Process(process.Whole).PID())), "resident-B")
}

// resident is how many bytes of a process are in memory.
func resident(b *testing.B, pid int) int64 {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		b.Skip("this system does not tell the memory of a process: ", err)
	}
	_, rest, found := strings.Cut(string(text), "VmRSS:")
	require.True(b, found)
	kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	require.NoError(b, err)
	return kilobytes << 10
}

// BenchmarkBinary is the size of the binary, as it is released and as a developer builds it.
func BenchmarkBinary(b *testing.B) {
	for name, flags := range map[string][]string{"released": {"-trimpath", "-ldflags=-s -w"}, "plain": nil} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "hearth")
			build := exec.Command("go", append(append([]string{"build", "-o", path}, flags...), "../../cmd/hearth")...)
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			said, err := build.CombinedOutput()
			require.NoError(b, err, string(said))
			info, err := os.Stat(path)
			require.NoError(b, err)
			b.ReportMetric(float64(info.Size()), "B")
		})
	}
}

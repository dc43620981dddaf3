// Package process runs the real binary for tests, as an operator would: as processes of its own, with variables and ports.
package process

import (
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Process is a binary that was started. It ends with the test.
type Process struct {
	cmd    *exec.Cmd
	output *output
	ended  chan struct{}
}

// Command is the binary with arguments, in an empty folder and with no variables of Hearth's but the given ones.
func Command(t testing.TB, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(Binary(t), args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(surroundings(), env...)
	return cmd
}

// surroundings are the variables of this process but those that would configure Hearth.
func surroundings() []string {
	var kept []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "HEARTH_") {
			kept = append(kept, entry)
		}
	}
	return kept
}

// Launch starts the command in a process group of its own.
func Launch(t testing.TB, cmd *exec.Cmd) *Process {
	t.Helper()
	p := &Process{cmd: cmd, output: &output{}, ended: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.output, p.output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, cmd.Start())
	go func() {
		_ = cmd.Wait() // how it ended is in its state
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.Kill()
		if t.Failed() {
			t.Logf("%s said:\n%s", strings.Join(cmd.Args[1:], " "), p.Output())
		}
	})
	return p
}

// Run runs the command to its end, and returns what it said and its exit code.
func Run(t testing.TB, cmd *exec.Cmd) (said string, code int) {
	t.Helper()
	p := Launch(t, cmd)
	code = p.Wait(t)
	return p.Output(), code
}

// Kill ends the process as a power cut would: it is told nothing. It returns when the process is gone.
func (p *Process) Kill() {
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// Stop asks the process to end, waits until it has, and returns its exit code.
func (p *Process) Stop(t testing.TB) int {
	t.Helper()
	p.signal(syscall.SIGTERM)
	return p.Wait(t)
}

// signal reaches the whole group: the binary may run below a tracer.
func (p *Process) signal(s syscall.Signal) {
	select {
	case <-p.ended:
	default:
		_ = syscall.Kill(-p.cmd.Process.Pid, s) // it may have ended meanwhile
	}
}

// Wait waits until the process has ended by itself, and returns its exit code: -1 when a signal ended it.
func (p *Process) Wait(t testing.TB) int {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(2 * time.Minute):
		require.Fail(t, "the process did not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

// Ended says whether the process has ended.
func (p *Process) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// PID is the number of the process that was started.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Output is what the process has said so far, on both outputs.
func (p *Process) Output() string { return p.output.String() }

// output may be read while it is written.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(text)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

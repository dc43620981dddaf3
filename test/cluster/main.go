// Command cluster runs a test command, such as go test ./..., with one PostgreSQL cluster for all its packages, and
// says at the end which engines and shapes the tests covered.
//
// The command finds the cluster in HEARTH_TEST_POSTGRES; where that is set already, the cluster it names is used. The
// exit code is the command's own.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/hearth-culture/hearth/internal/testkit"
)

const (
	postgresVariable = "HEARTH_TEST_POSTGRES"
	coverageVariable = "HEARTH_TEST_COVERAGE_LOG"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: cluster <command> [arguments]")
		os.Exit(2)
	}
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		code = 1
	}
	os.Exit(code)
}

func run(command []string) (code int, err error) {
	dir, err := os.MkdirTemp("", "hearth-test-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	stop, err := startPostgres()
	missing := errors.Is(err, testkit.ErrNoPostgres)
	if err != nil && (!missing || os.Getenv("CI") == "true") {
		return 0, err
	}
	defer stop()

	log := filepath.Join(dir, "coverage")
	if err := os.Setenv(coverageVariable, log); err != nil {
		return 0, err
	}
	if code, err = execute(command); err != nil {
		return 0, err
	}
	facts, err := os.ReadFile(log)
	if err != nil && !errors.Is(err, os.ErrNotExist) { // absent where no test recorded anything
		return 0, err
	}
	// Not on standard output, whose last lines belong to go test.
	fmt.Fprint(os.Stderr, report(string(facts), !missing, command))
	return code, nil
}

// startPostgres starts the cluster and tells the command of it. stop is never nil.
func startPostgres() (stop func(), err error) {
	nothing := func() {}
	if os.Getenv(postgresVariable) != "" {
		return nothing, nil
	}
	dir, err := os.MkdirTemp("", "hearth-pg-")
	if err != nil {
		return nothing, err
	}
	url, stop, err := testkit.StartPostgres(dir)
	if err != nil {
		return nothing, errors.Join(err, os.RemoveAll(dir))
	}
	return stop, os.Setenv(postgresVariable, url)
}

// execute runs the command to its end, also when this process is told to stop: the cluster must outlive the tests.
func execute(command []string) (int, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(told)
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-told:
			_ = cmd.Process.Signal(s) // it may have ended meanwhile
		case err := <-ended:
			if failed, ok := errors.AsType[*exec.ExitError](err); ok {
				return max(failed.ExitCode(), 1), nil // -1 where a signal ended it
			}
			return 0, err
		}
	}
}

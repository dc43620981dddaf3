package testkit

import (
	"os"
	"sync"
)

var recorded sync.Map

// Record notes what this test run covers, such as "engine=postgres": a line in the file that HEARTH_TEST_COVERAGE_LOG
// names, once per process. Without the variable it does nothing.
func Record(what string) {
	path := os.Getenv("HEARTH_TEST_COVERAGE_LOG")
	if path == "" {
		return
	}
	if _, known := recorded.LoadOrStore(what, true); known {
		return
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		panic("testkit: HEARTH_TEST_COVERAGE_LOG: " + err.Error())
	}
	// One write, so that lines of test binaries that run side by side do not mix.
	_, err = f.WriteString(what + "\n")
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		panic("testkit: HEARTH_TEST_COVERAGE_LOG: " + err.Error())
	}
}

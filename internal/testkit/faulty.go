package testkit

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/hearth-culture/hearth/internal/db"
)

// ErrFault is the error of a faulty database that is no timeout.
var ErrFault = errors.New("testkit: fault")

// Fault is a way in which a transaction fails.
type Fault struct {
	Name  string
	Stage db.Stage
	Err   error
	Done  bool // the work is durable although the caller hears an error
}

// Faults are the ways in which a database fails: with an error before or after the work, by a timeout, and, the worst,
// done but timed out.
func Faults() []Fault {
	return []Fault{
		{Name: "error at the start", Stage: db.Begin, Err: ErrFault},
		{Name: "error at the commit", Stage: db.BeforeCommit, Err: ErrFault},
		{Name: "timeout", Stage: db.BeforeCommit, Err: context.DeadlineExceeded},
		{Name: "done but timed out", Stage: db.AfterCommit, Err: context.DeadlineExceeded, Done: true},
	}
}

// EachFault runs fn as a subtest for each way to fail.
func EachFault(t *testing.T, fn func(t *testing.T, fault Fault)) {
	t.Helper()
	for _, fault := range Faults() {
		t.Run(fault.Name, func(t *testing.T) { fn(t, fault) })
	}
}

// Faulty has the nth transaction of d from now on (1 is the next) fail with the fault, and the others work. struck says
// whether it has.
func Faulty(t testing.TB, d *db.DB, fault Fault, nth int) (struck func() bool) {
	var seen atomic.Int64
	d.SetFault(func(stage db.Stage) error {
		if stage == fault.Stage && seen.Add(1) == int64(nth) {
			return fault.Err
		}
		return nil
	})
	t.Cleanup(func() { d.SetFault(nil) })
	return func() bool { return seen.Load() >= int64(nth) }
}

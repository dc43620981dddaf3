package db

// Stage is a place in the life of a transaction where tests can make it fail.
type Stage int

// The stages at which a fault can strike.
const (
	Begin        Stage = iota + 1 // before anything is done
	BeforeCommit                  // the work is done and will be undone
	AfterCommit                   // done, durable, but the caller hears an error: "done but timed out"
)

// SetFault has every following Tx (and, at Begin, ReadTx) ask strike at each stage and fail with the error that it
// returns. nil ends it. For tests.
func (d *DB) SetFault(strike func(stage Stage) error) {
	if strike == nil {
		d.fault.Store(nil)
		return
	}
	d.fault.Store(&strike)
}

func (d *DB) strike(stage Stage) error {
	if strike := d.fault.Load(); strike != nil {
		return (*strike)(stage)
	}
	return nil
}

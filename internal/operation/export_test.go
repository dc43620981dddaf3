package operation

import (
	"context"
	"time"
)

// Once runs the task that is due, if there is one, and reports whether there was.
func (r *Runner) Once(ctx context.Context) (bool, error) {
	task, err := r.next(ctx)
	if task == nil || err != nil {
		return false, err
	}
	r.work(ctx, task)
	return true, nil
}

// RenewEvery changes how often leases are renewed.
func (r *Runner) RenewEvery(period time.Duration) { r.renew = period }

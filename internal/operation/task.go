package operation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// Handler does the work of one kind of task and returns the operation's response; nil stands for an empty one.
//
// It is called again, from the last checkpoint, after a crash, when it returned an error or panicked, and when the process died after
// the last step but before the response was kept. A *model.Fault ends the operation with that refusal; any other error is tried again, for
// as long as it takes; a panic five times. ctx ends when the process stops or the lease is lost.
type Handler func(ctx context.Context, t *Task) (proto.Message, error)

// Task is one piece of long work in the hands of a handler.
type Task struct {
	// ID is the bare id.
	ID string
	// Input is what Start was given.
	Input []byte
	// Checkpoint is what was last saved, empty at the beginning.
	Checkpoint []byte
	// Progress and Total are the steps done and to do, as last saved.
	Progress, Total int64

	kind             string
	lease            string
	failures, panics int64
	clock            model.Clock
}

// Save keeps a checkpoint and how far the work has come, in the transaction of the step that it closes: both are kept or neither. It returns
// ErrLost when another runner has the task, and the step must be rolled back. Total is 0 while unknown.
func (t *Task) Save(ctx context.Context, tx *db.Tx, checkpoint []byte, progress, total int64) error {
	if checkpoint == nil {
		checkpoint = []byte{}
	}
	err := t.update(ctx, tx, "checkpoint = $3, progress = $4, total = $5, due = $6, failures = 0, panics = 0",
		checkpoint, progress, total, db.Micros(t.clock().Add(leaseTime)))
	if err != nil {
		return fmt.Errorf("operation %s: save: %w", t.ID, err)
	}
	tx.AfterCommit(func() {
		t.Checkpoint, t.Progress, t.Total = checkpoint, progress, total
		t.failures, t.panics = 0, 0
	})
	return nil
}

// WaitFor says for whom the task waits, which readers of the operation see until it is done; for nobody when there are no names.
func (t *Task) WaitFor(ctx context.Context, tx *db.Tx, names ...string) error {
	text := []byte{}
	if len(names) > 0 {
		var err error
		if text, err = json.Marshal(names); err != nil {
			return err
		}
	}
	return t.update(ctx, tx, "waiting_for = $3", string(text))
}

// update changes the row while it is ours. Its values begin at $3.
func (t *Task) update(ctx context.Context, tx *db.Tx, set string, values ...any) error {
	result, err := tx.ExecContext(ctx, "UPDATE operation_task SET "+set+" WHERE id = $1 AND lease = $2", append([]any{t.ID, t.lease}, values...)...)
	if err != nil {
		return err
	}
	rows, err := result.RowsAffected()
	if err == nil && rows == 0 {
		return ErrLost
	}
	return err
}

// renew puts off the end of the lease.
func (t *Task) renew(ctx context.Context, tx *db.Tx) error {
	return t.update(ctx, tx, "due = $3", db.Micros(t.clock().Add(leaseTime)))
}

// release lets any runner go on after the wait.
func (t *Task) release(ctx context.Context, tx *db.Tx, wait time.Duration, failures, panics int64) error {
	return t.update(ctx, tx, "lease = '', due = $3, failures = $4, panics = $5", db.Micros(t.clock().Add(wait)), failures, panics)
}

// succeed ends the operation with a response.
func (t *Task) succeed(ctx context.Context, tx *db.Tx, response proto.Message) error {
	if response == nil {
		response = &emptypb.Empty{}
	}
	packed, err := anypb.New(response)
	if err != nil {
		return err
	}
	bytes, err := proto.Marshal(packed)
	if err != nil {
		return err
	}
	return t.end(ctx, tx, "response", bytes)
}

// refuse ends the operation with a refusal. It is kept as it is and written out for each reader in their language.
func (t *Task) refuse(ctx context.Context, tx *db.Tx, fault *model.Fault) error {
	text, err := json.Marshal(fault)
	if err != nil {
		return err
	}
	return t.end(ctx, tx, "refusal", text)
}

func (t *Task) end(ctx context.Context, tx *db.Tx, column string, value []byte) error {
	return t.update(ctx, tx, "lease = '', due = NULL, end_time = $3, "+column+" = $4", db.Micros(t.clock()), value)
}

// claim takes the task that has been due for longest, or returns nil.
func claim(ctx context.Context, tx *db.Tx, clock model.Clock, lease string, kinds []any) (*Task, error) {
	now := clock()
	t := &Task{lease: lease, clock: clock}
	args := append([]any{lease, db.Micros(now.Add(leaseTime)), db.Micros(now)}, kinds...)
	err := tx.QueryRowContext(ctx, `UPDATE operation_task SET lease = $1, due = $2
		WHERE id = (SELECT id FROM operation_task WHERE due <= $3 AND kind IN `+db.In(4, len(kinds))+`
			ORDER BY due, id LIMIT 1`+tx.SkipLocked()+`)
		RETURNING id, kind, input, checkpoint, progress, total, failures, panics`, args...).
		Scan(&t.ID, &t.kind, &t.Input, &t.Checkpoint, &t.Progress, &t.Total, &t.failures, &t.panics)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return t, err
}

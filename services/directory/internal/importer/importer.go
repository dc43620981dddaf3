// Package importer carries a file of another system through: it is guarded as a whole, compared, and applied in steps that a restart
// continues.
package importer

import (
	"context"
	"encoding/json"
	"errors"
	"maps"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/imports"
)

// step is how many rows are applied, and how many employments ended, in one transaction.
const step = 1000

// Handler runs the operations of kind imports.Kind.
func Handler(d *db.DB, record event.Recorder, clock model.Clock) operation.Handler {
	return func(ctx context.Context, t *operation.Task) (proto.Message, error) {
		r := &run{db: d, record: record, clock: clock, task: t}
		summary, err := r.all(ctx)
		if refusal, ok := errors.AsType[*model.Fault](err); ok && r.at.Refusal == nil {
			// The source is free again before the operation says that it failed; a crash in between changes nothing about that.
			if err := r.finish(ctx, refusal); err != nil {
				return nil, err
			}
		}
		return summary, err
	}
}

// The phases, each over the rows or people that it says.
const (
	checking = iota
	units
	people
	leavers
	done
)

// checkpoint is where a restart goes on.
type checkpoint struct {
	Phase int `json:"phase"`
	// Next is the first row that is not applied yet, within the phase.
	Next int `json:"next"`
	// Counts are the results so far, by outcome.
	Counts map[source.Outcome]int64 `json:"counts"`
	// Refusal is why the whole file was refused, where it was.
	Refusal *model.Fault `json:"refusal,omitempty"`
}

// run is one call of the handler.
type run struct {
	db     *db.DB
	record event.Recorder
	clock  model.Clock
	task   *operation.Task
	file   domain.File
	at     checkpoint
	rows   rowSet
}

func (r *run) all(ctx context.Context) (*directoryv1.ImportSummary, error) {
	var err error
	if r.file, err = imports.NewReader(r.db.Read()).ByOperation(ctx, r.task.ID); err != nil {
		return nil, err
	}
	r.at.Counts = map[source.Outcome]int64{}
	if len(r.task.Checkpoint) > 0 {
		if err := json.Unmarshal(r.task.Checkpoint, &r.at); err != nil {
			return nil, err
		}
	}
	if r.at.Refusal != nil {
		return nil, r.at.Refusal
	}
	if r.at.Phase < done {
		if err := r.phases(ctx); err != nil {
			return nil, err
		}
	}
	return &directoryv1.ImportSummary{
		Rows: r.file.Rows, Created: r.at.Counts[source.Created], Updated: r.at.Counts[source.Updated], Unchanged: r.at.Counts[source.Unchanged],
		Refused: r.at.Counts[source.Refused], Ended: r.at.Counts[source.Ended], DryRun: r.file.Options.DryRun,
	}, nil
}

// phases does what is left to do.
func (r *run) phases(ctx context.Context) error {
	if err := r.load(ctx); err != nil {
		return err
	}
	if r.at.Phase == checking {
		if err := r.guard(ctx); err != nil {
			return err
		}
		r.at.Phase = units
	}
	planned, err := r.units(ctx)
	if err != nil {
		return err
	}
	if r.at.Phase == people {
		if err := r.people(ctx, planned); err != nil {
			return err
		}
	}
	if err := r.leavers(ctx); err != nil {
		return err
	}
	return r.finish(ctx, nil)
}

// commit applies one step: what fn does, what became of the rows, and where to go on, all or nothing.
func (r *run) commit(ctx context.Context, next checkpoint, fn func(ctx context.Context, tx *db.Tx) ([]source.Result, error)) error {
	var after checkpoint
	err := r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		results, err := fn(ctx, tx)
		if err != nil {
			return err
		}
		after = next
		after.Counts = maps.Clone(r.at.Counts)
		for _, result := range results {
			after.Counts[result.Outcome]++
		}
		if err := imports.New(tx).AddResults(ctx, r.file.ID, r.at.Phase <= units, results); err != nil {
			return err
		}
		text, err := json.Marshal(after)
		if err != nil {
			return err
		}
		return r.task.Save(ctx, tx, text, r.progress(after), r.file.Rows)
	})
	if err == nil {
		r.at = after
	}
	return err
}

// progress counts the rows whose results are known.
func (r *run) progress(at checkpoint) int64 {
	var rows int64
	for outcome, count := range at.Counts {
		if outcome != source.Ended {
			rows += count
		}
	}
	return rows
}

// finish frees the source for its next file, and lets the rows go.
func (r *run) finish(ctx context.Context, refusal *model.Fault) error {
	return r.commit(ctx, checkpoint{Phase: done, Refusal: refusal}, func(ctx context.Context, tx *db.Tx) ([]source.Result, error) {
		return nil, imports.New(tx).Finish(ctx, r.file.ID)
	})
}

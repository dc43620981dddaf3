package event

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// Recorder hands facts of a domain to the outbox, in the transaction that made them true.
type Recorder func(ctx context.Context, tx *db.Tx, facts ...model.Fact) error

// Recorder emits for each fact the event that say makes of it.
func (e Emitter) Recorder(say func(model.Fact) (Draft, error)) Recorder {
	return func(ctx context.Context, tx *db.Tx, facts ...model.Fact) error {
		drafts := make([]Draft, len(facts))
		for i, fact := range facts {
			draft, err := say(fact)
			if err != nil {
				return err
			}
			drafts[i] = draft
		}
		return e.Emit(ctx, tx, drafts...)
	}
}

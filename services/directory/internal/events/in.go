package events

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/privacy"
)

// Consumers are what the directory listens to: the confirmations of erasures.
func Consumers() []event.Consumer {
	return []event.Consumer{{
		Name:     "erasures",
		Handlers: []event.Handler{event.OnFact(confirmed).From(event.AnyService)},
	}}
}

// confirmed believes the envelope and not the payload about who confirms.
func confirmed(ctx context.Context, tx *db.Tx, e event.Envelope, msg *typev1.ErasureConfirmed) error {
	err := store.Confirm(ctx, tx, model.ID(msg.GetErasure()), e.Service)
	if errors.Is(err, privacy.ErrNoErasure) {
		return event.Permanent(err)
	}
	return err
}

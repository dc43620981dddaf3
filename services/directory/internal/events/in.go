package events

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
)

// In takes the confirmations of erasures. bind makes where they are kept of a transaction.
func In(bind func(*db.Tx) privacy.Confirmations) event.Consumer {
	confirmed := func(ctx context.Context, tx *db.Tx, e event.Envelope, msg *typev1.ErasureConfirmed) error {
		// The envelope is believed about who confirms, and not the payload.
		err := bind(tx).Confirm(ctx, model.ID(msg.GetErasure()), e.Service)
		if errors.Is(err, privacy.ErrNoErasure) {
			return event.Permanent(err)
		}
		return err
	}
	return event.Consumer{Name: "erasures", Handlers: []event.Handler{event.OnFact(confirmed).From(event.AnyService)}}
}

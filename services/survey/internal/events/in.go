package events

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// In erases the people whom the directory erases. bind makes the domain's store of a transaction.
func In(bind func(*db.Tx) domain.Store) event.Consumer {
	return event.Consumer{Name: "erasure", Handlers: []event.Handler{
		event.OnFact(func(ctx context.Context, tx *db.Tx, _ event.Envelope, erased *directoryv1.PersonErased) error {
			return domain.ErasePerson(ctx, bind(tx), model.ID(erased.GetPerson()), erased.GetErasure())
		}),
	}}
}

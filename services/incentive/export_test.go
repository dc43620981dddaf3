package incentive

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/recognition"
)

// HonourYears does what the background work does every quarter of an hour.
func HonourYears(ctx context.Context, d *db.DB, clock model.Clock) error {
	return honourYears(ctx, d, events.Out(event.NewEmitter("incentive", clock, func() {})), clock())
}

// TellAnniversaries does what the background work does every quarter of an hour.
func TellAnniversaries(ctx context.Context, d *db.DB, clock model.Clock) error {
	out := events.Out(event.NewEmitter("incentive", clock, func() {}))
	return tellAnniversaries(ctx, d, func(tx *db.Tx) domain.Store { return recognition.New(tx, out) }, clock())
}

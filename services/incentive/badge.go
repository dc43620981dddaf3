package incentive

import (
	"context"
	"slices"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/badge"
)

// badgeRoom has teams and people earn badges.
func badgeRoom(d app.Deps) room {
	tell := events.Out(d.Events)
	bind := func(tx *db.Tx) domain.Store { return badge.New(tx, tell) }
	read := badge.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: badge.Erase,
		run: []func(context.Context) error{
			app.Every(d, 15*time.Minute, "years of service could not be honoured", func(ctx context.Context) error {
				return honourYears(ctx, d.DB, tell, d.Clock())
			}),
			app.Tidy(d, badge.Prune),
		},
		keeps: map[string]record.Section{"badges": calls.PersonData(read)},
	}
}

// honourYears has those earn their badges who have served for long enough, some in each transaction, so that nobody waits for all of them.
func honourYears(ctx context.Context, d *db.DB, tell event.Recorder, now time.Time) error {
	const atOnce = 100
	due, err := domain.Due(ctx, badge.NewReader(d.Read()), now)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(due, atOnce) {
		if err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return domain.Serve(ctx, badge.New(tx, tell), now, part) }); err != nil {
			return err
		}
	}
	return nil
}

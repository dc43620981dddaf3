package incentive

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	badges "github.com/hearth-culture/hearth/services/incentive/internal/store/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	goals "github.com/hearth-culture/hearth/services/incentive/internal/store/goal"
	rules "github.com/hearth-culture/hearth/services/incentive/internal/store/rule"
)

// factRoom hears what happens in other services, and has rules, goals and badges make theirs of it.
func factRoom(d app.Deps) room {
	heard := app.NewBell()
	read := fact.NewReader(d.DB.Read())
	return room{
		register:  func(grpc.ServiceRegistrar) {},
		consumers: []event.Consumer{events.In(func(tx *db.Tx) domain.Intake { return fact.New(tx) }, d.Clock, heard.Ring)},
		erase:     fact.Erase,
		run: []func(context.Context) error{
			// As soon as something was heard, and each second for what another process heard or has come due.
			app.EveryOrRung(d, time.Second, heard, "facts that wait could not be applied", func(ctx context.Context) error { return applyWaiting(ctx, d, read) }),
			app.Tidy(d, fact.Prune),
		},
		keeps: map[string]record.Section{"facts": calls.PersonData(read)},
	}
}

// applyWaiting applies all that wait, some in each transaction.
func applyWaiting(ctx context.Context, d app.Deps, read fact.Reader) error {
	tell := events.Out(d.Events)
	for {
		if waits, err := read.Waits(ctx, d.Clock()); err != nil || !waits {
			return err
		}
		err := d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			grant := func(ctx context.Context, now time.Time, facts []domain.Kept) ([]domain.Effect, error) {
				return rule.Apply(ctx, rules.New(tx), now, facts)
			}
			count := func(ctx context.Context, now time.Time, facts []domain.Kept) ([]domain.Effect, error) {
				return goal.Apply(ctx, goals.New(tx), now, facts, func(ctx context.Context, reached []goal.Goal) error {
					return badge.Reached(ctx, badges.New(tx, tell), now, reached)
				})
			}
			earn := func(ctx context.Context, now time.Time, facts []domain.Kept) ([]domain.Effect, error) {
				return nil, badge.Apply(ctx, badges.New(tx, tell), now, facts)
			}
			_, err := domain.Apply(ctx, fact.New(tx), d.Clock(), grant, count, earn)
			return err
		})
		if err != nil {
			return err
		}
	}
}

package incentive

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/goal"
)

// goalRoom counts what happens towards goals.
func goalRoom(d app.Deps) room {
	bind := func(tx *db.Tx) domain.Store { return goal.New(tx) }
	read := goal.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: goal.Erase,
		run:   []func(context.Context) error{closeGoals(d, read), shareGoals(d, read)},
		keeps: map[string]record.Section{"goals": calls.PersonData(read)},
	}
}

// shareGoals grants the people of large teams their shares of goals, some in each transaction.
func shareGoals(d app.Deps, read goal.Reader) func(context.Context) error {
	return app.Every(d, time.Second, "what a team has earned could not be shared", func(ctx context.Context) error {
		for {
			if waits, err := read.Shares(ctx); err != nil || !waits {
				return err
			}
			if err := d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return domain.ShareOn(ctx, goal.New(tx), d.Clock()) }); err != nil {
				return err
			}
		}
	})
}

// closeGoals ends goals whose time has come, within a second.
func closeGoals(d app.Deps, read goal.Reader) func(context.Context) error {
	return app.Every(d, time.Second, "goals whose time has come could not be closed", func(ctx context.Context) error {
		if due, err := read.Closes(ctx, d.Clock()); err != nil || !due {
			return err
		}
		return d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := domain.Close(ctx, goal.New(tx), d.Clock())
			return err
		})
	})
}

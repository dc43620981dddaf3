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
	read := goal.NewReader(d.DB.Read())
	bind := func(tx *db.Tx) domain.Store { return goal.New(tx) }
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return goal.Erase(ctx, tx, person, pseudonym)
		},
		run:   []func(context.Context) error{func(ctx context.Context) error { return closeGoals(ctx, d, read) }},
		keeps: map[string]record.Section{"goals": calls.PersonData(read)},
	}
}

// closeGoals ends goals whose time has come, within a second.
func closeGoals(ctx context.Context, d app.Deps, read goal.Reader) error {
	return app.Every(ctx, time.Second, func() {
		due, err := read.Closes(ctx, d.Clock())
		if err == nil && due {
			err = d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := domain.Close(ctx, goal.New(tx), d.Clock())
				return err
			})
		}
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "goals whose time has come could not be closed", "error", err)
		}
	})
}

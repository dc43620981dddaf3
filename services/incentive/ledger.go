package incentive

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger/outside"
	"github.com/hearth-culture/hearth/services/incentive/internal/reconciler"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// ledgerRoom is what all other rooms stand on.
func ledgerRoom(d app.Deps) room {
	bind := func(tx *db.Tx) domain.Store { return ledger.New(tx) }
	desk := func(tx *db.Tx) outside.Desk { return outside.At(bind(tx)) }
	poster := ledger.NewPoster(d.DB, d.Clock)
	read := ledger.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, calls.Parts{DB: d.DB, Read: outside.Reading(read), Bind: desk, Post: poster.Post, Clock: d.Clock})
		},
		// What stands in an account stays in it, under another name.
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return bind(tx).Pseudonymise(ctx, model.Name("people", person), model.Name("people", pseudonym))
		},
		run:   []func(context.Context) error{poster.Run, expire(d, read, bind)},
		long:  map[string]operation.Handler{domain.Reconciliation: reconciler.Handler(d.DB)},
		keeps: map[string]record.Section{"accounts": calls.PersonData(read, false)},
		own:   map[string]record.Section{"accounts": calls.PersonData(read, true)},
	}
}

// expire lets holds go whose time has come, within a second.
func expire(d app.Deps, read ledger.Reader, bind func(*db.Tx) domain.Store) func(context.Context) error {
	return app.Every(d, time.Second, "holds whose time has come could not be let go", func(ctx context.Context) error {
		if due, err := read.Due(ctx, d.Clock(), 1); err != nil || len(due) == 0 {
			return err
		}
		return d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := domain.Expire(ctx, bind(tx), d.Clock())
			return err
		})
	})
}

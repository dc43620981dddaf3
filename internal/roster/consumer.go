package roster

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// Consumer keeps the copy in d up to date with the directory that conn reaches as the service itself. Its subscription stands before
// the snapshot is read, so that no change falls between the two. moved are told when the copy has changed in what it says of people.
func Consumer(d *db.DB, conn grpc.ClientConnInterface, moved ...func()) event.Consumer {
	directory := directoryv1.NewRosterServiceClient(conn)
	return event.Consumer{
		Name: "roster",
		Before: func(ctx context.Context) error {
			err := snapshot(ctx, d, directory)
			for _, tell := range moved {
				tell()
			}
			return err
		},
		Handlers: []event.Handler{
			event.OnState(func(ctx context.Context, tx *db.Tx, _ int64, changed *directoryv1.SiteChanged) error {
				return applySites(ctx, tx, []*directoryv1.RosterSite{changed.GetSite()})
			}),
			event.OnState(func(ctx context.Context, tx *db.Tx, _ int64, changed *directoryv1.UnitChanged) error {
				return applyUnits(ctx, tx, []*directoryv1.RosterUnit{changed.GetUnit()})
			}),
			event.OnState(func(ctx context.Context, tx *db.Tx, _ int64, changed *directoryv1.PersonChanged) error {
				for _, tell := range moved {
					tx.AfterCommit(tell)
				}
				return applyPeople(ctx, tx, []*directoryv1.RosterPerson{changed.GetPerson()})
			}),
		},
	}
}

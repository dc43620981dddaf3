// Package roster streams the copy of the organisation that other services keep.
package roster

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/events"
	"github.com/hearth-culture/hearth/services/directory/internal/store/org"
	"github.com/hearth-culture/hearth/services/directory/internal/store/people"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
)

// chunk is how many units or people one message holds.
const chunk = 1000

// Register adds RosterService.
func Register(r grpc.ServiceRegistrar, d *db.DB, clock model.Clock) {
	directoryv1.RegisterRosterServiceServer(r, &roster{db: d, clock: clock})
}

type roster struct {
	directoryv1.UnimplementedRosterServiceServer
	db    *db.DB
	clock model.Clock
}

// SnapshotRoster reads everything in one transaction: what it leaves out comes later as an event.
func (s *roster) SnapshotRoster(_ *directoryv1.SnapshotRosterRequest, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	return s.db.ReadTx(stream.Context(), func(ctx context.Context, q db.Querier) error {
		if err := stream.Send(&directoryv1.SnapshotRosterResponse{Watermark: timestamppb.New(s.clock())}); err != nil {
			return err
		}
		if err := sendUnits(ctx, org.Read(q), stream); err != nil {
			return err
		}
		return sendPeople(ctx, people.Read(q), stream)
	})
}

func sendUnits(ctx context.Context, reader org.Reader, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	list := model.List{Size: chunk}
	for {
		units, err := reader.Units(ctx, model.ScopeFrom(ctx), list, domain.UnitsWanted{Archived: true})
		if err != nil || len(units) == 0 {
			return err
		}
		message := &directoryv1.SnapshotRosterResponse{}
		for i := range units {
			message.Units = append(message.Units, events.RosterUnit(&units[i]))
		}
		if err := stream.Send(message); err != nil {
			return err
		}
		list.After = []any{units[len(units)-1].ID}
	}
}

func sendPeople(ctx context.Context, reader people.Reader, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	after := ""
	for {
		some, err := reader.Next(ctx, model.ScopeFrom(ctx), after, chunk)
		if err != nil || len(some) == 0 {
			return err
		}
		message := &directoryv1.SnapshotRosterResponse{}
		for i := range some {
			message.People = append(message.People, events.RosterPerson(&some[i]))
		}
		if err := stream.Send(message); err != nil {
			return err
		}
		after = some[len(some)-1].ID
	}
}

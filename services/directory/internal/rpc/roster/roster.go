// Package roster streams the copy of the organisation that other services keep.
package roster

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// chunk is how many sites, units or people one message holds.
const chunk = 1000

// Parts are what the calls are answered with.
type Parts struct {
	DB *db.DB
	// Organisation and People read within a transaction.
	Organisation func(db.Querier) org.Reader
	People       func(db.Querier) people.Everybody
	// Site, Unit and Person write what the events about them write as well.
	Site   func(*org.Site) *directoryv1.RosterSite
	Unit   func(*org.Unit) *directoryv1.RosterUnit
	Person func(*people.Person) *directoryv1.RosterPerson
	Clock  model.Clock
}

// Register adds RosterService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	directoryv1.RegisterRosterServiceServer(r, &roster{Parts: p})
}

type roster struct {
	directoryv1.UnimplementedRosterServiceServer
	Parts
}

// SnapshotRoster reads everything in one transaction: what it leaves out comes later as an event.
func (s *roster) SnapshotRoster(_ *directoryv1.SnapshotRosterRequest, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	return s.DB.ReadTx(stream.Context(), func(ctx context.Context, q db.Querier) error {
		if err := stream.Send(&directoryv1.SnapshotRosterResponse{Watermark: timestamppb.New(s.Clock())}); err != nil {
			return err
		}
		organisation := s.Organisation(q)
		if err := s.sendSites(ctx, organisation, stream); err != nil {
			return err
		}
		if err := s.sendUnits(ctx, organisation, stream); err != nil {
			return err
		}
		return s.sendPeople(ctx, s.People(q), stream)
	})
}

func (s *roster) sendSites(ctx context.Context, reader org.Reader, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	list := model.List{Size: chunk}
	for {
		sites, err := reader.Sites(ctx, list, true)
		if err != nil || len(sites) == 0 {
			return err
		}
		message := &directoryv1.SnapshotRosterResponse{}
		for i := range sites {
			message.Sites = append(message.Sites, s.Site(&sites[i]))
		}
		if err := stream.Send(message); err != nil {
			return err
		}
		list.After = []any{sites[len(sites)-1].ID}
	}
}

func (s *roster) sendUnits(ctx context.Context, reader org.Reader, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	list := model.List{Size: chunk}
	for {
		units, err := reader.Units(ctx, model.ScopeFrom(ctx), list, org.UnitsWanted{Archived: true})
		if err != nil || len(units) == 0 {
			return err
		}
		message := &directoryv1.SnapshotRosterResponse{}
		for i := range units {
			message.Units = append(message.Units, s.Unit(&units[i]))
		}
		if err := stream.Send(message); err != nil {
			return err
		}
		list.After = []any{units[len(units)-1].ID}
	}
}

func (s *roster) sendPeople(ctx context.Context, reader people.Everybody, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	after := ""
	for {
		some, err := reader.Next(ctx, model.ScopeFrom(ctx), after, chunk)
		if err != nil || len(some) == 0 {
			return err
		}
		message := &directoryv1.SnapshotRosterResponse{}
		for i := range some {
			message.People = append(message.People, s.Person(&some[i]))
		}
		if err := stream.Send(message); err != nil {
			return err
		}
		after = some[len(some)-1].ID
	}
}

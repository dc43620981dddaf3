// Package rostertest is a directory for tests of those who keep a roster: it streams the sites, units and people that it is given.
package rostertest

import (
	"slices"
	"sync/atomic"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// Directory answers SnapshotRoster.
type Directory struct {
	directoryv1.UnimplementedRosterServiceServer
	Sites  []*directoryv1.RosterSite
	Units  []*directoryv1.RosterUnit
	People []*directoryv1.RosterPerson
	// Failing is how many of the next snapshots break off at their end.
	Failing atomic.Int32
}

// SnapshotRoster streams all sites and units, then the people, 500 a message.
func (d *Directory) SnapshotRoster(_ *directoryv1.SnapshotRosterRequest, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	if err := stream.Send(&directoryv1.SnapshotRosterResponse{Watermark: timestamppb.Now(), Sites: d.Sites, Units: d.Units}); err != nil {
		return err
	}
	for people := range slices.Chunk(d.People, 500) {
		if err := stream.Send(&directoryv1.SnapshotRosterResponse{People: people}); err != nil {
			return err
		}
	}
	if d.Failing.Add(-1) >= 0 {
		return status.Error(codes.Unavailable, "the snapshot breaks off")
	}
	return nil
}

// Conn reaches the directory without a network, and without asking who calls.
func (d *Directory) Conn() grpc.ClientConnInterface {
	channel := &inprocgrpc.Channel{}
	directoryv1.RegisterRosterServiceServer(channel, d)
	return channel
}

// Site is a site's first version. The id is bare.
func Site(id, zone string) *directoryv1.RosterSite {
	return &directoryv1.RosterSite{Site: model.Name("sites", id), Version: 1, TimeZone: zone}
}

// Unit is a unit's first version. The ids are bare.
func Unit(id, parent string) *directoryv1.RosterUnit {
	return &directoryv1.RosterUnit{Unit: model.Name("units", id), Version: 1, Parent: model.Name("units", parent)}
}

// Person is a person's first version, placed since the first day of 2026. The ids are bare.
func Person(id, unit, employer string) *directoryv1.RosterPerson {
	return &directoryv1.RosterPerson{Person: model.Name("people", id), Version: 1, Placements: []*directoryv1.RosterPlacement{{
		FromDate: "2026-01-01", Unit: model.Name("units", unit), Employer: employer,
		Shift: "night", Channel: "chat", Position: "agent",
	}}}
}

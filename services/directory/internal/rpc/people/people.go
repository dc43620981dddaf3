// Package people answers the calls about people.
package people

import (
	"context"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/privacy"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

// Parts are what the calls are answered with.
type Parts struct {
	Read domain.Reader
	Work request.Work[rows.BatchStore]
	// Private answers the calls to erase and to export people.
	Private *privacy.Calls
}

// Register adds PersonService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	directoryv1.RegisterPersonServiceServer(r, &people{private: p.Private, clock: p.Work.Clock, read: p.Read, work: p.Work})
}

type people struct {
	directoryv1.UnimplementedPersonServiceServer
	private *privacy.Calls
	clock   model.Clock
	read    domain.Reader
	work    request.Work[rows.BatchStore]
}

var personList = list.Of[domain.Person]{
	Fields: list.Fields{
		"unit": list.Name("units"), "subtree": list.Name("units").Only("="), "manager": list.Name("people"), "employer": list.String,
		"shift": list.String, "channel": list.String, "position": list.String, "legal_entity": list.String, "number": list.String,
		"external_id": list.Foreign.Only("="), "state": list.Enum(directoryv1.PersonState(0).Descriptor()).Only("="),
		"hire_date": list.Day.Only("<", "<=", "=", ">=", ">"), "create_time": list.Timestamp.Only(),
		"update_time": list.Timestamp.Only("<", "<=", "=", ">=", ">"),
	},
	Order: []string{"create_time", "update_time", "number"},
	Key: func(p domain.Person, field string) any {
		switch field {
		case "create_time":
			return db.Micros(p.CreateTime)
		case "update_time":
			return db.Micros(p.UpdateTime)
		case "number":
			return p.Number
		default:
			return p.ID
		}
	},
}

func (s *people) GetPerson(ctx context.Context, req *directoryv1.GetPersonRequest) (*directoryv1.Person, error) {
	asOf, err := text.Day("as_of", req.GetAsOf())
	if err != nil {
		return nil, err
	}
	person, today, err := domain.GetPerson(ctx, s.read, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	if asOf == model.NoDay {
		asOf = today
	}
	return wire.Person(&person, asOf), nil
}

func (s *people) ListPeople(ctx context.Context, req *directoryv1.ListPeopleRequest) (*directoryv1.ListPeopleResponse, error) {
	asOf, err := text.Day("as_of", req.GetAsOf())
	if err != nil {
		return nil, err
	}
	wanted := domain.Wanted{Now: s.clock(), AsOf: asOf, Left: req.GetShowLeft(), UpdatedAfter: resource.Instant(req.GetUpdatedAfter())}
	page, next, err := personList.Page(ctx, req, func(asked model.List) ([]domain.Person, error) {
		return s.read.People(ctx, model.ScopeFrom(ctx), asked, wanted)
	})
	if err != nil {
		return nil, err
	}
	response := &directoryv1.ListPeopleResponse{NextPageToken: next}
	days, err := s.days(ctx, page, wanted)
	if err != nil {
		return nil, err
	}
	for i := range page {
		response.People = append(response.People, wire.Person(&page[i], days[i]))
	}
	return response, nil
}

// days are those on which people are shown: all on one, or each on their own.
func (s *people) days(ctx context.Context, found []domain.Person, wanted domain.Wanted) ([]model.Day, error) {
	if wanted.AsOf == model.NoDay {
		return domain.Todays(ctx, s.read, found, wanted.Now)
	}
	return slices.Repeat([]model.Day{wanted.AsOf}, len(found)), nil
}

func (s *people) ListPlacements(ctx context.Context, req *directoryv1.ListPlacementsRequest) (*directoryv1.ListPlacementsResponse, error) {
	person, _, err := domain.GetPerson(ctx, s.read, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetParent()))
	if err != nil {
		return nil, err
	}
	response := &directoryv1.ListPlacementsResponse{}
	for _, placement := range person.History {
		response.Placements = append(response.Placements, wire.Placement(placement))
	}
	return response, nil
}

func (s *people) ErasePerson(ctx context.Context, req *directoryv1.ErasePersonRequest) (*typev1.Operation, error) {
	return s.private.ErasePerson(ctx, req)
}

func (s *people) ExportPerson(ctx context.Context, req *directoryv1.ExportPersonRequest) (*directoryv1.ExportPersonResponse, error) {
	return s.private.ExportPerson(ctx, req)
}

// change answers a call that changes one person.
func (s *people) change(ctx context.Context, req proto.Message, fn func(ctx context.Context, store rows.BatchStore) (domain.Person, error)) (*directoryv1.Person, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store rows.BatchStore) (*directoryv1.Person, error) {
		person, err := fn(ctx, store)
		if err != nil {
			return nil, err
		}
		today, err := domain.Today(ctx, store, &person, s.clock())
		return wire.Person(&person, today), err
	})
}

// overlay lays the fields that a mask names, or all that are set where it names none, over a target.
func overlay(req *directoryv1.UpdatePersonRequest, t domain.Target) (domain.Target, error) {
	after := wire.PersonOf(t)
	if err := resource.Update(req.GetUpdateMask(), after, req.GetPerson(), &directoryv1.CreatePersonRequest{Person: after}); err != nil {
		return t, err
	}
	return wire.Target(after)
}

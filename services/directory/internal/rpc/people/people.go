// Package people answers the calls about people.
package people

import (
	"context"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/text"
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

// today is the day on the clock of this process, whose zone is that of the installation.
func (s *people) today() model.Day { return model.DayOf(s.clock()) }

// asOf is the day asked for, or today.
func (s *people) asOf(field, day string) (model.Day, error) {
	if day == "" {
		return s.today(), nil
	}
	return text.Day(field, day)
}

var personSpec = list.Spec{
	Fields: map[string]list.Kind{
		"unit": list.Name("units"), "subtree": list.Name("units").Only("="), "manager": list.Name("people"), "employer": list.String,
		"shift": list.String, "channel": list.String, "position": list.String, "legal_entity": list.String, "number": list.String,
		"external_id": list.Foreign.Only("="), "state": list.Enum(directoryv1.PersonState(0).Descriptor()).Only("="),
		"hire_date": list.Day.Only("<", "<=", "=", ">=", ">"), "create_time": list.Timestamp.Only(),
		"update_time": list.Timestamp.Only("<", "<=", "=", ">=", ">"),
	},
	Order: []string{"create_time", "update_time", "number"},
}

func (s *people) GetPerson(ctx context.Context, req *directoryv1.GetPersonRequest) (*directoryv1.Person, error) {
	asOf, err := s.asOf("as_of", req.GetAsOf())
	if err != nil {
		return nil, err
	}
	person, err := domain.GetPerson(ctx, s.read, model.ScopeFrom(ctx), s.today(), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	return wire.Person(&person, asOf), nil
}

func (s *people) ListPeople(ctx context.Context, req *directoryv1.ListPeopleRequest) (*directoryv1.ListPeopleResponse, error) {
	asOf, err := s.asOf("as_of", req.GetAsOf())
	if err != nil {
		return nil, err
	}
	wanted := domain.Wanted{Today: s.today(), AsOf: asOf, Left: req.GetShowLeft(), UpdatedAfter: resource.Instant(req.GetUpdatedAfter())}
	l, err := personSpec.Parse(ctx, "ListPeople", req.GetFilter(), req.GetOrderBy(), req.GetPageToken(), req.GetPageSize(),
		req.GetAsOf(), strconv.FormatBool(wanted.Left), wanted.UpdatedAfter.String())
	if err != nil {
		return nil, err
	}
	found, err := s.read.People(ctx, model.ScopeFrom(ctx), l, wanted)
	if err != nil {
		return nil, err
	}
	size, next := personSpec.Page(l, len(found), func(last int) []any { return keys(l, &found[last]) })
	response := &directoryv1.ListPeopleResponse{NextPageToken: next}
	for i := range found[:size] {
		response.People = append(response.People, wire.Person(&found[i], asOf))
	}
	return response, nil
}

func keys(l model.List, person *domain.Person) (keys []any) {
	for _, by := range l.Order {
		switch by.Field {
		case "create_time":
			keys = append(keys, db.Micros(person.CreateTime))
		case "update_time":
			keys = append(keys, db.Micros(person.UpdateTime))
		case "number":
			keys = append(keys, person.Number)
		}
	}
	return append(keys, person.ID)
}

func (s *people) ListPlacements(ctx context.Context, req *directoryv1.ListPlacementsRequest) (*directoryv1.ListPlacementsResponse, error) {
	person, err := domain.GetPerson(ctx, s.read, model.ScopeFrom(ctx), s.today(), model.ID(req.GetParent()))
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
		return wire.Person(&person, s.today()), err
	})
}

// overlay lays the fields that a mask names, or all that are set where it names none, over a target.
func overlay(req *directoryv1.UpdatePersonRequest, t domain.Target) (domain.Target, error) {
	after := wire.PersonOf(t)
	if err := resource.Overlay(req.GetUpdateMask(), after, req.GetPerson()); err != nil {
		return t, err
	}
	return wire.Target(after)
}

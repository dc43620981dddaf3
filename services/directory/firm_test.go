package directory_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/internal/testkit/housetest"
	"github.com/hearth-culture/hearth/services/directory"
)

// firm is a directory whose callers are whoever a test says.
type firm struct {
	testing.TB
	*housetest.House
	actors calltest.Tokens
	// tick is by how much the clock moves at each look at an operation.
	tick time.Duration
	// peers answer in the place of the other services.
	peers map[string]grpc.ClientConnInterface

	units  directoryv1.UnitServiceClient
	sites  directoryv1.SiteServiceClient
	people directoryv1.PersonServiceClient
	files  directoryv1.ImportServiceClient
	roster directoryv1.RosterServiceClient
	ops    directoryv1.OperationServiceClient
	audit  directoryv1.AuditServiceClient
	// admin is a context for calls of somebody who may do everything.
	admin context.Context
}

// noon is a Sunday in a year of two made-up working weekends around the National Day.
var noon = time.Date(2026, 9, 6, 12, 0, 0, 0, time.UTC)

// inFirm runs fn in a fresh firm on each engine.
func inFirm(t *testing.T, fn func(f *firm)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { fn(newFirm(t, d)) }, directory.Module().Migrations...)
}

func newFirm(t testing.TB, d *db.DB) *firm {
	f := &firm{TB: t, actors: calltest.Tokens{}, tick: 10 * time.Millisecond, peers: map[string]grpc.ClientConnInterface{}}
	f.House = housetest.New(t, directory.Module(), d, housetest.Options{
		Auth: f.actors, Peers: []string{"insight", "survey"},
		ServiceConn: func(service string) grpc.ClientConnInterface { return f.peers[service] },
	})
	f.Clock.Set(noon)
	conn := f.Conn
	f.units, f.sites, f.people = directoryv1.NewUnitServiceClient(conn), directoryv1.NewSiteServiceClient(conn), directoryv1.NewPersonServiceClient(conn)
	f.files, f.roster = directoryv1.NewImportServiceClient(conn), directoryv1.NewRosterServiceClient(conn)
	f.ops, f.audit = directoryv1.NewOperationServiceClient(conn), directoryv1.NewAuditServiceClient(conn)
	f.admin = f.as("keys/admin", model.Binding{Role: model.RoleAdmin})
	return f
}

// Run runs a part of the test.
func (f *firm) Run(name string, fn func(t *testing.T)) { f.TB.(*testing.T).Run(name, fn) }

// as is a context for calls of a subject with bindings.
func (f *firm) as(subject string, bindings ...model.Binding) context.Context {
	token := subject + "#" + strconv.Itoa(len(f.actors))
	f.actors[token] = model.Actor{Subject: subject, Bindings: bindings, WayIn: "the way of " + subject}
	return calltest.As(f.Context(), token)
}

// running runs the directory's background work until the test ends.
func (f *firm) running() {
	for _, run := range f.Service.Run {
		f.Background(run)
	}
}

func named(text string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": text, "zh-CN": "「" + text + "」"}}
}

// unit adds a team below another unit, or a root.
func (f *firm) unit(name, parent string) string {
	f.Helper()
	unit, err := f.units.CreateUnit(f.admin, &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Parent: parent, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: named(name),
		ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: name}},
	}})
	require.NoError(f, err)
	return unit.GetName()
}

// draft is a person who was hired at the new year.
func draft(number, unit string) *directoryv1.Person {
	return &directoryv1.Person{
		DisplayName: "Person " + number, Number: number, HireDate: "2026-01-01", Language: "zh-CN",
		ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: number}},
		Placement:   &directoryv1.Placement{Unit: unit, Employer: "acme", Shift: "day"},
	}
}

func (f *firm) create(person *directoryv1.Person) *directoryv1.Person {
	f.Helper()
	created, err := f.people.CreatePerson(f.admin, &directoryv1.CreatePersonRequest{Person: person})
	require.NoError(f, err)
	return created
}

func (f *firm) get(name, asOf string) *directoryv1.Person {
	f.Helper()
	person, err := f.people.GetPerson(f.admin, &directoryv1.GetPersonRequest{Name: name, AsOf: asOf})
	require.NoError(f, err)
	return person
}

// list is the names of the people whom a request finds, through pages of the size.
func (f *firm) list(ctx context.Context, req *directoryv1.ListPeopleRequest) []string {
	f.Helper()
	names := []string{}
	for {
		page, err := f.people.ListPeople(ctx, req)
		require.NoError(f, err)
		for _, person := range page.GetPeople() {
			names = append(names, person.GetName())
		}
		if req.PageToken = page.GetNextPageToken(); req.PageToken == "" {
			return names
		}
	}
}

// emitted are the events in the outbox by the message's short name and the aggregate, in order.
func (f *firm) emitted() (events []string, messages []proto.Message) {
	f.Helper()
	rows, err := f.DB.Read().QueryContext(f.Context(), "SELECT type, aggregate, payload FROM event_outbox ORDER BY id")
	require.NoError(f, err)
	defer func() { require.NoError(f, rows.Close()) }()
	for rows.Next() {
		var kind, aggregate string
		var payload []byte
		require.NoError(f, rows.Scan(&kind, &aggregate, &payload))
		message, err := protoregistry.GlobalTypes.FindMessageByURL(kind)
		require.NoError(f, err)
		msg := message.New().Interface()
		require.NoError(f, proto.Unmarshal(payload, msg))
		events = append(events, kind[strings.LastIndexByte(kind, '.')+1:]+" "+aggregate)
		messages = append(messages, msg)
	}
	require.NoError(f, rows.Err())
	return events, messages
}

// done waits until an operation is done, and returns it.
func (f *firm) done(operation *typev1.Operation) *typev1.Operation {
	f.Helper()
	require.Eventually(f, func() bool {
		// Leases and waits count by the clock, which the test holds.
		f.Clock.Advance(f.tick)
		var err error
		operation, err = f.ops.GetOperation(f.admin, &typev1.GetOperationRequest{Name: operation.GetName()})
		return err == nil && operation.GetDone()
	}, 5*time.Minute, 10*time.Millisecond)
	return operation
}

// requireRefused holds an error to the reason of a refusal.
func requireRefused(t testing.TB, err error, reason string) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, reason, calltest.Reason(err), "%v", err)
}

// count is a number that a query finds.
func (f *firm) count(query string, args ...any) int {
	f.Helper()
	var n int
	require.NoError(f, f.DB.Read().QueryRowContext(f.Context(), query, args...).Scan(&n))
	return n
}

// silent answers nothing, as a service does that is away.
type silent struct{ grpc.ClientConnInterface }

func (silent) Invoke(context.Context, string, any, any, ...grpc.CallOption) error {
	return errors.New("connection refused")
}

// answering answers ExportPersonData.
type answering struct {
	grpc.ClientConnInterface
	asked *[]string
	json  string
}

func (a answering) Invoke(_ context.Context, method string, request, reply any, _ ...grpc.CallOption) error {
	if wayIn := request.(*typev1.ExportPersonDataRequest).GetWayIn(); wayIn != "" {
		method += " by " + wayIn
	}
	*a.asked = append(*a.asked, method)
	proto.Merge(reply.(proto.Message), &typev1.ExportPersonDataResponse{Json: a.json})
	return nil
}

// metadataOf is what a refusal says to programs.
func metadataOf(err error) map[string]string {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.GetMetadata()
		}
	}
	return nil
}

package request_test

import (
	"context"
	"embed"
	"io/fs"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protowire"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

//go:embed testdata
var testdata embed.FS

// sets are the tables of a service that keeps the kind of each unit, keys and answers.
func sets(t testing.TB) []db.Set {
	files, err := fs.Sub(testdata, "testdata")
	require.NoError(t, err)
	return []db.Set{request.Migrations(), {Name: "things", FS: files}}
}

// store keeps things by name.
type store struct{ tx *db.Tx }

func (s store) put(ctx context.Context, name string) error {
	_, err := s.tx.ExecContext(ctx, "INSERT INTO thing (name) VALUES ($1)", name)
	return err
}

// service is three methods of the contract over the store: a plain one, one that shows a secret, one that is sealed.
type service struct {
	directoryv1.UnimplementedUnitServiceServer
	directoryv1.UnimplementedKeyServiceServer
	surveyv1.UnimplementedResponseServiceServer

	db   *db.DB
	work request.Work[store]
	now  time.Time
	// before is called within the transaction, ahead of the effect.
	before func(ctx context.Context) error
	// display and unsealed are what the answers of the plain and the sealed method say besides.
	display, unsealed string
}

func (s *service) CreateUnit(ctx context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, things store) (*directoryv1.Unit, error) {
		if s.before != nil {
			if err := s.before(ctx); err != nil {
				return nil, err
			}
		}
		name := "units/" + uuid.NewString()
		answer := &directoryv1.Unit{Name: name, Kind: req.GetUnit().GetKind()}
		if s.display != "" {
			answer.DisplayName = &typev1.LocalizedText{Texts: map[string]string{"en": s.display}}
		}
		return answer, things.put(ctx, name)
	})
}

func (s *service) CreateKey(ctx context.Context, req *directoryv1.CreateKeyRequest) (*directoryv1.CreateKeyResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, things store) (*directoryv1.CreateKeyResponse, error) {
		return &directoryv1.CreateKeyResponse{Secret: "hk_once"}, things.put(ctx, "keys/"+uuid.NewString())
	})
}

func (s *service) SubmitResponse(ctx context.Context, req *surveyv1.SubmitResponseRequest) (*surveyv1.SubmitResponseResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, things store) (*surveyv1.SubmitResponseResponse, error) {
		answer := &surveyv1.SubmitResponseResponse{}
		if s.unsealed != "" {
			answer.ProtoReflect().SetUnknown(protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), s.unsealed))
		}
		return answer, things.put(ctx, "answers/"+uuid.NewString())
	})
}

// fixture is the service behind a connection, and its database.
type fixture struct {
	*service
	conn grpc.ClientConnInterface
}

func newFixture(t testing.TB, d *db.DB) *fixture {
	s := &service{db: d, now: time.Date(2026, 11, 22, 15, 4, 5, 6000, time.UTC)}
	s.work = request.Work[store]{DB: d, Bind: func(tx *db.Tx) store { return store{tx} }, Clock: func() time.Time { return s.now }}
	server := calltest.Server(t, calltest.Tokens{
		"admin": {Subject: "keys/k1", Bindings: []model.Binding{{Role: model.RoleAdmin}}},
		"other": {Subject: "keys/k2", Bindings: []model.Binding{{Role: model.RoleAdmin}}},
		"agent": {Subject: "people/p1"},
	})
	directoryv1.RegisterUnitServiceServer(server, s)
	directoryv1.RegisterKeyServiceServer(server, s)
	surveyv1.RegisterResponseServiceServer(server, s)
	directoryv1.RegisterAuditServiceServer(server, struct {
		directoryv1.UnsafeAuditServiceServer
		request.Audit
	}{Audit: request.Audit{DB: d}})
	return &fixture{service: s, conn: server.Channel()}
}

// create makes a unit and says whether the answer was a replay.
func (f *fixture) create(ctx context.Context, req *directoryv1.CreateUnitRequest) (unit *directoryv1.Unit, replayed bool, err error) {
	var header metadata.MD
	unit, err = directoryv1.NewUnitServiceClient(f.conn).CreateUnit(ctx, req, grpc.Header(&header))
	return unit, len(header.Get(request.ReplayHeader)) == 1 && header.Get(request.ReplayHeader)[0] == "true", err
}

func (f *fixture) entries(t testing.TB, filter string) []*typev1.AuditEntry {
	t.Helper()
	client := directoryv1.NewAuditServiceClient(f.conn)
	answer, err := client.ListAuditEntries(calltest.As(t.Context(), "admin"), &typev1.ListAuditEntriesRequest{Filter: filter})
	require.NoError(t, err)
	return answer.GetAuditEntries()
}

// count is the number of rows of a table.
func (f *fixture) count(t testing.TB, table string) (rows int) {
	t.Helper()
	require.NoError(t, f.db.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&rows))
	return rows
}

func unitRequest(kind directoryv1.UnitKind, requestID string) *directoryv1.CreateUnitRequest {
	return &directoryv1.CreateUnitRequest{RequestId: requestID, Unit: &directoryv1.Unit{
		Kind: kind, DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Night shift", "zh-CN": "夜班"}},
	}}
}

const (
	id1 = "0b8a3a52-6c3c-4f0e-9a51-3f6b0f6f0001"
	id2 = "0b8a3a52-6c3c-4f0e-9a51-3f6b0f6f0002"
)

const (
	team  = directoryv1.UnitKind_UNIT_KIND_TEAM
	queue = directoryv1.UnitKind_UNIT_KIND_QUEUE
)

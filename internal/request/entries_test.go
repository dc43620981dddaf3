package request_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestListAuditEntries(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		began := f.now
		var names []string
		for i := range 7 {
			f.now = began.Add(time.Duration(i) * time.Hour)
			unit, _, err := f.create(calltest.As(t.Context(), []string{"admin", "other"}[i%2]), unitRequest(team, ""))
			require.NoError(t, err)
			names = append(names, unit.GetName())
		}
		at := func(hours int) string { // entries keep microseconds
			return `"` + began.Add(time.Duration(hours)*time.Hour).Truncate(time.Microsecond).Format(time.RFC3339Nano) + `"`
		}
		for filter, want := range map[string][]int{
			"":                              {6, 5, 4, 3, 2, 1, 0},
			`caller = "keys/k2"`:            {5, 3, 1},
			`caller != "keys/k2"`:           {6, 4, 2, 0},
			`resource = "nothing"`:          {},
			`method = "nothing"`:            {},
			`request_id = "nothing"`:        {},
			`resource = "` + names[4] + `"`: {4},
			`time >= ` + at(2) + ` AND time < ` + at(4):                                    {3, 2},
			`method = "hearth.directory.v1.UnitService/CreateUnit" AND caller = "keys/k1"`: {6, 4, 2, 0},
		} {
			got := []int{}
			for _, entry := range f.entries(t, filter) {
				for i, name := range names {
					if entry.GetResource() == name {
						got = append(got, i)
					}
				}
			}
			require.Equal(t, want, got, filter)
		}
		pages(t, f, names)
	}, sets(t)...)
}

// pages reads the entries two at a time, while others are added.
func pages(t *testing.T, f *fixture, names []string) {
	client := directoryv1.NewAuditServiceClient(f.conn)
	var got []string
	req := &typev1.ListAuditEntriesRequest{PageSize: 2}
	token := ""
	for {
		answer, err := client.ListAuditEntries(calltest.As(t.Context(), "admin"), req)
		require.NoError(t, err)
		for _, entry := range answer.GetAuditEntries() {
			got = append([]string{entry.GetResource()}, got...)
		}
		require.LessOrEqual(t, len(got), len(names))
		if answer.GetNextPageToken() == "" {
			break
		}
		token = answer.GetNextPageToken()
		req.PageToken = token
		_, _, err = f.create(calltest.As(t.Context(), "admin"), unitRequest(team, ""))
		require.NoError(t, err)
	}
	require.Equal(t, names, got, "newer entries do not push older ones onto the next page")
	_, err := client.ListAuditEntries(calltest.As(t.Context(), "other"), &typev1.ListAuditEntriesRequest{PageToken: token})
	require.Equal(t, "PAGE_TOKEN_INVALID", calltest.Reason(err), "a token is its caller's")
}

func TestEntriesNeedTheWholeInstallation(t *testing.T) {
	for _, scope := range []model.Scope{{}, {Self: "p1"}, {Areas: []model.Area{{Unit: "u1"}}}, {Areas: []model.Area{{Employer: "acme"}}}} {
		_, err := request.Audit{}.ListAuditEntries(model.WithScope(t.Context(), scope), &typev1.ListAuditEntriesRequest{})
		require.ErrorIs(t, err, model.ErrPermissionDenied)
	}
}

func TestPrune(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		began := f.now
		for i := range 3 {
			f.now = began.AddDate(i, 0, 0)
			_, _, err := f.create(calltest.As(t.Context(), "admin"), unitRequest(team, fmt.Sprintf("%s%d", id1[:35], i)))
			require.NoError(t, err)
		}
		prune := func(now time.Time, answers, entries int) {
			t.Helper()
			require.NoError(t, request.Prune(t.Context(), d, now))
			require.Equal(t, answers, f.count(t, "request_answer"))
			require.Equal(t, entries, f.count(t, "request_entry"))
		}
		prune(began.AddDate(0, 0, 7).Add(-time.Microsecond), 3, 3)
		prune(began.AddDate(0, 0, 7), 2, 3)
		prune(began.AddDate(3, 0, 0).Add(-time.Microsecond), 0, 3)
		prune(began.AddDate(3, 0, 0), 0, 2)
		prune(began.AddDate(9, 0, 0), 0, 0)
	}, sets(t)...)
}

func TestPruneManyEntries(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		const rows = 2500 // more than two batches
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := range rows {
				_, err := tx.ExecContext(ctx, `INSERT INTO request_entry (time, caller, method, request_id, input_hash, resource, trace_id)
					VALUES ($1, '', '', '', $2, '', '')`, int64(i), []byte{})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		f := newFixture(t, d)
		require.NoError(t, request.Prune(t.Context(), d, time.UnixMicro(rows-2).UTC().AddDate(3, 0, 0)))
		require.Equal(t, 1, f.count(t, "request_entry"))
	}, request.Migrations())
}

func TestTheEntryNamesTheTrace(t *testing.T) {
	f := newFixture(t, testkit.Open(t, db.SQLite, sets(t)...))
	traceID := trace.TraceID{1, 2, 3}
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: trace.SpanID{4}})
	_, err := f.CreateUnit(trace.ContextWithSpanContext(within(t.Context()), span), unitRequest(team, ""))
	require.NoError(t, err)
	require.Equal(t, traceID.String(), f.entries(t, "")[0].GetTraceId())
}

// within is the context of a call of CreateUnit, without the way there.
func within(ctx context.Context) context.Context {
	return grpc.NewContextWithServerTransportStream(model.WithActor(ctx, model.Actor{Subject: "keys/k1"}), stream{})
}

type stream struct{ grpc.ServerTransportStream }

func (stream) Method() string { return "/hearth.directory.v1.UnitService/CreateUnit" }

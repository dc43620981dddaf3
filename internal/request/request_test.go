package request_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestDo(t *testing.T) {
	tests := map[string]func(t *testing.T, f *fixture){
		"the same request is answered once":      sameRequest,
		"another input":                          otherInput,
		"another caller or method":               otherCaller,
		"without a request id":                   noRequestID,
		"the window":                             window,
		"a refusal leaves nothing and may retry": refusal,
		"validate_only leaves nothing":           validateOnly,
		"a secret is shown once":                 secret,
		"a sealed call leaves no entry":          sealed,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) { test(t, newFixture(t, d)) }, sets(t)...)
		})
	}
}

func sameRequest(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "admin")
	first, replayed, err := f.create(ctx, unitRequest(team, id1))
	require.NoError(t, err)
	require.False(t, replayed)
	again, replayed, err := f.create(ctx, unitRequest(team, id1))
	require.NoError(t, err)
	require.True(t, replayed)
	require.Empty(t, cmp.Diff(first, again, protocmp.Transform()))
	require.Equal(t, 1, f.count(t, "thing"))

	entries := f.entries(t, "")
	require.Len(t, entries, 1)
	require.Equal(t, "keys/k1", entries[0].GetCaller())
	require.Equal(t, "hearth.directory.v1.UnitService/CreateUnit", entries[0].GetMethod())
	require.Equal(t, id1, entries[0].GetRequestId())
	require.Equal(t, first.GetName(), entries[0].GetResource())
	require.Len(t, entries[0].GetInputHash(), 64)
	require.Equal(t, f.now.Truncate(time.Microsecond), entries[0].GetTime().AsTime())
}

func otherInput(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "admin")
	_, _, err := f.create(ctx, unitRequest(team, id1))
	require.NoError(t, err)
	_, _, err = f.create(ctx, unitRequest(queue, id1))
	require.Equal(t, "REQUEST_ID_REUSED", calltest.Reason(err))
	require.Equal(t, codes.AlreadyExists, status.Code(err))
	require.Equal(t, 1, f.count(t, "thing"))
	require.Len(t, f.entries(t, ""), 1)
}

func otherCaller(t *testing.T, f *fixture) {
	mine, _, err := f.create(calltest.As(t.Context(), "admin"), unitRequest(team, id1))
	require.NoError(t, err)
	theirs, replayed, err := f.create(calltest.As(t.Context(), "other"), unitRequest(team, id1))
	require.NoError(t, err)
	require.False(t, replayed)
	require.NotEqual(t, mine.GetName(), theirs.GetName())
	_, err = directoryv1.NewKeyServiceClient(f.conn).CreateKey(calltest.As(t.Context(), "admin"), keyRequest(id1))
	require.NoError(t, err, "the same id on another method is another request")
	require.Equal(t, 3, f.count(t, "thing"))
}

func noRequestID(t *testing.T, f *fixture) {
	for range 2 {
		_, replayed, err := f.create(calltest.As(t.Context(), "admin"), unitRequest(team, ""))
		require.NoError(t, err)
		require.False(t, replayed)
	}
	entries := f.entries(t, "")
	require.Len(t, entries, 2)
	require.NotEmpty(t, entries[0].GetRequestId())
	require.NotEqual(t, entries[0].GetRequestId(), entries[1].GetRequestId())
	require.Equal(t, entries[0].GetInputHash(), entries[1].GetInputHash())
	require.Zero(t, f.count(t, "request_answer"))
}

func window(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "admin")
	first, _, err := f.create(ctx, unitRequest(team, id1))
	require.NoError(t, err)
	f.now = f.now.Add(request.Window - time.Microsecond)
	require.NoError(t, request.Prune(t.Context(), f.db, f.now))
	again, replayed, err := f.create(ctx, unitRequest(team, id1))
	require.NoError(t, err)
	require.True(t, replayed)
	require.Equal(t, first.GetName(), again.GetName())

	f.now = f.now.Add(time.Microsecond)
	later, replayed, err := f.create(ctx, unitRequest(queue, id1))
	require.NoError(t, err, "the id is free again, also when nobody has pruned yet")
	require.False(t, replayed)
	require.NotEqual(t, first.GetName(), later.GetName())
	_, replayed, err = f.create(ctx, unitRequest(queue, id1))
	require.NoError(t, err)
	require.True(t, replayed, "and its window begins anew")
}

func refusal(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "admin")
	for _, refused := range []error{model.ErrNotFound, errors.New("a defect"), context.DeadlineExceeded} {
		f.before = func(context.Context) error { return refused }
		_, _, err := f.create(ctx, unitRequest(team, id1))
		require.Error(t, err)
		require.Zero(t, f.count(t, "thing")+f.count(t, "request_answer")+f.count(t, "request_entry"))
	}
	f.before = nil
	_, replayed, err := f.create(ctx, unitRequest(queue, id1))
	require.NoError(t, err)
	require.False(t, replayed)
}

func validateOnly(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "admin")
	dry := unitRequest(team, id1)
	dry.ValidateOnly = true
	unit, replayed, err := f.create(ctx, dry)
	require.NoError(t, err)
	require.False(t, replayed)
	require.Equal(t, team, unit.GetKind())
	require.Zero(t, f.count(t, "thing")+f.count(t, "request_answer")+f.count(t, "request_entry"))

	f.before = func(context.Context) error { return model.ErrNotFound }
	_, _, err = f.create(ctx, dry)
	require.Equal(t, "NOT_FOUND", calltest.Reason(err))

	f.before = nil
	_, replayed, err = f.create(ctx, unitRequest(team, id1))
	require.NoError(t, err)
	require.False(t, replayed, "checking does not use up the request id")
}

func secret(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "admin")
	client := directoryv1.NewKeyServiceClient(f.conn)
	first, err := client.CreateKey(ctx, keyRequest(id1))
	require.NoError(t, err)
	require.Equal(t, "hk_once", first.GetSecret())
	_, err = client.CreateKey(ctx, keyRequest(id1))
	require.Equal(t, "SECRET_ALREADY_SHOWN", calltest.Reason(err))
	other := keyRequest(id1)
	other.Key.DisplayName = "another"
	_, err = client.CreateKey(ctx, other)
	require.Equal(t, "REQUEST_ID_REUSED", calltest.Reason(err))
	require.Equal(t, 1, f.count(t, "thing"))
	require.Equal(t, 1, f.count(t, "request_answer WHERE response IS NULL"), "the secret is not kept")
	require.Len(t, f.entries(t, ""), 1)
}

func sealed(t *testing.T, f *fixture) {
	ctx := calltest.As(t.Context(), "agent")
	client := surveyv1.NewResponseServiceClient(f.conn)
	answer := &surveyv1.SubmitResponseRequest{Survey: "surveys/00000000-0000-7000-8000-000000000001"}
	_, err := client.SubmitResponse(ctx, answer)
	require.NoError(t, err)
	require.Zero(t, f.count(t, "request_answer")+f.count(t, "request_entry"), "without a request id nothing is kept")

	answer.RequestId = id1
	for range 2 {
		_, err = client.SubmitResponse(ctx, answer)
		require.NoError(t, err)
	}
	require.Equal(t, 2, f.count(t, "thing"))
	require.Zero(t, f.count(t, "request_entry"))
	require.Empty(t, f.entries(t, ""))

	// What is kept of two people who gave the same answer at different hours of one day shows neither the answer nor the hour.
	f.now = f.now.Add(-12 * time.Hour)
	answer.RequestId = id2
	_, err = client.SubmitResponse(ctx, answer)
	require.NoError(t, err)
	require.Equal(t, 2, f.count(t, "request_answer"))
	require.Equal(t, 1, f.count(t, "(SELECT DISTINCT expires FROM request_answer) AS e"))
	require.Equal(t, 2, f.count(t, "(SELECT DISTINCT input_hash FROM request_answer) AS i"))
}

func keyRequest(requestID string) *directoryv1.CreateKeyRequest {
	return &directoryv1.CreateKeyRequest{RequestId: requestID, Key: &directoryv1.Key{DisplayName: "payroll"},
		Grants: []*directoryv1.KeyGrant{{Role: optionv1.Role_ROLE_SYSTEM}}}
}

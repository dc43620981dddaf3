package rpc_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestAnswers(t *testing.T) {
	overBoth(t, map[string]func(t *testing.T, p *peer){
		"a refusal arrives with its details": refusalArrives,
		"in the caller's language":           inTheCallersLanguage,
		"when to come back":                  whenToComeBack,
		"a defect shows nothing":             defectShowsNothing,
		"a status of another server":         statusOfAnotherServer,
		"headers and trailers":               headersAndTrailers,
		"an unknown method":                  unknownMethod,
	})
}

func detail[T any](t *testing.T, err error) T {
	t.Helper()
	for _, detail := range status.Convert(err).Details() {
		if wanted, ok := detail.(T); ok {
			return wanted
		}
	}
	var none T
	require.Failf(t, "a detail is missing", "%T in %v", none, status.Convert(err).Details())
	return none
}

func refusalArrives(t *testing.T, p *peer) {
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return nil, fmt.Errorf("reading: %w", model.NewFault("UNIT_CYCLE").With("unit", unitName).At("unit.parent", model.Say("stands below the unit", "位于该单元之下")))
	}
	_, err := p.getUnit(calltest.As(t.Context(), "admin"))
	require.Equal(t, codes.FailedPrecondition, status.Code(err))
	info := detail[*errdetails.ErrorInfo](t, err)
	require.Equal(t, "UNIT_CYCLE", info.GetReason())
	require.Equal(t, "hearth", info.GetDomain())
	require.Equal(t, map[string]string{"unit": unitName}, info.GetMetadata())
	violations := detail[*errdetails.BadRequest](t, err).GetFieldViolations()
	require.Len(t, violations, 1)
	require.Equal(t, "unit.parent", violations[0].GetField())
	require.Equal(t, "stands below the unit", violations[0].GetDescription())
}

func inTheCallersLanguage(t *testing.T, p *peer) {
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return nil, model.ErrNotFound
	}
	for header, want := range map[string]struct{ locale, text string }{
		"zh-CN":                   {"zh-CN", "未找到相应内容。"},
		"zh-Hans-CN, en;q=0.5":    {"zh-CN", "未找到相应内容。"},
		"en-GB":                   {"en", "There is no such thing here."},
		"de, fr":                  {"en", "There is no such thing here."},
		"":                        {"en", "There is no such thing here."},
		"%%%":                     {"en", "There is no such thing here."},
		strings.Repeat("zh,", 99): {"en", "There is no such thing here."},
	} {
		ctx := metadata.AppendToOutgoingContext(calltest.As(t.Context(), "admin"), "accept-language", header)
		_, err := p.getUnit(ctx)
		message := detail[*errdetails.LocalizedMessage](t, err)
		require.Equal(t, want.locale, message.GetLocale(), header)
		require.Equal(t, want.text, message.GetMessage(), header)
		require.Equal(t, "There is no such thing here.", status.Convert(err).Message(), "the message is for engineers")
	}
	ctx := metadata.AppendToOutgoingContext(calltest.As(t.Context(), "admin"), "grpcgateway-accept-language", "zh-CN")
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return nil, model.InvalidField("name", model.Archived)
	}
	_, err := p.getUnit(ctx)
	require.Equal(t, "已归档", detail[*errdetails.BadRequest](t, err).GetFieldViolations()[0].GetDescription())
	require.Equal(t, "Some fields are missing or wrong. name: has been archived.", status.Convert(err).Message())
	require.Equal(t, "zh-CN", detail[*errdetails.LocalizedMessage](t, err).GetLocale())
}

func whenToComeBack(t *testing.T, p *peer) {
	for _, test := range []struct {
		fault *model.Fault
		want  time.Duration
	}{
		{model.ErrRateLimited.With("retry_after", "1.5s"), 1500 * time.Millisecond},
		{model.ErrRateLimited, time.Second},
		{model.ErrUnavailable, time.Second},
		{model.ErrUnavailable.With("retry_after", "odd"), time.Second},
	} {
		p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { return nil, test.fault }
		// A method that changes something, for a client repeats the others by itself.
		p.create = func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
			return nil, test.fault
		}
		_, err := directoryv1.NewUnitServiceClient(p.conn).CreateUnit(calltest.As(t.Context(), "admin"), goodUnit())
		require.Equal(t, test.want, detail[*errdetails.RetryInfo](t, err).GetRetryDelay().AsDuration())
		require.Empty(t, detail[*errdetails.ErrorInfo](t, err).GetMetadata()["retry_after"])
	}
}

func defectShowsNothing(t *testing.T, p *peer) {
	const hidden = "hunter2"
	defects := map[string]func() error{
		"an error":          func() error { return errors.New("open /var/" + hidden) },
		"of the database":   func() error { return fmt.Errorf("%s: %w", hidden, sql.ErrNoRows) },
		"an unknown reason": func() error { return model.NewFault("NO_SUCH_REASON").With("password", hidden) },
		"a bare status":     func() error { return status.Error(codes.InvalidArgument, hidden) },
		"a panic":           func() error { panic(hidden) },
		"a nil dereference": func() error { var unit *model.Fault; return errors.New(hidden + unit.Reason) },
	}
	for name, defect := range defects {
		p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { return nil, defect() }
		p.snapshot = func(*directoryv1.SnapshotRosterRequest, grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
			return defect()
		}
		_, unary := p.getUnit(calltest.As(t.Context(), "admin"))
		_, stream := p.drain(calltest.As(t.Context(), "system"))
		for _, err := range []error{unary, stream} {
			require.Equal(t, codes.Internal, status.Code(err), name)
			require.Equal(t, "INTERNAL", calltest.Reason(err), name)
			require.NotContains(t, status.Convert(err).Proto().String(), hidden, name)
		}
	}
}

func statusOfAnotherServer(t *testing.T, p *peer) {
	hearths, err := status.New(codes.FailedPrecondition, "over there").WithDetails(&errdetails.ErrorInfo{Reason: "TOO_FEW", Domain: "hearth"})
	require.NoError(t, err)
	for _, test := range []struct {
		answer error
		code   codes.Code
		reason string
	}{
		{hearths.Err(), codes.FailedPrecondition, "TOO_FEW"},
		{fmt.Errorf("asking survey: %w", hearths.Err()), codes.FailedPrecondition, "TOO_FEW"},
		{status.Error(codes.Unavailable, "dial tcp 10.1.2.3:9090"), codes.Unavailable, "UNAVAILABLE"},
		{status.Error(codes.DeadlineExceeded, "10.1.2.3"), codes.DeadlineExceeded, "DEADLINE_EXCEEDED"},
		{status.Error(codes.Unimplemented, "10.1.2.3"), codes.Unimplemented, "NO_SUCH_METHOD"},
		{status.Error(codes.ResourceExhausted, "10.1.2.3"), codes.ResourceExhausted, "TOO_LARGE"},
		{status.Error(codes.Canceled, "10.1.2.3"), codes.Canceled, ""},
		{status.Error(codes.Unauthenticated, "10.1.2.3"), codes.Internal, "INTERNAL"},
	} {
		p.create = func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
			return nil, test.answer
		}
		_, err := directoryv1.NewUnitServiceClient(p.conn).CreateUnit(calltest.As(t.Context(), "admin"), goodUnit())
		require.Equal(t, test.code, status.Code(err), test.answer)
		require.Equal(t, test.reason, calltest.Reason(err), test.answer)
		require.NotContains(t, err.Error(), "10.1.2.3")
	}
}

func headersAndTrailers(t *testing.T, p *peer) {
	for _, outcome := range []error{nil, model.ErrNotFound} {
		p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			return &directoryv1.Unit{}, errors.Join(outcome, grpc.SetHeader(ctx, metadata.Pairs("x-head", "a", "x-head", "b", "x-raw-bin", "\x00\xff")),
				grpc.SetTrailer(ctx, metadata.Pairs("x-tail", "c")))
		}
		p.snapshot = func(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
			to.SetTrailer(metadata.Pairs("x-tail", "c"))
			return errors.Join(to.SendHeader(metadata.Pairs("x-head", "a", "x-head", "b", "x-raw-bin", "\x00\xff")),
				to.Send(&directoryv1.SnapshotRosterResponse{}), outcome)
		}
		var header, trailer metadata.MD
		_, err := p.getUnit(calltest.As(t.Context(), "admin"), grpc.Header(&header), grpc.Trailer(&trailer))
		require.Equal(t, outcome == nil, err == nil)
		requireMetadata(t, header, trailer)

		stream, err := directoryv1.NewRosterServiceClient(p.conn).SnapshotRoster(calltest.As(t.Context(), "system"), &directoryv1.SnapshotRosterRequest{})
		require.NoError(t, err)
		header, err = stream.Header()
		require.NoError(t, err)
		_, err = receive(stream)
		require.Equal(t, outcome == nil, err == nil)
		requireMetadata(t, header, stream.Trailer())
	}
}

func requireMetadata(t *testing.T, header, trailer metadata.MD) {
	t.Helper()
	require.Equal(t, []string{"a", "b"}, header.Get("x-head"))
	require.Equal(t, []string{"\x00\xff"}, header.Get("x-raw-bin"))
	require.Equal(t, []string{"c"}, trailer.Get("x-tail"))
}

func unknownMethod(t *testing.T, p *peer) {
	ctx := metadata.AppendToOutgoingContext(calltest.As(t.Context(), "admin"), "accept-language", "zh-CN")
	for _, method := range []string{
		"/hearth.directory.v1.UnitService/NoSuchMethod", "/hearth.directory.v1.PersonService/GetPerson", "/nowhere.v1.None/None",
		"/hearth.directory.v1.UnitService/UpdateUnit", // registered, not implemented
	} {
		err := p.conn.Invoke(ctx, method, goodUpdate(), &directoryv1.Unit{})
		require.Equal(t, codes.Unimplemented, status.Code(err), method)
		require.Equal(t, "NO_SUCH_METHOD", calltest.Reason(err), method)
		require.Equal(t, "zh-CN", detail[*errdetails.LocalizedMessage](t, err).GetLocale(), method)
	}
	stream, err := p.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, "/nowhere.v1.None/None")
	if err == nil { // a network tells with the first answer
		err = stream.RecvMsg(&directoryv1.Unit{})
	}
	require.Equal(t, "NO_SUCH_METHOD", calltest.Reason(err))
}

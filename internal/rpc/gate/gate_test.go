package gate_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/rpc/gate"
)

// A person who meets a defect can tell its trace, under which the log has what the answer does not show.
func TestADefectIsLoggedAndTraceable(t *testing.T) {
	var log bytes.Buffer
	g := &gate.Gate{Log: slog.New(slog.NewTextHandler(&log, nil)), MaxBytes: 1, Serves: func(string) bool { return false }}
	traceID := trace.TraceID{7}
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: trace.SpanID{1}}))
	info := &grpc.UnaryServerInfo{FullMethod: "/hearth.directory.v1.UnitService/GetUnit"}
	for _, handler := range []grpc.UnaryHandler{
		func(context.Context, any) (any, error) { return nil, errors.New("the disk is full") },
		func(context.Context, any) (any, error) { panic("the disk is full") },
	} {
		log.Reset()
		_, err := g.Unary(ctx, nil, info, handler)
		require.NotContains(t, err.Error(), "disk")
		require.Contains(t, log.String(), "the disk is full")
		require.Contains(t, log.String(), "hearth.directory.v1.UnitService/GetUnit")
		info, ok := status.Convert(err).Details()[0].(*errdetails.ErrorInfo)
		require.True(t, ok)
		require.Equal(t, map[string]string{"trace_id": traceID.String()}, info.GetMetadata())
	}
}

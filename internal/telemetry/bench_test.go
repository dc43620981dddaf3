package telemetry_test

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/stats"

	"github.com/hearth-culture/hearth/internal/telemetry"
)

// BenchmarkServerStats measures what being seen costs a call that nobody traces.
func BenchmarkServerStats(b *testing.B) {
	made, err := telemetry.New(b.Context(), telemetry.Config{Service: "hearth", Output: io.Discard})
	require.NoError(b, err)
	info := &stats.RPCTagInfo{FullMethodName: "/hearth.directory.v1.UnitService/GetUnit"}
	b.ReportAllocs()
	for b.Loop() {
		ctx := made.ServerStats.TagRPC(context.Background(), info)
		began := time.Now()
		made.ServerStats.HandleRPC(ctx, &stats.Begin{BeginTime: began})
		made.ServerStats.HandleRPC(ctx, &stats.InPayload{})
		made.ServerStats.HandleRPC(ctx, &stats.OutPayload{})
		made.ServerStats.HandleRPC(ctx, &stats.End{BeginTime: began, EndTime: began})
	}
}

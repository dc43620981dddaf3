package forward_test

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// BenchmarkForwarded is a call of 500 bytes with 32 callers, forwarded, and as the yardstick straight to the service.
func BenchmarkForwarded(b *testing.B) {
	p := &peer{}
	unit := &directoryv1.Unit{Name: unitName, Site: strings.Repeat("x", 500)}
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { return unit, nil }
	direct := calltest.Dial(b, p.server(b))
	for _, way := range []struct {
		name string
		conn grpc.ClientConnInterface
	}{{"forwarded", edge(b, direct)}, {"yardstick", direct}} {
		b.Run(way.name, func(b *testing.B) {
			units := directoryv1.NewUnitServiceClient(way.conn)
			ctx := calltest.As(b.Context(), "admin")
			b.SetParallelism(16)
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: unitName}); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		})
	}
}

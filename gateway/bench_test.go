package gateway_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// BenchmarkJSON is a request with 32 callers: through the whole gateway to a service that asks for a token and checks the message,
// within the process and behind a port; and, as the yardstick, through nothing but grpc-gateway to a bare gRPC server.
func BenchmarkJSON(b *testing.B) {
	unit := &directoryv1.Unit{Name: unitName, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, Etag: "e1", CreateTime: stamp,
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": strings.Repeat("night ", 30), "zh-CN": strings.Repeat("夜班", 30)}}}
	get := func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { return unit, nil }
	for _, shape := range []string{"one process", "split"} {
		b.Run(shape, func(b *testing.B) {
			h := open(b, shape == "split", options{})
			h.get = get
			askInParallel(b, h.url)
		})
	}
	b.Run("yardstick", func(b *testing.B) {
		server := grpc.NewServer()
		directoryv1.RegisterUnitServiceServer(server, &directory{get: get})
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(b, err)
		go func() { _ = server.Serve(listener) }()
		b.Cleanup(server.Stop)
		conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
		require.NoError(b, err)
		b.Cleanup(func() { _ = conn.Close() })
		mux := runtime.NewServeMux()
		require.NoError(b, directoryv1.RegisterUnitServiceHandler(b.Context(), mux, conn))
		askInParallel(b, "http://"+serveHTTP(b, &http.Server{Handler: mux}))
	})
}

func askInParallel(b *testing.B, url string) {
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	b.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport}
	b.SetParallelism(16)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			request, err := http.NewRequest(http.MethodGet, url+"/directory/v1/"+unitName, nil)
			if err != nil {
				b.Error(err)
				return
			}
			request.Header.Set("Authorization", "Bearer admin")
			response, err := client.Do(request)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			if response.StatusCode != http.StatusOK {
				b.Errorf("status %d", response.StatusCode)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

package rpc_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// BenchmarkCall is one unary call of some 400 bytes there and back: the handler itself, through all that a call passes within the
// process, over the network with the same, and over the network with nothing of ours.
func BenchmarkCall(b *testing.B) {
	p := newPeer()
	p.create = func(_ context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
		return req.GetUnit(), nil
	}
	server := calltest.Server(b, who)
	p.register(server)

	bare := grpc.NewServer()
	directoryv1.RegisterUnitServiceServer(bare, p.units)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	go func() { _ = bare.Serve(listener) }()
	b.Cleanup(bare.Stop)
	toBare, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, toBare.Close()) })

	req := goodUnit()
	req.Unit.DisplayName.Texts = map[string]string{"en": strings.Repeat("Night shift ", 12), "zh-CN": strings.Repeat("夜班", 20)}
	req.Unit.ExternalIds = []*typev1.ExternalId{{Source: "hris", Id: strings.Repeat("7", 60)}, {Source: "acd", Id: "1"}}
	ctx := calltest.As(b.Context(), "admin")
	for _, way := range []struct {
		name string
		call func() error
	}{
		{"direct", func() error { _, err := p.CreateUnit(ctx, req); return err }},
		{"in-process", through(ctx, server.Channel(), req)},
		{"network", through(ctx, calltest.Dial(b, server), req)},
		{"network, bare grpc-go", through(ctx, toBare, req)},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := way.call(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(way.name+"/parallel", func(b *testing.B) {
			b.SetParallelism(16)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := way.call(); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

func through(ctx context.Context, conn grpc.ClientConnInterface, req *directoryv1.CreateUnitRequest) func() error {
	client := directoryv1.NewUnitServiceClient(conn)
	return func() error { _, err := client.CreateUnit(ctx, req); return err }
}

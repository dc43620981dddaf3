package gate_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/rpc/gate"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
)

type inside struct{}

func (inside) Network() string { return "inproc" }
func (inside) String() string  { return "0" }

func TestWhereACallComesFrom(t *testing.T) {
	proved := credentials.TLSInfo{State: tls.ConnectionState{VerifiedChains: [][]*x509.Certificate{{}}}}
	tcp := func(text string) net.Addr { return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(text)) }
	g := &gate.Gate{Proxies: origin.Proxies{netip.MustParsePrefix("10.1.0.0/24")}, MaxBytes: 1 << 20, Serves: func(string) bool { return true }}
	for name, test := range map[string]struct {
		from            *peer.Peer
		told, forwarded []string
		want            string
	}{
		"direct":                                {&peer.Peer{Addr: tcp("198.51.100.7:1234")}, nil, nil, "198.51.100.7"},
		"direct, with a made-up address":        {&peer.Peer{Addr: tcp("198.51.100.7:1234")}, []string{"192.0.2.1"}, []string{"for=192.0.2.1"}, "198.51.100.7"},
		"direct, encrypted, with a made-up one": {&peer.Peer{Addr: tcp("198.51.100.7:1234"), AuthInfo: credentials.TLSInfo{}}, []string{"192.0.2.1"}, nil, "198.51.100.7"},
		"a proxy that is believed":              {&peer.Peer{Addr: tcp("10.1.0.5:1234")}, []string{"198.51.100.7, 192.0.2.1"}, nil, "192.0.2.1"},
		"one that says so in the newer way":     {&peer.Peer{Addr: tcp("10.1.0.5:1234")}, nil, []string{"for=192.0.2.1"}, "192.0.2.1"},
		"the gateway of this process":           {&peer.Peer{Addr: inside{}}, []string{"192.0.2.1"}, nil, "192.0.2.1"},
		"this process itself":                   {&peer.Peer{Addr: inside{}}, nil, nil, "invalid IP"},
		"a proxy of this machine":               {&peer.Peer{Addr: tcp("127.0.0.1:1")}, []string{"192.0.2.1"}, nil, "192.0.2.1"},
		"a gateway that has proved to be one":   {&peer.Peer{Addr: tcp("10.0.0.5:1"), AuthInfo: proved}, []string{"192.0.2.1"}, nil, "192.0.2.1"},
		"one that has and says nothing":         {&peer.Peer{Addr: tcp("10.0.0.5:1"), AuthInfo: proved}, nil, nil, "10.0.0.5"},
		"nobody knows":                          {nil, []string{"192.0.2.1"}, nil, "invalid IP"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := metadata.NewIncomingContext(t.Context(), metadata.MD{"x-forwarded-for": test.told, "forwarded": test.forwarded})
			if test.from != nil {
				ctx = peer.NewContext(ctx, test.from)
			}
			info := &grpc.UnaryServerInfo{FullMethod: directoryv1.TokenService_ExchangeToken_FullMethodName}
			request := &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: "x"}}
			got, err := g.Unary(ctx, request, info, func(ctx context.Context, _ any) (any, error) { return origin.From(ctx), nil })
			require.NoError(t, err)
			require.Equal(t, test.want, got.(netip.Addr).String())
		})
	}
}

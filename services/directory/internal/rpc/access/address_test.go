package access

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
)

type inside struct{}

func (inside) Network() string { return "inproc" }
func (inside) String() string  { return "0" }

func TestAddress(t *testing.T) {
	proved := credentials.TLSInfo{State: tls.ConnectionState{VerifiedChains: [][]*x509.Certificate{{}}}}
	unproved := credentials.TLSInfo{}
	tcp := func(text string) net.Addr {
		addr, err := net.ResolveTCPAddr("tcp", text)
		require.NoError(t, err)
		return addr
	}
	for name, test := range map[string]struct {
		from      peer.Peer
		forwarded []string
		want      string
	}{
		"direct":                                 {peer.Peer{Addr: tcp("198.51.100.7:1234")}, nil, "198.51.100.7"},
		"direct, with a made-up address":         {peer.Peer{Addr: tcp("198.51.100.7:1234")}, []string{"192.0.2.1"}, "198.51.100.7"},
		"direct, encrypted, with a made-up one":  {peer.Peer{Addr: tcp("198.51.100.7:1234"), AuthInfo: unproved}, []string{"192.0.2.1"}, "198.51.100.7"},
		"an IPv6 machine has its whole network":  {peer.Peer{Addr: tcp("[2001:db8:1:2:3::4]:1234")}, nil, "2001:db8:1:2::/64"},
		"IPv4 within IPv6":                       {peer.Peer{Addr: tcp("[::ffff:198.51.100.7]:1")}, nil, "198.51.100.7"},
		"the gateway of this process":            {peer.Peer{Addr: inside{}}, []string{"192.0.2.1"}, "192.0.2.1"},
		"behind it, the client made one up":      {peer.Peer{Addr: inside{}}, []string{"10.0.0.1, 192.0.2.1"}, "192.0.2.1"},
		"in two headers":                         {peer.Peer{Addr: inside{}}, []string{"10.0.0.1", "192.0.2.1"}, "192.0.2.1"},
		"this process itself":                    {peer.Peer{Addr: inside{}}, nil, ""},
		"rubbish":                                {peer.Peer{Addr: inside{}}, []string{"unknown"}, ""},
		"a proxy of this machine":                {peer.Peer{Addr: tcp("127.0.0.1:1")}, []string{"192.0.2.1"}, "192.0.2.1"},
		"this machine":                           {peer.Peer{Addr: tcp("127.0.0.1:1")}, nil, "127.0.0.1"},
		"a gateway that has proved to be one":    {peer.Peer{Addr: tcp("10.0.0.5:1"), AuthInfo: proved}, []string{"192.0.2.1"}, "192.0.2.1"},
		"one that has and says nothing":          {peer.Peer{Addr: tcp("10.0.0.5:1"), AuthInfo: proved}, nil, "10.0.0.5"},
		"an IPv6 address with a zone, forwarded": {peer.Peer{Addr: inside{}}, []string{"fe80::1%eth0"}, "fe80::/64"},
	} {
		ctx := peer.NewContext(t.Context(), &test.from)
		ctx = metadata.NewIncomingContext(ctx, metadata.MD{"x-forwarded-for": test.forwarded})
		require.Equal(t, test.want, address(ctx), name)
	}
	require.Empty(t, address(t.Context()))
}

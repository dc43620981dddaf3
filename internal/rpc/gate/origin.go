package gate

import (
	"context"
	"net"
	"net/netip"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/hearth-culture/hearth/internal/rpc/origin"
)

// origin is where the call was made. Within the process, and by a certificate, another part of Hearth tells what it has found out
// itself.
func (g *Gate) origin(ctx context.Context) netip.Addr {
	from, ok := peer.FromContext(ctx)
	if !ok {
		return netip.Addr{}
	}
	told := origin.Told{
		For: metadata.ValueFromIncomingContext(ctx, "x-forwarded-for"), Forwarded: metadata.ValueFromIncomingContext(ctx, "forwarded"),
	}
	network, ok := from.Addr.(*net.TCPAddr)
	if !ok {
		return g.Proxies.Caller(netip.Addr{}, true, told)
	}
	return g.Proxies.Caller(network.AddrPort().Addr(), isPeer(from), told)
}

// isPeer says that the caller has proved by a certificate to be another part of Hearth.
func isPeer(from *peer.Peer) bool {
	info, ok := from.AuthInfo.(credentials.TLSInfo)
	return ok && len(info.State.VerifiedChains) > 0
}

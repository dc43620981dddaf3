package access

import (
	"context"
	"net/netip"
	"strings"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
)

// address is where the caller is, as an address without a port, or for IPv6 the network that a site has; "" where nobody can tell.
//
// A call that came through the gateway or a proxy of this machine names the address that they saw, last in x-forwarded-for. Anybody else
// could make that up: theirs is the address of the connection.
func address(ctx context.Context) string {
	from, ok := peer.FromContext(ctx)
	if !ok {
		return ""
	}
	at, err := netip.ParseAddrPort(from.Addr.String())
	inProcess := err != nil
	if inProcess || at.Addr().Unmap().IsLoopback() || isPeer(from) {
		if seen, ok := forwarded(ctx); ok {
			return network(seen)
		}
	}
	if inProcess {
		return ""
	}
	return network(at.Addr())
}

// isPeer says that the caller has proved by a certificate to be another part of Hearth.
func isPeer(from *peer.Peer) bool {
	info, ok := from.AuthInfo.(credentials.TLSInfo)
	return ok && len(info.State.VerifiedChains) > 0
}

func forwarded(ctx context.Context) (netip.Addr, bool) {
	lines := metadata.ValueFromIncomingContext(ctx, "x-forwarded-for")
	if len(lines) == 0 {
		return netip.Addr{}, false
	}
	hops := strings.Split(lines[len(lines)-1], ",")
	seen, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1]))
	return seen, err == nil
}

func network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	// One machine has every address of its network.
	return netip.PrefixFrom(addr, 64).Masked().String()
}

package forward

import (
	"net/netip"
	"strings"

	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

const addressKey = "x-forwarded-for"

// Address is the metadata that tells a method where its caller is, for the methods whose permission asks for it and for no other. The
// address is that of the connection, remote, or where a proxy of this machine made it, the one that the proxy saw.
func Address(fullMethod, remote string, forwarded []string) metadata.MD {
	method, ok := permit.Lookup(fullMethod)
	if !ok || !method.Permission.GetNeedsAddress() {
		return nil
	}
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return nil
	}
	seen := at.Addr()
	if seen.Unmap().IsLoopback() && len(forwarded) > 0 {
		hops := strings.Split(forwarded[len(forwarded)-1], ",")
		if told, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
			seen = told
		}
	}
	return metadata.Pairs(addressKey, seen.String())
}

// Package origin finds out where a call comes from when proxies that are believed stand in between.
package origin

import (
	"context"
	"net/netip"
	"slices"
)

// Proxies are the networks of the proxies that are believed. None: only those of this machine are.
type Proxies []netip.Prefix

// Told is what the headers of a call say about its way: the lines of X-Forwarded-For and those of Forwarded (RFC 7239).
type Told struct{ For, Forwarded []string }

// Caller is the address of who made the call that came over a connection from the address from: the invalid address for one within the
// process.
//
// A connection is believed when it comes from a proxy, from this machine, or is known to be another part of Hearth. What it tells is
// read from the right, where each proxy adds whom it saw: the first who is no proxy is the caller, whatever stands left of it, for
// that is the caller's own word. Where a hop cannot be read, the one before it is all that is known. Where both headers are there and
// do not agree, one of them is the caller's word, and nobody can say which: neither is believed.
func (p Proxies) Caller(from netip.Addr, known bool, told Told) netip.Addr {
	from = plain(from)
	if !known && !from.IsLoopback() && !p.have(from) {
		return from
	}
	byFor, byForwarded := p.walk(from, hopsOf(told.For)), p.walk(from, forwardedHops(told.Forwarded))
	switch {
	case len(told.Forwarded) == 0 || byFor == byForwarded:
		return byFor
	case len(told.For) == 0:
		return byForwarded
	}
	return from
}

// walk goes from hop to hop for as long as proxies are believed.
func (p Proxies) walk(from netip.Addr, hops []string) netip.Addr {
	for _, hop := range slices.Backward(hops) {
		addr, ok := parse(hop)
		if !ok {
			return from
		}
		if from = addr; !p.have(from) {
			return from
		}
	}
	return from
}

func (p Proxies) have(addr netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(addr) })
}

// plain is the address as all others are compared with it: without a zone, and IPv4 as such.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }

// Network is what counts as one place: the address, or for IPv6 the network that a site has, for one machine has every address of it.
// It is "" for the invalid address.
func Network(addr netip.Addr) string {
	switch addr = plain(addr); {
	case !addr.IsValid():
		return ""
	case addr.Is4():
		return addr.String()
	}
	return netip.PrefixFrom(addr, 64).Masked().String()
}

type key struct{}

// With puts the caller's address into the context.
func With(ctx context.Context, addr netip.Addr) context.Context {
	return context.WithValue(ctx, key{}, addr)
}

// From is the caller's address, invalid where nobody knows it.
func From(ctx context.Context) netip.Addr {
	addr, _ := ctx.Value(key{}).(netip.Addr)
	return addr
}

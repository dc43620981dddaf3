package origin

import (
	"net/netip"
	"strings"
)

// hopsOf are the hops that the lines of X-Forwarded-For name, the last one nearest.
func hopsOf(lines []string) []string {
	var hops []string
	for _, line := range lines {
		hops = append(hops, strings.Split(line, ",")...)
	}
	return hops
}

// forwardedHops are the hops that the lines of Forwarded name, the last one nearest: "" for one that says nothing of whom it saw.
func forwardedHops(lines []string) []string {
	var hops []string
	for _, line := range lines {
		elements, ok := split(line, ',')
		if !ok {
			// A quotation without an end may have swallowed what a proxy added.
			elements = []string{""}
		}
		for _, element := range elements {
			hops = append(hops, seenBy(element))
		}
	}
	return hops
}

// seenBy is whom a proxy says it saw, by the element that it added: "for=192.0.2.60;proto=http".
func seenBy(element string) string {
	pairs, ok := split(element, ';')
	if !ok {
		return ""
	}
	seen := ""
	for _, pair := range pairs {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if !strings.EqualFold(name, "for") {
			continue
		}
		if seen != "" {
			return "" // it cannot have seen two
		}
		seen = unquote(value)
	}
	return seen
}

// split cuts a text at the separators outside of quotations. It fails where a quotation has no end.
func split(text string, separator byte) ([]string, bool) {
	var parts []string
	begun, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++ // what follows stands for itself
		case c == separator && !quoted:
			parts = append(parts, text[begun:i])
			begun = i + 1
		}
	}
	return append(parts, text[begun:]), !quoted
}

// unquote takes the quotation marks away. An address needs no escapes: a text with some is none.
func unquote(value string) string {
	if inner, ok := strings.CutPrefix(value, `"`); ok {
		return strings.TrimSuffix(inner, `"`)
	}
	return value
}

// parse reads a hop: an address, with or without a port, and for IPv6 with or without brackets.
func parse(hop string) (netip.Addr, bool) {
	hop = strings.TrimSpace(hop)
	if both, err := netip.ParseAddrPort(hop); err == nil {
		return plain(both.Addr()), true
	}
	if inner, ok := strings.CutPrefix(hop, "["); ok {
		hop = strings.TrimSuffix(inner, "]")
	}
	addr, err := netip.ParseAddr(hop)
	return plain(addr), err == nil
}

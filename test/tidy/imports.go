package tidy

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// place is where a package stands in the house.
type place struct {
	dir     string // "" for what is not ours
	top     string // cmd, services, gateway, internal, proto, examples, test
	service string
	layer   string // domain, rpc, store or events inside a service; "" for its door and the doors of its areas
}

var layers = []string{"domain", "rpc", "store", "events"}

func placeOf(dir string) place {
	parts := strings.Split(dir, "/")
	p := place{dir: dir, top: parts[0]}
	if p.top != "services" || len(parts) < 2 {
		return p
	}
	p.service = parts[1]
	for _, part := range parts[2:] {
		if slices.Contains(layers, part) {
			p.layer = part
			break
		}
	}
	return p
}

// Imports says which imports point the wrong way.
func Imports(tree Tree) []string {
	var wrong []string
	for _, file := range tree {
		from := placeOf(file.dir())
		for _, imported := range file.Imports {
			var why string
			if dir, ours := strings.CutPrefix(imported, Module+"/"); ours {
				why = whyNotOurs(from, placeOf(dir), file.isTest())
			} else if !file.isTest() {
				why = whyNotForeign(from, imported)
			}
			if why != "" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", file.Path, imported, why))
			}
		}
	}
	return wrong
}

// reach is what each part of the house may know. cmd and test may know everything.
var reach = map[string][]string{
	"proto":    {"proto"},
	"internal": {"internal", "proto"},
	"gateway":  {"gateway", "internal", "proto"},
	"services": {"services", "internal", "proto"},
	"cmd":      {"cmd", "services", "gateway", "internal", "proto"},
	// An example is a client.
	"examples": {"examples", "proto"},
	"test":     {"test", "cmd", "services", "gateway", "internal", "proto"},
}

func whyNotOurs(from, to place, test bool) string {
	switch {
	case !slices.Contains(reach[from.top], to.top):
		return fmt.Sprintf("%s must not know %s", from.top, to.top)
	case from.service != "" && to.service != "" && from.service != to.service:
		return "a service reaches another only through its proto client or its events"
	case test:
		return "" // a test may put the real parts of its own service together
	case under(to.dir, "internal/testkit") && !testSupport(from):
		return "testkit is for tests"
	case under(from.dir, "internal/model") && !under(to.dir, "internal/model"):
		return "internal/model knows the standard library alone"
	case under(from.dir, expression) && !computes(to.dir):
		return expression + " computes alone: of ours, it knows internal/model"
	case from.layer == "domain" && to.layer != "domain" && !computes(to.dir):
		return "of ours, a domain knows internal/model and " + expression + " alone"
	case from.layer != "" && to.service != "" && to.layer != from.layer && to.layer != "domain":
		return fmt.Sprintf("inside a service, %s knows the domain alone", from.layer)
	}
	return ""
}

// expression reads what people write in CEL. What one may say in it, and what is said of a mistake, are rules that several domains share; it
// computes over what it is given, so a domain that knows it is as pure as before.
const expression = "internal/expression"

// computes is whether a package of ours reaches nothing.
func computes(dir string) bool { return under(dir, "internal/model") || under(dir, expression) }

func testSupport(p place) bool {
	return p.top == "test" || under(p.dir, "internal/testkit") || strings.HasSuffix(path.Base(p.dir), "test")
}

// impure are packages by which a domain would reach the world outside of it.
var impure = []string{
	"database/sql", "net", "os", "log", "io/ioutil", "syscall",
	"google.golang.org/grpc", "google.golang.org/protobuf", "google.golang.org/genproto", "connectrpc.com",
	"github.com/grpc-ecosystem", "github.com/nats-io", "github.com/jackc", "github.com/pressly", "modernc.org",
	"go.opentelemetry.io", "github.com/spf13", "github.com/knadh",
}

// pure are the packages below an impure path that reach nothing.
var pure = []string{"net/mail", "net/netip", "net/url"}

func whyNotForeign(from place, imported string) string {
	if under(from.dir, "internal/model") && strings.Contains(strings.Split(imported, "/")[0], ".") {
		return "internal/model knows the standard library alone"
	}
	reaches := func(root string) bool { return under(imported, root) }
	if slices.ContainsFunc(impure, reaches) && !slices.Contains(pure, imported) {
		switch {
		case from.layer == "domain":
			return "a domain is pure: it reaches the world through its Store port"
		case under(from.dir, expression):
			return expression + " computes alone: it reaches nothing"
		}
	}
	return ""
}

// under is whether dir is root or below it.
func under(dir, root string) bool { return dir == root || strings.HasPrefix(dir, root+"/") }

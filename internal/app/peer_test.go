package app_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

const patience = 30 * time.Second

// role is a server of a role elsewhere; it can be ended, and started again at the same address.
type role struct {
	*rpc.Server
	addr string
	end  func()
}

func serve(t *testing.T, addr string) *role {
	listener, err := net.Listen("tcp", addr)
	require.NoError(t, err)
	r := &role{Server: calltest.Server(t, calltest.Tokens{}), addr: listener.Addr().String()}
	go func() { _ = r.Network().Serve(listener) }()
	r.end = r.Network().Stop
	t.Cleanup(r.end)
	return r
}

// edge is a module that serves HTTP, and the services behind it.
func edge(services ...string) []app.Module {
	modules := []app.Module{{Name: "gateway", HTTP: true, Build: func(context.Context, app.Deps) (app.Service, error) {
		return app.Service{HTTP: &http.Server{Handler: http.NotFoundHandler(), ReadHeaderTimeout: time.Second}}, nil
	}}}
	for _, service := range services {
		modules = append(modules, app.Module{Name: service, Migrations: []db.Set{event.Migrations()}})
	}
	return modules
}

func startEdge(t *testing.T, modules []app.Module, peers map[string]string) *app.House {
	cfg := settings(t)
	cfg.Peers = peers
	house, err := app.Start(t.Context(), cfg, modules, []string{"gateway"})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, house.Stop()) })
	return house
}

func TestAnEdgeWaitsForAllRolesOnceAndThenServesThoseThatAreWell(t *testing.T) {
	directory, survey := serve(t, "127.0.0.1:0"), serve(t, "127.0.0.1:0")
	directory.SetReady(true)
	house := startEdge(t, edge("directory", "survey"), map[string]string{"directory": directory.addr, "survey": survey.addr})
	lacks := func(roles ...string) {
		t.Helper()
		require.Eventually(t, func() bool {
			lacking, ok := house.Ready().(*app.NotReadyError)
			return ok && len(lacking.Roles()) == len(roles)
		}, patience, 5*time.Millisecond, "%v", roles)
		require.Equal(t, roles, house.Ready().(*app.NotReadyError).Roles())
	}
	ready := func() {
		t.Helper()
		require.Eventually(t, func() bool { return house.Ready() == nil }, patience, 5*time.Millisecond)
	}
	lacks("survey")
	survey.SetReady(true)
	ready()
	directory.SetReady(false)
	survey.end()
	lacks("directory", "survey")
	require.ErrorContains(t, house.Ready(), "NOT_SERVING")
	directory.SetReady(true)
	ready()
	directory.end()
	lacks("directory", "survey")
	serve(t, survey.addr).SetReady(true)
	ready()
}

func TestAnEdgeNamesTheRoleThatHasNoAddress(t *testing.T) {
	house := startEdge(t, edge("directory"), nil)
	require.Eventually(t, func() bool { return strings.Contains(house.Ready().Error(), "HEARTH_PEERS") }, patience, 5*time.Millisecond)
	require.ErrorContains(t, house.Ready(), `directory: `)
}

// TestOneServerOfSeveralIsEnough for a role, whichever of them it is.
func TestOneServerOfSeveralIsEnough(t *testing.T) {
	first, second := serve(t, "127.0.0.1:0"), serve(t, "127.0.0.1:0")
	name := manual.NewBuilderWithScheme("several")
	name.InitialState(resolver.State{Addresses: []resolver.Address{{Addr: first.addr}, {Addr: second.addr}}})
	resolver.Register(name)
	for _, well := range []*role{first, second} {
		well.SetReady(true)
		house := startEdge(t, edge("directory"), map[string]string{"directory": "several:///directory"})
		require.Eventually(t, func() bool { return house.Ready() == nil }, patience, 5*time.Millisecond)
		well.SetReady(false)
		require.Eventually(t, func() bool { return house.Ready() != nil }, patience, 5*time.Millisecond)
	}
}

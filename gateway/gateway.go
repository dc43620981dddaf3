// Package gateway is the edge of Hearth: REST and JSON, Connect, gRPC-Web and gRPC on the HTTP port, the pages that describe them, and,
// where the services run elsewhere, one gRPC address for all. It knows the services by their contracts alone.
package gateway

import (
	"context"
	"strings"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/gateway/internal/edge"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
)

// Config is for the HTTP port: what one caller may ask of it, where no rate is no bound, and which proxies are believed about where
// requests come from.
type Config struct {
	RatePerSecond float64
	RateBurst     int
	Proxies       origin.Proxies
}

// Module is the gateway as a room of the house.
func Module(cfg Config) app.Module {
	return app.Module{
		Name: "gateway",
		HTTP: true,
		Build: func(_ context.Context, deps app.Deps) (app.Service, error) {
			limiter := limit.New(limit.Limits{PerSecond: cfg.RatePerSecond, Burst: cfg.RateBurst})
			handler, err := newHandler(deps, limiter, cfg.Proxies)
			if err != nil {
				return app.Service{}, err
			}
			return app.Service{
				HTTP:    edge.Server(handler, deps.Log),
				Unknown: forward.Raw(route(deps)),
			}, nil
		},
	}
}

// route finds the service that has a method by the package in its name: "/hearth.directory.v1.UnitService/GetUnit" is the directory's.
func route(deps app.Deps) forward.Route {
	known := make(map[string]bool, len(deps.Services))
	for _, service := range deps.Services {
		known[service] = true
	}
	return func(fullMethod string) (grpc.ClientConnInterface, bool) {
		parts := strings.SplitN(fullMethod, ".", 3)
		if len(parts) != 3 || parts[0] != "/hearth" || !known[parts[1]] {
			return nil, false
		}
		return deps.Conn(parts[1]), true
	}
}

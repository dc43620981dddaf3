package gateway

import (
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/gateway/internal/edge"
	"github.com/hearth-culture/hearth/gateway/internal/page"
	"github.com/hearth-culture/hearth/gateway/internal/rest"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// newHandler is all that the HTTP port answers.
func newHandler(deps app.Deps, limiter *limit.Limiter, proxies origin.Proxies) (http.Handler, error) {
	conn := func(service string) grpc.ClientConnInterface {
		return &watched{deps.Conn(service), service, deps.Log}
	}
	urls, err := rest.New(conn, deps.Log)
	if err != nil {
		return nil, err
	}
	procedures, err := newProcedures(conn, deps.Log)
	if err != nil {
		return nil, err
	}
	pages, err := page.New(conn("directory"))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	pages.Register(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/hearth.") || isRPC(r) {
			procedures.ServeHTTP(w, r)
			return
		}
		urls.ServeHTTP(w, r)
	})
	asked := http.NewServeMux()
	probes(asked, deps.Ready)
	asked.Handle("/", edge.Guard(deps.Telemetry.HTTP(mux), limiter, proxies, procedures.refuse))
	return asked, nil
}

// probes answer to whoever watches over the process.
func probes(mux *http.ServeMux, ready func() error) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "alive\n") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := ready(); err != nil {
			text := "not ready"
			if which, ok := errors.AsType[*app.NotReadyError](err); ok {
				// Why stands in the log. Here anybody may read.
				text += ": " + strings.Join(which.Roles(), ", ")
			}
			say(w, http.StatusServiceUnavailable, text+"\n")
			return
		}
		say(w, http.StatusOK, "ready\n")
	})
}

func say(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = w.Write([]byte(text))
}

// procedures serves Connect, gRPC-Web and gRPC.
type procedures struct {
	handlers map[string]http.Handler
	errors   *connect.ErrorWriter
}

func newProcedures(conn rest.Conn, log *slog.Logger) (*procedures, error) {
	p := &procedures{map[string]http.Handler{}, connect.NewErrorWriter(forward.Options(log)...)}
	for _, service := range permit.Services() {
		name := strings.Split(string(service.FullName()), ".")[1]
		handlers, err := forward.Web(service, conn(name), log)
		if err != nil {
			return nil, err
		}
		maps.Copy(p.handlers, handlers)
	}
	return p, nil
}

// ServeHTTP answers a call, and says in its own protocol that there is no such method.
func (p *procedures) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	handler, ok := p.handlers[r.URL.Path]
	switch {
	case !ok:
		p.refuse(w, r, refusal.ErrNoSuchMethod)
	case r.Method != http.MethodPost:
		rest.WriteNotAllowed(w, r, http.MethodPost)
	default:
		handler.ServeHTTP(w, r)
	}
}

// refuse answers with an error in the protocol of the request: that of REST where it is none of ours.
func (p *procedures) refuse(w http.ResponseWriter, r *http.Request, err error) {
	isCall := isRPC(r) || (strings.HasPrefix(r.URL.Path, "/hearth.") && p.errors.IsSupported(r))
	if !isCall {
		if errors.Is(err, refusal.ErrNoSuchMethod) {
			rest.WriteNoSuchURL(w, r)
			return
		}
		rest.WriteError(w, r, err)
		return
	}
	_ = p.errors.Write(w, r, forward.Refusal(err, r.Header))
}

// isRPC tells calls by their content type, wherever they are sent.
func isRPC(r *http.Request) bool {
	kind := r.Header.Get("Content-Type")
	return strings.HasPrefix(kind, "application/grpc") || strings.HasPrefix(kind, "application/connect+")
}

// Package rest serves the contract as REST and JSON: URLs by the AIPs, bodies as package jsonform has them, errors as
// google.rpc.Status with the reasons that gRPC callers see.
package rest

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/gate"
)

// Conn finds the connection to a service by its name, such as "directory".
type Conn func(service string) grpc.ClientConnInterface

// New is the handler of all URLs of the contract. The log is told of answers that cannot be written.
func New(conn Conn, log *slog.Logger) (http.Handler, error) {
	routes := readRoutes()
	mux := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, marshaler{log}),
		runtime.SetQueryParameterParser(query{}),
		runtime.WithIncomingHeaderMatcher(incoming),
		runtime.WithMetadata(address),
		runtime.WithOutgoingHeaderMatcher(outgoing),
		runtime.WithOutgoingTrailerMatcher(func(string) (string, bool) { return "", false }),
		runtime.WithErrorHandler(failed),
		runtime.WithStreamErrorHandler(broken),
		runtime.WithDisableChunkedEncoding(), // net/http knows when
		runtime.WithRoutingErrorHandler(lost),
		runtime.WithMiddlewares(func(next runtime.HandlerFunc) runtime.HandlerFunc { return routed(routes, next) }),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithWriteContentLength(),
	)
	for _, register := range services {
		if err := register(mux, conn); err != nil {
			return nil, err
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve(mux, w, r) }), nil
}

// serve checks what every URL has in common.
func serve(mux *runtime.ServeMux, w http.ResponseWriter, r *http.Request) {
	if !utf8.ValidString(r.URL.Path) {
		WriteError(w, r, model.InvalidField("", model.Say("the URL is not UTF-8", "URL 不是 UTF-8 编码")))
		return
	}
	mux.ServeHTTP(w, bare(r))
}

// kept are the headers that mean something here. What browsers and proxies add about people ends here.
var kept = []string{"Accept-Language", "Authorization", "Content-Type", "Grpc-Timeout", "Traceparent", "Tracestate"}

// bare is the request with the headers that mean something, and without the addresses that would become metadata.
func bare(r *http.Request) *http.Request {
	header := make(http.Header, len(kept))
	for _, key := range kept {
		if values, ok := r.Header[key]; ok {
			header[key] = values
		}
	}
	r = r.WithContext(r.Context()) // a copy
	r.Header = header
	r.Host, r.RemoteAddr = "", ""
	if r.Method == http.MethodHead {
		r.Method = http.MethodGet // net/http leaves the body out
	}
	return r
}

// address tells the log-in alone where the request came from.
func address(ctx context.Context, _ *http.Request) metadata.MD {
	method, _ := runtime.RPCMethod(ctx)
	return forward.Address(ctx, method)
}

// incoming passes headers on under their own names. The authorization passes by itself.
func incoming(key string) (string, bool) {
	switch key {
	case "Accept-Language", "Traceparent", "Tracestate":
		return strings.ToLower(key), true
	}
	return "", false
}

// outgoing passes back what services say beside their answers.
func outgoing(key string) (string, bool) {
	return key, key == "content-disposition" || strings.HasPrefix(key, "hearth-")
}

type probing struct{}

// routed is what happens once the route of a request is known. A probe ends here: it only asks whether there is one.
func routed(routes map[string]route, next runtime.HandlerFunc) runtime.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, params map[string]string) {
		ctx := r.Context()
		if found, ok := ctx.Value(probing{}).(*bool); ok {
			*found = true
			return
		}
		pattern, _ := runtime.HTTPPattern(ctx)
		span := trace.SpanFromContext(ctx)
		span.SetName(r.Method + " " + pattern.String())
		span.SetAttributes(attribute.String("http.route", pattern.String()))
		to := routes[r.Method+" "+pattern.String()]
		body, err := readBody(w, r)
		if err == nil {
			err = checkURL(to, r.URL.RawQuery, len(body) > 0)
		}
		if err != nil {
			WriteError(w, r, err)
			return
		}
		if to.file {
			w, r = begin(w, r)
		} else if r.Header.Get("Grpc-Timeout") == "" {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, gate.DefaultDeadline)
			defer cancel()
			r = r.WithContext(ctx)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next(w, r, params)
	}
}

func checkURL(to route, query string, hasBody bool) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return model.InvalidField("", model.Say("the query of the URL is malformed", "URL 的查询参数格式有误"))
	}
	return to.check(values, hasBody)
}

// hasRoute tells whether the method and the URL of the request are in the contract.
func hasRoute(mux *runtime.ServeMux, r *http.Request) bool {
	found := false
	probe := r.Clone(context.WithValue(r.Context(), probing{}, &found))
	probe.Body = http.NoBody
	mux.ServeHTTP(silent{}, probe)
	return found
}

// silent takes the answers to probes.
type silent struct{}

func (silent) Header() http.Header            { return http.Header{} }
func (silent) Write(text []byte) (int, error) { return len(text), nil }
func (silent) WriteHeader(int)                {}

// verbs are the methods that a URL may have.
var verbs = []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete}

// lost answers to URLs that are not in the contract.
func lost(ctx context.Context, mux *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	if _, probe := ctx.Value(probing{}).(*bool); probe {
		return
	}
	if code == http.StatusMethodNotAllowed {
		var allowed []string
		for _, verb := range verbs {
			probe := r.Clone(ctx)
			probe.Method = verb
			if hasRoute(mux, probe) {
				allowed = append(allowed, verb)
			}
		}
		WriteNotAllowed(w, r, allowed...)
		return
	}
	WriteNoSuchURL(w, r)
}

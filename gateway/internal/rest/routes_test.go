package rest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
)

// TestEveryURLOfTheContractIsServed also finds the service that nobody registered.
func TestEveryURLOfTheContractIsServed(t *testing.T) {
	served := map[string]bool{}
	mux := runtime.NewServeMux(runtime.WithMiddlewares(func(runtime.HandlerFunc) runtime.HandlerFunc {
		return func(_ http.ResponseWriter, r *http.Request, _ map[string]string) {
			pattern, _ := runtime.HTTPPattern(r.Context())
			served[r.Method+" "+pattern.String()] = true
		}
	}))
	for _, register := range services {
		require.NoError(t, register(mux, func(string) grpc.ClientConnInterface { return nil }))
	}
	routes := readRoutes()
	require.Greater(t, len(routes), 30)
	for name := range routes {
		method, pattern := cut(name)
		request := httptest.NewRequestWithContext(context.Background(), method, example(pattern), nil)
		mux.ServeHTTP(httptest.NewRecorder(), request)
		require.True(t, served[name], "%s is not served under its own pattern", name)
	}
}

func cut(name string) (method, pattern string) {
	method, pattern, _ = strings.Cut(name, " ")
	return method, pattern
}

var (
	variable = regexp.MustCompile(`\{[^=}]+=([^}]+)\}`)
	single   = regexp.MustCompile(`\{[^=}]+\}`)
)

// example is a URL of the pattern.
func example(pattern string) string {
	pattern = variable.ReplaceAllString(pattern, "$1")
	pattern = single.ReplaceAllString(pattern, "x")
	return strings.ReplaceAll(pattern, "*", "x")
}

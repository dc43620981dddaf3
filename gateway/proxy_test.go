package gateway_test

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/gateway"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
)

var balancer = gateway.Config{Proxies: origin.Proxies{netip.MustParsePrefix("10.1.0.0/24")}}

// TestALogInBehindABalancerIsToldWhereItComesFrom through every protocol. The test is a proxy of this machine, behind a balancer.
func TestALogInBehindABalancerIsToldWhereItComesFrom(t *testing.T) {
	for _, split := range []bool{false, true} {
		h := open(t, split, options{Config: balancer})
		var seen metadata.MD
		h.exchange = func(ctx context.Context) (*directoryv1.ExchangeTokenResponse, error) {
			seen, _ = metadata.FromIncomingContext(ctx)
			return &directoryv1.ExchangeTokenResponse{}, nil
		}
		conn, err := grpc.NewClient(h.grpcAddr, grpc.WithTransportCredentials(insecure.NewCredentials()))
		require.NoError(t, err)
		defer func() { require.NoError(t, conn.Close()) }()
		for name, test := range map[string]struct{ header, value, want string }{
			"the client":             {"X-Forwarded-For", "198.51.100.7, 192.0.2.7, 10.1.0.9", "192.0.2.7"},
			"in the newer way":       {"Forwarded", `for=198.51.100.7, for="[2001:db8::7]:80", for=10.1.0.9;proto=https`, "2001:db8::7"},
			"a balancer without one": {"X-Forwarded-For", "10.1.0.9", "10.1.0.9"},
		} {
			told := func(by string) {
				t.Helper()
				require.Equal(t, []string{test.want}, seen.Get("x-forwarded-for"), name+" by "+by)
				require.Empty(t, seen.Get("forwarded"), "what was said before ends here")
			}
			for _, path := range []string{"/directory/v1/tokens:exchange", directoryv1.TokenService_ExchangeToken_FullMethodName} {
				require.Equal(t, 200, h.ask(t, "POST", path, `{"apiKey":"x"}`, test.header+": "+test.value).code)
				told(path)
			}
			if !split {
				continue // the gRPC port of one process answers by itself
			}
			_, err := directoryv1.NewTokenServiceClient(conn).ExchangeToken(
				metadata.AppendToOutgoingContext(t.Context(), strings.ToLower(test.header), test.value),
				&directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: "x"}})
			require.NoError(t, err)
			told("gRPC")
		}
	}
}

func TestClientsOfABalancerHaveSharesOfTheirOwn(t *testing.T) {
	config := balancer
	config.RatePerSecond, config.RateBurst = 0.01, 3
	h := open(t, false, options{Config: config})
	ask := func(forwarded string) int {
		return h.ask(t, "GET", "/directory/v1/nowhere", "", "Authorization: ", "X-Forwarded-For: "+forwarded).code
	}
	for range 3 {
		require.Equal(t, http.StatusNotFound, ask("192.0.2.7, 10.1.0.9"))
	}
	require.Equal(t, http.StatusTooManyRequests, ask("198.51.100.1, 192.0.2.7, 10.1.0.9"), "whatever it makes up")
	require.Equal(t, http.StatusNotFound, ask("192.0.2.8, 10.1.0.9"))
}

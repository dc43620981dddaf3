package faults_test

import (
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// TestAGuesserBehindABalancerSlowsNobodyElse: whoever guesses PINs waits, on either port, and who comes through the same balancer does not.
func TestAGuesserBehindABalancerSlowsNobodyElse(t *testing.T) {
	balanced := func(c *config.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/24")} }
	house.EachShape(t, func(t *testing.T, h *house.House) {
		overGRPC := func(forwarded, number string) string {
			_, err := directoryv1.NewTokenServiceClient(h.Conn()).ExchangeToken(
				metadata.AppendToOutgoingContext(t.Context(), "x-forwarded-for", forwarded),
				&directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_NumberAndPin{
					NumberAndPin: &directoryv1.NumberAndPin{Employer: "acme", Number: number, Pin: "735190"}}})
			return calltest.Reason(err)
		}
		overHTTP := func(forwarded, number string) string {
			body := fmt.Sprintf(`{"numberAndPin": {"employer": "acme", "number": %q, "pin": "735190"}}`, number)
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.HTTP+"/directory/v1/tokens:exchange", strings.NewReader(body))
			require.NoError(t, err)
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set("X-Forwarded-For", forwarded)
			answer, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			text, err := io.ReadAll(answer.Body)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			for _, reason := range []string{"CREDENTIAL_REFUSED", "RATE_LIMITED"} {
				if strings.Contains(string(text), reason) {
					return reason
				}
			}
			return string(text)
		}
		for guess := range 25 {
			made := fmt.Sprintf("198.51.100.%d", guess)
			require.Equal(t, "CREDENTIAL_REFUSED", overGRPC(made+", 192.0.2.7, 10.1.0.9", fmt.Sprint("G", guess)))
			require.Equal(t, "CREDENTIAL_REFUSED", overHTTP(made+", 192.0.2.7, 10.1.0.9", fmt.Sprint("H", guess)))
		}
		for _, over := range []func(forwarded, number string) string{overGRPC, overHTTP} {
			require.Equal(t, "RATE_LIMITED", over("192.0.2.7, 10.1.0.9", "X"))
			require.Equal(t, "CREDENTIAL_REFUSED", over("192.0.2.8, 10.1.0.9", "Y"))
		}
	}, balanced)
}

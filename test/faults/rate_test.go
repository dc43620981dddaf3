package faults_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// TestWhoHasAskedEnoughGetsNothingForAnotherToken on either port: the service that verifies counts, whichever way a call came.
func TestWhoHasAskedEnoughGetsNothingForAnotherToken(t *testing.T) {
	const burst = 20
	slow := func(c *config.Config) { c.RatePerSecond, c.RateBurst = 0.001, burst }
	house.EachShape(t, func(t *testing.T, h *house.House) {
		overGRPC := func(token string) string {
			_, err := directoryv1.NewTokenServiceClient(h.Conn()).GetCaller(calltest.As(t.Context(), token), &directoryv1.GetCallerRequest{})
			return calltest.Reason(err)
		}
		overHTTP := func(token string) string {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.HTTP+"/directory/v1/caller", http.NoBody)
			require.NoError(t, err)
			request.Header.Set("Authorization", "Bearer "+token)
			answer, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			if answer.StatusCode == http.StatusTooManyRequests {
				require.NotEmpty(t, answer.Header.Get("Retry-After"))
				return "RATE_LIMITED"
			}
			require.Equal(t, http.StatusOK, answer.StatusCode)
			return ""
		}
		first := h.Key(t, h.AdminKey)
		for range burst / 2 {
			require.Empty(t, overGRPC(first))
			require.Empty(t, overHTTP(first))
		}
		second := h.Key(t, h.AdminKey)
		require.NotEqual(t, first, second)
		require.Equal(t, "RATE_LIMITED", overGRPC(second))
		require.Equal(t, "RATE_LIMITED", overHTTP(second))
	}, slow)
}

package forward_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// TestATokenIsAShareOnceItsForwardedCallWasAnswered: the edge verifies nobody, and a token that the peer refuses stays the address's.
func TestATokenIsAShareOnceItsForwardedCallWasAnswered(t *testing.T) {
	p := &peer{get: func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{}, nil
	}}
	units := directoryv1.NewUnitServiceClient(limitedEdge(t, calltest.Dial(t, p.server(t)), limit.Limits{PerSecond: 0.001, Burst: 5}))
	ask := func(token string) string {
		_, err := units.GetUnit(calltest.As(t.Context(), token), &directoryv1.GetUnitRequest{Name: unitName})
		return calltest.Reason(err)
	}
	require.Empty(t, ask("admin"))
	for range 4 {
		require.Equal(t, "UNAUTHENTICATED", ask("forged"))
	}
	require.Equal(t, "RATE_LIMITED", ask("forged"))
	require.Equal(t, "RATE_LIMITED", ask("forged too"))
	for range 4 {
		require.Empty(t, ask("admin"))
	}
	require.Equal(t, "RATE_LIMITED", ask("admin"))
}

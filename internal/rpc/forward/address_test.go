package forward_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

func TestAddressIsToldToTheLogInAlone(t *testing.T) {
	ctx := origin.With(t.Context(), netip.MustParseAddr("192.0.2.1"))
	asked := 0
	for _, service := range permit.Services() {
		for i := range service.Methods().Len() {
			method := permit.FullMethod(service.Methods().Get(i))
			if told := forward.Address(ctx, method); method == directoryv1.TokenService_ExchangeToken_FullMethodName {
				asked++
				require.Equal(t, []string{"192.0.2.1"}, told.Get("x-forwarded-for"))
			} else {
				require.Empty(t, told, method)
			}
		}
	}
	require.Equal(t, 1, asked)
	require.Empty(t, forward.Address(ctx, "/no.such/Method"))
	require.Empty(t, forward.Address(t.Context(), directoryv1.TokenService_ExchangeToken_FullMethodName), "nobody knows")
}

package forward_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

func TestAddressIsToldToTheLogInAlone(t *testing.T) {
	asked := 0
	for _, service := range permit.Services() {
		for i := range service.Methods().Len() {
			method := permit.FullMethod(service.Methods().Get(i))
			if told := forward.Address(method, "192.0.2.1:99", nil); method == directoryv1.TokenService_ExchangeToken_FullMethodName {
				asked++
				require.Equal(t, []string{"192.0.2.1"}, told.Get("x-forwarded-for"))
			} else {
				require.Empty(t, told, method)
			}
		}
	}
	require.Equal(t, 1, asked)
}

func TestAddress(t *testing.T) {
	for name, test := range map[string]struct {
		remote    string
		forwarded []string
		want      []string
	}{
		"a client":                  {"192.0.2.1:99", nil, []string{"192.0.2.1"}},
		"a client that made one up": {"192.0.2.1:99", []string{"10.0.0.1"}, []string{"192.0.2.1"}},
		"a proxy of this machine":   {"127.0.0.1:99", []string{"10.0.0.1", "10.0.0.2, 192.0.2.1"}, []string{"192.0.2.1"}},
		"one that says rubbish":     {"[::1]:99", []string{"unknown"}, []string{"::1"}},
		"nobody knows":              {"", []string{"10.0.0.1"}, nil},
		"within this process":       {"0", nil, nil},
	} {
		got := forward.Address(directoryv1.TokenService_ExchangeToken_FullMethodName, test.remote, test.forwarded)
		require.Equal(t, test.want, got.Get("x-forwarded-for"), name)
	}
	require.Empty(t, forward.Address("/no.such/Method", "192.0.2.1:99", nil))
}

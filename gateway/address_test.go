package gateway_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// TestTheLogInIsToldWhereItComesFrom through every protocol, and is not told what a client makes up.
func TestTheLogInIsToldWhereItComesFrom(t *testing.T) {
	post := func(t *testing.T, h *house, path, forwarded string) {
		req, err := http.NewRequestWithContext(t.Context(), "POST", h.url+path, strings.NewReader(`{"apiKey":"x"}`))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/json")
		if forwarded != "" {
			req.Header.Set("X-Forwarded-For", forwarded)
		}
		got, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, got.Body.Close())
		require.Equal(t, 200, got.StatusCode)
	}
	eachShape(t, func(t *testing.T, h *house) {
		var seen metadata.MD
		h.exchange = func(ctx context.Context) (*directoryv1.ExchangeTokenResponse, error) {
			seen, _ = metadata.FromIncomingContext(ctx)
			return &directoryv1.ExchangeTokenResponse{}, nil
		}
		for _, path := range []string{"/directory/v1/tokens:exchange", directoryv1.TokenService_ExchangeToken_FullMethodName} {
			post(t, h, path, "")
			require.Equal(t, []string{"127.0.0.1"}, seen.Get("x-forwarded-for"), path)
			// The test is a proxy of this machine, which says whom it speaks for.
			post(t, h, path, "10.1.1.1, 192.0.2.7")
			require.Equal(t, []string{"192.0.2.7"}, seen.Get("x-forwarded-for"), path)
		}
	})
}

// TestAForwardedLogInIsToldWhereItComesFrom on the one gRPC address.
func TestAForwardedLogInIsToldWhereItComesFrom(t *testing.T) {
	h := open(t, true, options{})
	var seen metadata.MD
	h.exchange = func(ctx context.Context) (*directoryv1.ExchangeTokenResponse, error) {
		seen, _ = metadata.FromIncomingContext(ctx)
		return &directoryv1.ExchangeTokenResponse{}, nil
	}
	conn, err := grpc.NewClient(h.grpcAddr, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	_, err = directoryv1.NewTokenServiceClient(conn).ExchangeToken(t.Context(), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: "x"},
	})
	require.NoError(t, err)
	require.Equal(t, []string{"127.0.0.1"}, seen.Get("x-forwarded-for"))
}

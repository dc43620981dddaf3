// Package calltest calls services as tests want to: as anybody, over both transports.
package calltest

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// Tokens says who stands behind each token; all others are refused. It is an rpc.Authenticator.
type Tokens map[string]model.Actor

// Authenticate looks the token up.
func (t Tokens) Authenticate(_ context.Context, token string) (model.Actor, error) {
	if actor, ok := t[token]; ok {
		return actor, nil
	}
	return model.Actor{}, errors.New("no such token")
}

// As is ctx for a call with the token.
func As(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// Server makes a server that logs into the test's output.
func Server(t testing.TB, auth rpc.Authenticator) *rpc.Server {
	return rpc.New(rpc.Options{Auth: auth, Log: testkit.Log(t)})
}

// Dial serves the server on a free port of the loopback address, for the time of the test, and connects to it. All services must
// have been registered.
func Dial(t testing.TB, server *rpc.Server) *grpc.ClientConn {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- server.Network().Serve(listener) }()
	conn, err := rpc.Dial(listener.Addr().String(), nil, nil)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, conn.Close())
		server.Network().Stop()
		// A short test stops the server before it has begun to serve.
		if err := <-ended; !errors.Is(err, grpc.ErrServerStopped) {
			require.NoError(t, err)
		}
	})
	return conn
}

// EachTransport runs fn as the subtests "network" and "in-process", each with a connection to the server over that transport.
func EachTransport(t *testing.T, server *rpc.Server, fn func(t *testing.T, conn grpc.ClientConnInterface)) {
	t.Helper()
	t.Run("network", func(t *testing.T) { fn(t, Dial(t, server)) })
	t.Run("in-process", func(t *testing.T) { fn(t, server.Channel()) })
}

// Reason is the reason for which a call was refused, "" where it was not refused by Hearth.
func Reason(err error) string {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetDomain() == "hearth" {
			return info.GetReason()
		}
	}
	return ""
}

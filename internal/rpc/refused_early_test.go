package rpc_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// A server may refuse a stream before the client has sent its one request: the client must learn the reason all the same.
func TestARefusalThatOvertakesTheRequestKeepsItsReason(t *testing.T) {
	overBoth(t, map[string]func(t *testing.T, p *peer){"refused early": func(t *testing.T, p *peer) {
		desc := &grpc.StreamDesc{ServerStreams: true}
		for range 200 {
			stream, err := p.conn.NewStream(t.Context(), desc, directoryv1.RosterService_SnapshotRoster_FullMethodName)
			require.NoError(t, err)
			// The header comes with the refusal: after it, the server has ended the stream.
			_, _ = stream.Header()
			require.NoError(t, stream.SendMsg(&directoryv1.SnapshotRosterRequest{}))
			require.NoError(t, stream.CloseSend())
			require.Equal(t, "UNAUTHENTICATED", calltest.Reason(stream.RecvMsg(&directoryv1.SnapshotRosterResponse{})))
		}
	}})
}

package rpc_test

import (
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

var errNotNow = model.NewFault("IMPORT_RUNNING")

// The contract has no method that streams both ways yet, so one that streams one way is served and called as if it did.
func TestBothWays(t *testing.T) {
	both := grpc.StreamDesc{StreamName: "ImportPeople", ClientStreams: true, ServerStreams: true,
		Handler: func(_ any, stream grpc.ServerStream) error {
			for {
				message := &directoryv1.ImportPeopleRequest{}
				if err := stream.RecvMsg(message); errors.Is(err, io.EOF) {
					return nil
				} else if err != nil {
					return err
				}
				if message.GetOptions().GetSource() == "stop" {
					return errNotNow
				}
				if err := stream.SendMsg(message); err != nil {
					return err
				}
			}
		}}
	server := calltest.Server(t, who)
	server.RegisterService(&grpc.ServiceDesc{ServiceName: "hearth.directory.v1.ImportService", HandlerType: (*any)(nil),
		Streams: []grpc.StreamDesc{both}}, struct{}{})
	calltest.EachTransport(t, server, func(t *testing.T, conn grpc.ClientConnInterface) {
		open := func() grpc.ClientStream {
			stream, err := conn.NewStream(calltest.As(t.Context(), "admin"), &both, "/hearth.directory.v1.ImportService/ImportPeople")
			require.NoError(t, err)
			return stream
		}
		echo := func(stream grpc.ClientStream) {
			require.NoError(t, stream.SendMsg(options("hris")))
			answer := &directoryv1.ImportPeopleRequest{}
			require.NoError(t, stream.RecvMsg(answer))
			require.Equal(t, "hris", answer.GetOptions().GetSource())
		}
		stream := open()
		for range 100 {
			echo(stream)
		}
		require.NoError(t, stream.CloseSend())
		require.ErrorIs(t, stream.RecvMsg(&directoryv1.ImportPeopleRequest{}), io.EOF)

		for last, reason := range map[string]string{"stop": "IMPORT_RUNNING", "WRONG": "INVALID_FIELD"} {
			stream := open()
			echo(stream)
			require.NoError(t, stream.SendMsg(options(last)))
			require.Equal(t, reason, calltest.Reason(stream.RecvMsg(&directoryv1.ImportPeopleRequest{})))
		}
	})
}

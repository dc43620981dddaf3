package matrix_test

import (
	"context"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/wire"
)

// What is streamed hears whom the contract allows and nobody else.
func (w *world) everyStream(t *testing.T) {
	for _, method := range methods() {
		if !method.IsStreamingClient() && !method.IsStreamingServer() {
			continue
		}
		t.Run(name(method), func(t *testing.T) {
			for _, c := range w.callers {
				err := openStream(t.Context(), w.Conn(), method, c.token)
				judge(t, verdict(permissionOf(method), c), c, status.Convert(err))
			}
		})
	}
}

// openStream sends one empty message and takes the first answer.
func openStream(ctx context.Context, conn *grpc.ClientConn, method protoreflect.MethodDescriptor, token string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if token != "" {
		ctx = calltest.As(ctx, token)
	}
	desc := &grpc.StreamDesc{ClientStreams: method.IsStreamingClient(), ServerStreams: method.IsStreamingServer()}
	stream, err := conn.NewStream(ctx, desc, wire.FullMethod(method))
	if err != nil {
		return err
	}
	// A refusal may come before the message is sent; it is what RecvMsg then says.
	_ = stream.SendMsg(dynamicpb.NewMessage(method.Input()))
	_ = stream.CloseSend()
	return stream.RecvMsg(dynamicpb.NewMessage(method.Output()))
}

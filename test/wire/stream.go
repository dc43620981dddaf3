package wire

import (
	"context"
	"errors"
	"io"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// streamGRPC calls a method that answers with a stream, and takes all of it.
func streamGRPC(ctx context.Context, conn grpc.ClientConnInterface, c Call) (Answer, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, FullMethod(c.Method))
	if err != nil {
		return Answer{Status: status.Convert(err)}, nil
	}
	// A refusal may come before the message is sent; it is what RecvMsg then says.
	_ = stream.SendMsg(c.Request)
	_ = stream.CloseSend()
	whole, err := newResponse(c.Method)
	if err != nil {
		return Answer{}, err
	}
	for {
		piece := whole.ProtoReflect().New().Interface()
		err := stream.RecvMsg(piece)
		if errors.Is(err, io.EOF) {
			return Answer{Message: whole, Status: status.Convert(nil)}, nil
		}
		if err != nil {
			return Answer{Status: status.Convert(err)}, nil
		}
		join(whole, piece)
	}
}

// streamConnected is streamGRPC over Connect or gRPC-Web.
func streamConnected(ctx context.Context, client *connect.Client[Dynamic, Dynamic], req *connect.Request[Dynamic], c Call) (Answer, error) {
	whole, err := newResponse(c.Method)
	if err != nil {
		return Answer{}, err
	}
	stream, err := client.CallServerStream(ctx, req)
	if err != nil {
		return Answer{Status: ofConnect(err)}, nil
	}
	for stream.Receive() {
		join(whole, stream.Msg().Message)
	}
	refusal := stream.Err()
	if err := stream.Close(); err != nil {
		return Answer{}, err
	}
	if refusal != nil {
		return Answer{Status: ofConnect(refusal)}, nil
	}
	return Answer{Message: whole, Status: status.Convert(nil)}, nil
}

// join adds a piece of a stream to what came before: the bytes of a file follow one another, and so do the lists of a message.
func join(whole, piece proto.Message) {
	if file, ok := whole.(*httpbody.HttpBody); ok {
		more := piece.(*httpbody.HttpBody)
		file.ContentType = more.GetContentType()
		file.Data = append(file.Data, more.GetData()...)
		return
	}
	proto.Merge(whole, piece)
}

package rpc

import (
	"context"
	"errors"
	"io"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// Channel calls the services within the process, through everything that a call over the network passes but the network.
func (s *Server) Channel() grpc.ClientConnInterface { return &channel{s.channel} }

type channel struct{ to *inprocgrpc.Channel }

// Invoke hands over the request as bytes, made before the call: a caller whose context ends may reuse its message while the server
// still reads.
func (c *channel) Invoke(ctx context.Context, method string, req, resp any, opts ...grpc.CallOption) error {
	if err := transmissible(ctx); err != nil {
		return err
	}
	message, err := pack(req)
	if err != nil {
		return err
	}
	return explained(ctx, c.to.Invoke(ctx, method, message, resp, opts...))
}

func (c *channel) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	if err := transmissible(ctx); err != nil {
		return nil, err
	}
	stream, err := c.to.NewStream(ctx, desc, method, opts...)
	if err != nil {
		return nil, explained(ctx, err)
	}
	if !desc.ClientStreams {
		return oneRequest{stream}, nil
	}
	return stream, nil
}

// oneRequest is the stream of a method that takes one request. Where the server has refused before the request was sent, gRPC has the
// client send in vain and learn why when it receives; the channel alone would only say that nobody listens.
type oneRequest struct{ grpc.ClientStream }

func (s oneRequest) SendMsg(message any) error {
	if err := s.ClientStream.SendMsg(message); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// explained gives the refusal of an unregistered method its reason, which over the network the server does.
func explained(ctx context.Context, err error) error {
	if status.Code(err) != codes.Unimplemented {
		return err
	}
	sent, _ := metadata.FromOutgoingContext(ctx)
	return Status(err, refusal.Locale(metadata.NewIncomingContext(ctx, sent))).Err()
}

package rpc

import (
	"context"
	"fmt"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

var errMalformed = model.InvalidField("", "the message cannot be read as the method's request")

// Channel calls the services within the process, through everything that a call over the network passes but the network.
func (s *Server) Channel() grpc.ClientConnInterface { return &channel{s.channel} }

type channel struct{ to *inprocgrpc.Channel }

// Invoke hands over the request as bytes, made before the call: a caller whose context ends may reuse its message while the server
// still reads.
func (c *channel) Invoke(ctx context.Context, method string, req, resp any, opts ...grpc.CallOption) error {
	message, err := pack(req)
	if err != nil {
		return status.Error(codes.Internal, err.Error())
	}
	return explained(ctx, c.to.Invoke(ctx, method, message, resp, opts...))
}

func (c *channel) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := c.to.NewStream(ctx, desc, method, opts...)
	if err != nil {
		return nil, explained(ctx, err)
	}
	return stream, nil
}

// explained gives the refusal of an unregistered method its reason, which over the network the server does.
func explained(ctx context.Context, err error) error {
	if status.Code(err) != codes.Unimplemented {
		return err
	}
	sent, _ := metadata.FromOutgoingContext(ctx)
	return Status(err, refusal.Locale(metadata.NewIncomingContext(ctx, sent))).Err()
}

// packed is a message on its way.
type packed struct{ bytes []byte }

func pack(message any) (*packed, error) {
	from, ok := message.(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%T is no protobuf message", message)
	}
	bytes, err := proto.Marshal(from)
	return &packed{bytes}, err
}

// wire carries messages as bytes between the two sides. They share nothing, and what a network would not carry, such as text that is
// not UTF-8, does not pass here either.
type wire struct{}

func (wire) Clone(message any) (any, error) { return pack(message) }

func (wire) Copy(to, from any) error {
	message, ok := from.(*packed)
	if !ok {
		var err error
		if message, err = pack(from); err != nil {
			return err
		}
	}
	into, ok := to.(proto.Message)
	if !ok {
		return fmt.Errorf("%T is no protobuf message", to)
	}
	return proto.Unmarshal(message.bytes, into)
}

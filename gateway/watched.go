package gateway

import (
	"context"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

// watched is a connection to a service. It tells the limiter which tokens turned out to be good, and the log which calls could not
// be made at all.
type watched struct {
	grpc.ClientConnInterface
	service string
	log     *slog.Logger
}

// Invoke makes a call.
func (c *watched) Invoke(ctx context.Context, method string, request, answer any, options ...grpc.CallOption) error {
	err := c.ClientConnInterface.Invoke(ctx, method, request, answer, options...)
	return c.look(ctx, method, err)
}

// NewStream makes a call.
func (c *watched) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, options ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := c.ClientConnInterface.NewStream(ctx, desc, method, options...)
	if err != nil {
		return nil, c.look(ctx, method, err)
	}
	return &watchedStream{stream, ctx, method, c}, nil
}

type watchedStream struct {
	grpc.ClientStream
	ctx    context.Context
	method string
	conn   *watched
}

// RecvMsg receives a message, or how the call ended.
func (s *watchedStream) RecvMsg(message any) error {
	return s.conn.look(s.ctx, s.method, s.ClientStream.RecvMsg(message))
}

func (c *watched) look(ctx context.Context, method string, err error) error {
	if err == nil {
		// An open method answers whoever asks, and looks at no token.
		if called, ok := permit.Lookup(method); ok && !called.Permission.GetOpen() {
			limit.Judged(ctx)
		}
		return nil
	}
	if status.Code(err) == codes.Unavailable {
		c.log.WarnContext(ctx, "a service cannot be reached", "peer", c.service, "error", err)
	}
	return err
}

package gateway

import (
	"context"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

// watched is a connection to a service. It tells the limiter which tokens were worth nothing, and the log which calls could not
// be made at all.
type watched struct {
	grpc.ClientConnInterface
	service string
	limiter *limit.Limiter
	log     *slog.Logger
}

// Invoke makes a call.
func (c *watched) Invoke(ctx context.Context, method string, request, answer any, options ...grpc.CallOption) error {
	err := c.ClientConnInterface.Invoke(ctx, method, request, answer, options...)
	if called, ok := permit.Lookup(method); ok && called.Permission.GetOpen() {
		// Nobody looked at the token: a made-up one must not be another share.
		c.forget(ctx)
	}
	return c.look(ctx, err)
}

func (c *watched) forget(ctx context.Context) {
	sent, _ := metadata.FromOutgoingContext(ctx)
	for _, authorization := range sent.Get("authorization") {
		c.limiter.Forget(authorization)
	}
}

// NewStream makes a call.
func (c *watched) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, options ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := c.ClientConnInterface.NewStream(ctx, desc, method, options...)
	if err != nil {
		return nil, c.look(ctx, err)
	}
	return &watchedStream{stream, ctx, c}, nil
}

type watchedStream struct {
	grpc.ClientStream
	ctx  context.Context
	conn *watched
}

// RecvMsg receives a message, or how the call ended.
func (s *watchedStream) RecvMsg(message any) error {
	return s.conn.look(s.ctx, s.ClientStream.RecvMsg(message))
}

func (c *watched) look(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	switch status.Code(err) {
	case codes.Unauthenticated:
		c.forget(ctx)
	case codes.Unavailable:
		c.log.WarnContext(ctx, "a service cannot be reached", "peer", c.service, "error", err)
	}
	return err
}

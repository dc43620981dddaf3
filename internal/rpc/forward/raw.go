// Package forward passes calls on to the services that answer them: gRPC as raw frames, and the protocols of the web as messages.
// It adds no identity, knows no method by name, and leaves every decision to the service.
package forward

import (
	"context"
	"errors"
	"io"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/hearth-culture/hearth/internal/rpc/forward/frame"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// Route finds the connection to the service that has a method, such as "/hearth.directory.v1.UnitService/GetUnit".
type Route func(fullMethod string) (grpc.ClientConnInterface, bool)

// Raw takes calls to methods that are not served here and passes their frames on, unread and in both directions at once: to be a
// server's handler of unknown methods. The server must use frame.Codec.
func Raw(route Route) grpc.StreamHandler {
	return func(_ any, from grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(from)
		conn, ok := route(method)
		if !ok {
			return refusal.ErrNoSuchMethod
		}
		ctx, cancel := context.WithCancel(from.Context())
		defer cancel()
		incoming, _ := metadata.FromIncomingContext(ctx)
		sent := metadata.Join(passed(incoming), Address(method, remote(ctx), incoming.Get(addressKey)))
		to, err := conn.NewStream(metadata.NewOutgoingContext(ctx, sent),
			&grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, method, grpc.ForceCodecV2(frame.Codec()))
		if err != nil {
			return err
		}
		go requests(from, to, cancel)
		return answers(to, from)
	}
}

// requests passes on what the caller sends. The answers tell how the call ends: nothing is to be reported from here.
func requests(from grpc.ServerStream, to grpc.ClientStream, cancel context.CancelFunc) {
	for {
		message := new(frame.Frame)
		if err := from.RecvMsg(message); errors.Is(err, io.EOF) {
			_ = to.CloseSend()
			return
		} else if err != nil {
			cancel() // The caller has left or sends too much: the service shall not wait for the rest.
			return
		}
		if to.SendMsg(message) != nil {
			return
		}
	}
}

// answers passes on what the service sends, and returns the status with which it ends.
func answers(from grpc.ClientStream, to grpc.ServerStream) error {
	// The headers pass before the first message, for a service may send them early and the first message late.
	header, err := from.Header()
	if err == nil && header != nil {
		if err := to.SendHeader(header); err != nil {
			return err
		}
	}
	defer func() { to.SetTrailer(from.Trailer()) }()
	for {
		message := new(frame.Frame)
		if err := from.RecvMsg(message); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := to.SendMsg(message); err != nil {
			return err
		}
	}
}

// remote is the address of the connection, as "host:port".
func remote(ctx context.Context) string {
	if from, ok := peer.FromContext(ctx); ok {
		return from.Addr.String()
	}
	return ""
}

// ownHeaders belong to one connection, and the next one makes its own.
var ownHeaders = []string{"content-type", "user-agent", "te", "connection", addressKey}

// passed is the caller's metadata without what belongs to the connection on which it came.
func passed(incoming metadata.MD) metadata.MD {
	outgoing := incoming.Copy()
	for key := range outgoing {
		if strings.HasPrefix(key, ":") || strings.HasPrefix(key, "grpc-") {
			delete(outgoing, key)
		}
	}
	for _, key := range ownHeaders {
		delete(outgoing, key)
	}
	return outgoing
}

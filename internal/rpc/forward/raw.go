// Package forward passes calls on to the services that answer them: gRPC as raw frames, and the protocols of the web as messages.
// It adds no identity, knows no method by name, and leaves every decision to the service.
package forward

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/rpc/forward/frame"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
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
		incoming, _ := metadata.FromIncomingContext(from.Context())
		sent := passed(incoming)
		maps.Copy(sent, Address(from.Context(), method))
		ctx := metadata.NewOutgoingContext(from.Context(), sent)
		// A method that only a newer Hearth has is taken for a stream, which costs more and does the same.
		known, ok := permit.Lookup(method)
		if network, remote := conn.(*grpc.ClientConn); ok && known.Unary && remote {
			return unary(ctx, from, network, method)
		}
		return streams(ctx, from, conn, method)
	}
}

// inFrames has a call carry frames.
var inFrames = grpc.ForceCodecV2(frame.Codec())

func unary(ctx context.Context, from grpc.ServerStream, to *grpc.ClientConn, method string) error {
	question, answer := new(frame.Frame), new(frame.Frame)
	if err := from.RecvMsg(question); errors.Is(err, io.EOF) {
		return errMalformed
	} else if err != nil {
		return err
	}
	var header, trailer metadata.MD
	err := to.Invoke(ctx, method, question, answer, inFrames, grpc.Header(&header), grpc.Trailer(&trailer))
	from.SetTrailer(trailer)
	delete(header, "content-type") // of the connection to the service; mostly there is no other
	if len(header) > 0 {
		if err := from.SetHeader(header); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return from.SendMsg(answer)
}

func streams(ctx context.Context, from grpc.ServerStream, conn grpc.ClientConnInterface, method string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	both := &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}
	to, err := conn.NewStream(ctx, both, method, inFrames)
	if err != nil {
		return err
	}
	refused := make(chan error, 1)
	go func() {
		if err := requests(from, to); err != nil {
			refused <- err
			cancel() // The service shall not wait for the rest.
		}
	}()
	err = answers(to, from)
	select {
	case first := <-refused:
		return first
	default:
		return err
	}
}

// requests passes on what the caller sends. It fails when the caller has left or sends what cannot be taken; how the service ended
// the call, its answers tell.
func requests(from grpc.ServerStream, to grpc.ClientStream) error {
	for {
		message := new(frame.Frame)
		if err := from.RecvMsg(message); errors.Is(err, io.EOF) {
			return to.CloseSend()
		} else if err != nil {
			return err
		}
		if to.SendMsg(message) != nil {
			return nil
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

// ownHeaders belong to one connection, and the next one makes its own. Where a call comes from, this server has found out and tells
// itself: what is said of it before ends here.
var ownHeaders = []string{"content-type", "user-agent", "te", "connection", addressKey, "forwarded"}

// passed is the caller's metadata without what belongs to the connection on which it came.
func passed(incoming metadata.MD) metadata.MD {
	outgoing := make(metadata.MD, len(incoming))
	for key, values := range incoming {
		if !strings.HasPrefix(key, ":") && !strings.HasPrefix(key, "grpc-") && !slices.Contains(ownHeaders, key) {
			outgoing[key] = values
		}
	}
	return outgoing
}

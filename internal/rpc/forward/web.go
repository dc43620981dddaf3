package forward

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/hearth-culture/hearth/internal/rpc/gate"
)

// MaxBytes bounds what is read of one message. The services say which messages are too large for them, in their own words; this is
// for what no service shall even see.
const MaxBytes = 8 << 20

// Web serves the methods of a service over Connect, gRPC-Web and gRPC, by their paths: "/hearth.directory.v1.UnitService/GetUnit". The
// contract of the service must be linked into this program. The log is told of answers that cannot be written.
func Web(service protoreflect.ServiceDescriptor, conn grpc.ClientConnInterface, log *slog.Logger) (map[string]http.Handler, error) {
	handlers := make(map[string]http.Handler, service.Methods().Len())
	for i := range service.Methods().Len() {
		descriptor := service.Methods().Get(i)
		input, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.Input().FullName())
		if err != nil {
			return nil, err
		}
		output, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.Output().FullName())
		if err != nil {
			return nil, err
		}
		m := method{
			name: "/" + string(service.FullName()) + "/" + string(descriptor.Name()), conn: conn, input: input, output: output,
			desc: grpc.StreamDesc{ClientStreams: descriptor.IsStreamingClient(), ServerStreams: descriptor.IsStreamingServer()},
		}
		handlers[m.name] = m.handler(log)
	}
	return handlers, nil
}

// method passes the calls of one method on.
type method struct {
	name          string
	conn          grpc.ClientConnInterface
	input, output protoreflect.MessageType
	desc          grpc.StreamDesc
}

func (m method) handler(log *slog.Logger) http.Handler {
	options := append(Options(log), connect.WithRequestInitializer(func(_ connect.Spec, message any) error {
		message.(*envelope).Message = m.input.New().Interface()
		return nil
	}))
	switch {
	case m.desc.ClientStreams && m.desc.ServerStreams:
		return connect.NewBidiStreamHandler(m.name, m.both, options...)
	case m.desc.ClientStreams:
		return connect.NewClientStreamHandler(m.name, m.up, options...)
	case m.desc.ServerStreams:
		return connect.NewServerStreamHandler(m.name, m.down, options...)
	}
	return connect.NewUnaryHandler(m.name, m.unary, options...)
}

func (m method) unary(ctx context.Context, request *connect.Request[envelope]) (*connect.Response[envelope], error) {
	if request.Msg.unreadable != nil {
		return nil, Refusal(request.Msg.unreadable, request.Header())
	}
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, gate.DefaultDeadline)
		defer cancel()
	}
	answer := m.answer()
	var header, trailer metadata.MD
	sent := outgoing(ctx, request.Header())
	told, _ := metadata.FromOutgoingContext(sent)
	sent = metadata.NewOutgoingContext(sent, metadata.Join(told, Address(ctx, m.name)))
	err := m.conn.Invoke(sent, m.name, request.Msg.Message, answer.Message, grpc.Header(&header), grpc.Trailer(&trailer))
	if err != nil {
		return nil, failed(err, request.Header(), header, trailer)
	}
	response := connect.NewResponse(answer)
	add(response.Header(), header)
	add(response.Trailer(), trailer)
	return response, nil
}

func (m method) up(ctx context.Context, from *connect.ClientStream[envelope]) (*connect.Response[envelope], error) {
	call, err := m.open(ctx, from.RequestHeader())
	if err != nil {
		return nil, err
	}
	defer call.cancel()
	for from.Receive() {
		if more, err := call.send(from.Msg()); err != nil {
			return nil, err
		} else if !more {
			break
		}
	}
	if err := from.Err(); err != nil {
		return nil, err
	}
	answer, err := call.only()
	if err != nil {
		return nil, err
	}
	response := connect.NewResponse(answer)
	add(response.Header(), call.header())
	add(response.Trailer(), call.stream.Trailer())
	return response, nil
}

func (m method) down(ctx context.Context, request *connect.Request[envelope], to *connect.ServerStream[envelope]) error {
	call, err := m.open(ctx, request.Header())
	if err != nil {
		return err
	}
	defer call.cancel()
	if _, err := call.send(request.Msg); err != nil {
		return err
	}
	if err := call.closeSend(); err != nil {
		return err
	}
	return call.answers(to)
}

func (m method) both(ctx context.Context, stream *connect.BidiStream[envelope, envelope]) error {
	call, err := m.open(ctx, stream.RequestHeader())
	if err != nil {
		return err
	}
	defer call.cancel()
	unreadable := make(chan error, 1)
	go func() {
		for {
			message, err := stream.Receive()
			if errors.Is(err, io.EOF) {
				_ = call.closeSend()
				return
			}
			if err == nil {
				var more bool
				if more, err = call.send(message); err == nil && !more {
					return
				}
			}
			if err != nil {
				unreadable <- err
				call.cancel()
				return
			}
		}
	}()
	err = call.answers(stream)
	select {
	case first := <-unreadable:
		return first
	default:
		return err
	}
}

func (m method) answer() *envelope { return &envelope{Message: m.output.New().Interface()} }

// passedOn are the headers of a request that reach a service: what it reads, and nothing that browsers and proxies add about people.
var passedOn = []string{"Authorization", "Accept-Language", "Traceparent", "Tracestate"}

func outgoing(ctx context.Context, header http.Header) context.Context {
	sent := metadata.MD{}
	for _, key := range passedOn {
		if values := header.Values(key); len(values) > 0 {
			sent.Set(key, values...)
		}
	}
	return metadata.NewOutgoingContext(ctx, sent)
}

// add writes what a service sent as headers or trailers of its own.
func add(to http.Header, from metadata.MD) {
	for key, values := range from {
		if key == "content-type" || strings.HasPrefix(key, "grpc-") || strings.HasPrefix(key, ":") {
			continue
		}
		for _, value := range values {
			if strings.HasSuffix(key, "-bin") {
				value = connect.EncodeBinaryHeader([]byte(value))
			}
			to.Add(key, value)
		}
	}
}

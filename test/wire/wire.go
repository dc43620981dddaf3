// Package wire calls any method of Hearth's contract over any of its protocols, as clients in the world do.
package wire

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/api/httpbody"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Call is one call of a method that takes one message.
type Call struct {
	Method  protoreflect.MethodDescriptor
	Request proto.Message
	// Token is sent as the bearer's; empty for none.
	Token string
	// Language is what the caller reads; empty for unsaid.
	Language string
}

// Answer is what came back.
type Answer struct {
	// Message is the answer; of a stream, all of it in one.
	Message proto.Message
	// Status is OK, or the refusal with its details.
	Status *status.Status
	// Replayed says that it is the first answer to the same request id once more.
	Replayed bool
}

// Protocol is one way to call.
type Protocol struct {
	Name string
	// Has says whether the method can be called this way.
	Has func(protoreflect.MethodDescriptor) bool
	Do  func(ctx context.Context, c Call) (Answer, error)
}

// All are the protocols of a Hearth at these public addresses.
func All(conn grpc.ClientConnInterface, base string) []Protocol {
	return []Protocol{GRPC(conn), REST(base), Connect(base), GRPCWeb(base)}
}

const replayHeader = "hearth-replay"

func always(protoreflect.MethodDescriptor) bool { return true }

// FullMethod is the path of a method: "/hearth.directory.v1.UnitService/GetUnit".
func FullMethod(method protoreflect.MethodDescriptor) string {
	return fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
}

func newResponse(method protoreflect.MethodDescriptor) (proto.Message, error) {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
	if err != nil {
		return nil, err
	}
	return kind.New().Interface(), nil
}

// GRPC calls over a gRPC connection.
func GRPC(conn grpc.ClientConnInterface) Protocol {
	return Protocol{Name: "gRPC", Has: always, Do: func(ctx context.Context, c Call) (Answer, error) {
		if c.Token != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+c.Token)
		}
		if c.Language != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "accept-language", c.Language)
		}
		if c.Method.IsStreamingServer() {
			return streamGRPC(ctx, conn, c)
		}
		response, err := newResponse(c.Method)
		if err != nil {
			return Answer{}, err
		}
		var header metadata.MD
		err = conn.Invoke(ctx, FullMethod(c.Method), c.Request, response, grpc.Header(&header))
		return Answer{Message: response, Status: status.Convert(err), Replayed: len(header.Get(replayHeader)) > 0}, nil
	}}
}

// Connect calls over the Connect protocol, with binary messages.
func Connect(base string) Protocol { return connected("Connect", base) }

// GRPCWeb calls as browsers do without Connect.
func GRPCWeb(base string) Protocol { return connected("gRPC-Web", base, connect.WithGRPCWeb()) }

func connected(name, base string, options ...connect.ClientOption) Protocol {
	return Protocol{Name: name, Has: always, Do: func(ctx context.Context, c Call) (Answer, error) {
		options := append([]connect.ClientOption{connect.WithResponseInitializer(func(_ connect.Spec, message any) error {
			*message.(*Dynamic) = Dynamic{}
			return nil
		}), connect.WithCodec(codec{c.Method})}, options...)
		client := connect.NewClient[Dynamic, Dynamic](http.DefaultClient, base+FullMethod(c.Method), options...)
		req := connect.NewRequest(&Dynamic{c.Request})
		decorate(req.Header(), c)
		if c.Method.IsStreamingServer() {
			return streamConnected(ctx, client, req, c)
		}
		res, err := client.CallUnary(ctx, req)
		if err != nil {
			return Answer{Status: ofConnect(err)}, nil
		}
		return Answer{Message: res.Msg.Message, Status: status.New(codes.OK, ""), Replayed: res.Header().Get(replayHeader) != ""}, nil
	}}
}

// Dynamic lets Connect's generic client carry messages of any type.
type Dynamic struct{ proto.Message }

type codec struct{ method protoreflect.MethodDescriptor }

func (codec) Name() string { return "proto" }

func (codec) Marshal(message any) ([]byte, error) { return proto.Marshal(message.(*Dynamic).Message) }

func (c codec) Unmarshal(data []byte, message any) error {
	if refusal, ok := message.(proto.Message); ok { // Connect reads refusals by the same codec.
		if _, dynamic := message.(*Dynamic); !dynamic {
			return proto.Unmarshal(data, refusal)
		}
	}
	response, err := newResponse(c.method)
	if err != nil {
		return err
	}
	message.(*Dynamic).Message = response
	return proto.Unmarshal(data, response)
}

func ofConnect(err error) *status.Status {
	refusal := new(connect.Error)
	if !asConnect(err, &refusal) {
		return status.New(codes.Unknown, err.Error())
	}
	seen := &spb.Status{Code: int32(refusal.Code()), Message: refusal.Message()}
	for _, detail := range refusal.Details() {
		value, err := detail.Value()
		if err != nil {
			return status.New(codes.Unknown, "a detail that cannot be read: "+err.Error())
		}
		packed, err := packAny(value)
		if err != nil {
			return status.New(codes.Unknown, err.Error())
		}
		seen.Details = append(seen.Details, packed)
	}
	return status.FromProto(seen)
}

func decorate(header http.Header, c Call) {
	if c.Token != "" {
		header.Set("authorization", "Bearer "+c.Token)
	}
	if c.Language != "" {
		header.Set("accept-language", c.Language)
	}
}

// REST calls the URLs of the contract with JSON.
func REST(base string) Protocol {
	has := func(method protoreflect.MethodDescriptor) bool { return ruleOf(method) != nil }
	return Protocol{Name: "REST", Has: has, Do: func(ctx context.Context, c Call) (Answer, error) {
		verb, url, body, err := transcode(ruleOf(c.Method), c.Request)
		if err != nil {
			return Answer{}, err
		}
		req, err := http.NewRequestWithContext(ctx, verb, base+url, bytes.NewReader(body))
		if err != nil {
			return Answer{}, err
		}
		if len(body) > 0 {
			req.Header.Set("content-type", "application/json")
		}
		decorate(req.Header, c)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return Answer{}, err
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			return Answer{}, err
		}
		if res.StatusCode != http.StatusOK {
			var refusal spb.Status
			if err := protojson.Unmarshal(text, &refusal); err != nil {
				return Answer{}, fmt.Errorf("%d %s: %w", res.StatusCode, text, err)
			}
			return Answer{Status: status.FromProto(&refusal)}, nil
		}
		response, err := newResponse(c.Method)
		if err != nil {
			return Answer{}, err
		}
		if file, ok := response.(*httpbody.HttpBody); ok {
			file.ContentType, file.Data = res.Header.Get("content-type"), text
			return Answer{Message: file, Status: status.New(codes.OK, "")}, nil
		}
		err = protojson.Unmarshal(text, response)
		return Answer{Message: response, Status: status.New(codes.OK, ""), Replayed: res.Header.Get(replayHeader) != ""}, err
	}}
}

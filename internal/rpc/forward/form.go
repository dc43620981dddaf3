package forward

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// envelope is a message of any type. One that cannot be read is kept with the reason, so that the refusal says as much as all others.
type envelope struct {
	proto.Message
	unreadable error
}

// Options are those of all handlers, and of whoever writes errors in their stead.
func Options(log *slog.Logger) []connect.HandlerOption {
	return []connect.HandlerOption{
		connect.WithReadMaxBytes(MaxBytes),
		connect.WithCodec(form{"proto", proto.Marshal, readProto, log}),
		connect.WithCodec(form{"json", jsonform.Marshal, jsonform.Unmarshal, log}),
		connect.WithCodec(form{"json; charset=utf-8", jsonform.Marshal, jsonform.Unmarshal, log}),
	}
}

var errMalformed = model.InvalidField("", model.Say("the message cannot be read as the method's request", "消息无法解析为该方法的请求"))

func readProto(data []byte, message proto.Message) error {
	if proto.Unmarshal(data, message) != nil {
		return errMalformed
	}
	return nil
}

// form is how messages are written and read.
type form struct {
	name  string
	write func(proto.Message) ([]byte, error)
	read  func([]byte, proto.Message) error
	log   *slog.Logger
}

// Name is the form's part of the content type.
func (f form) Name() string { return f.name }

// Marshal writes a message. One of the contract that cannot be written is a defect of the service.
func (f form) Marshal(message any) ([]byte, error) {
	switch message := message.(type) {
	case *envelope:
		text, err := f.write(message.Message)
		if err != nil {
			f.log.Error("an answer cannot be written", "message", proto.MessageName(message.Message), "form", f.name, "error", err)
		}
		return text, err
	case proto.Message: // the status of gRPC
		return f.write(message)
	}
	return nil, errors.New("no message")
}

// Unmarshal reads a message, or keeps why it cannot.
func (f form) Unmarshal(data []byte, message any) error {
	to, ok := message.(*envelope)
	if !ok {
		return errors.New("no envelope")
	}
	to.unreadable = f.read(data, to.Message)
	return nil
}

// Refusal is the error of a call that reaches no service, as the protocols of the web carry it, in the language that the request
// asks for.
func Refusal(err error, asked http.Header) *connect.Error { return failed(err, asked, nil, nil) }

// failed is the error that a service, or the way to it, answered.
func failed(err error, asked http.Header, header, trailer metadata.MD) *connect.Error {
	seen, _ := refusal.Status(err, refusal.Match(strings.Join(asked.Values("Accept-Language"), ",")))
	told := connect.NewError(connect.Code(seen.Code()), errors.New(seen.Message()))
	for _, packed := range seen.Proto().GetDetails() {
		// The packed form passes as it is, also where its type is not linked into this program.
		if detail, err := connect.NewErrorDetail(packed); err == nil {
			told.AddDetail(detail)
		}
	}
	add(told.Meta(), header)
	add(told.Meta(), trailer)
	return told
}

package gate

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

var errUnreadable = model.InvalidField("", model.Say("the message cannot be read as the method's request", "消息无法解析为该方法的请求"))

// Instead of what was not read, a message holds one of these: a field that no message has. gRPC itself would answer in the gate's
// stead, and call bytes that are no message an internal error.
var (
	unreadable = mark("unreadable")
	tooLarge   = mark("too large")
)

func mark(why string) protoreflect.RawFields {
	return protowire.AppendString(protowire.AppendTag(nil, protowire.MaxValidNumber, protowire.BytesType), why)
}

// Codec is inner for a server with a Gate, which refuses bytes that are no message, and more than maxBytes of them, as it refuses any
// wrong input.
func Codec(inner encoding.CodecV2, maxBytes int) encoding.CodecV2 { return codec{inner, maxBytes} }

type codec struct {
	encoding.CodecV2
	maxBytes int
}

func (c codec) Unmarshal(data mem.BufferSlice, message any) error {
	read, ok := message.(proto.Message)
	if ok && data.Len() > c.maxBytes {
		read.ProtoReflect().SetUnknown(tooLarge)
		return nil
	}
	err := c.CodecV2.Unmarshal(data, message)
	if ok && err != nil {
		proto.Reset(read)
		read.ProtoReflect().SetUnknown(unreadable)
		return nil
	}
	return err
}

// unread says why a message was not read, nil where it was.
func unread(message proto.Message) error {
	switch string(message.ProtoReflect().GetUnknown()) {
	case string(unreadable):
		return errUnreadable
	case string(tooLarge):
		return refusal.ErrTooLarge
	}
	return nil
}

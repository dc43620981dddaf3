package gate

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
)

var errUnreadable = model.InvalidField("", model.Say("the message cannot be read as the method's request", "消息无法解析为该方法的请求"))

// unreadable is what a message holds that could not be read: a field that no message has. gRPC itself would answer in the gate's
// stead, and call it an internal error.
var unreadable = protowire.AppendString(protowire.AppendTag(nil, protowire.MaxValidNumber, protowire.BytesType), "unreadable")

// Codec is inner for a server with a Gate, which refuses bytes that are no message as it refuses any wrong input.
func Codec(inner encoding.CodecV2) encoding.CodecV2 { return codec{inner} }

type codec struct{ encoding.CodecV2 }

func (c codec) Unmarshal(data mem.BufferSlice, message any) error {
	err := c.CodecV2.Unmarshal(data, message)
	if read, ok := message.(proto.Message); ok && err != nil {
		proto.Reset(read)
		read.ProtoReflect().SetUnknown(unreadable)
		return nil
	}
	return err
}

func isUnreadable(message proto.Message) bool {
	return string(message.ProtoReflect().GetUnknown()) == string(unreadable)
}

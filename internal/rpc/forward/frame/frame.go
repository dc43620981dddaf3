// Package frame carries gRPC messages that nobody on the way needs to read.
package frame

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
)

// Frame is one message as it came. It can be sent once.
type Frame struct{ data mem.BufferSlice }

// Codec is the protobuf codec of gRPC, which besides takes and gives a *Frame without looking into it.
func Codec() encoding.CodecV2 { return codec{encoding.GetCodecV2(proto.Name)} }

type codec struct{ encoding.CodecV2 }

// Marshal hands the bytes of a frame over, or encodes any other message.
func (c codec) Marshal(message any) (mem.BufferSlice, error) {
	if frame, ok := message.(*Frame); ok {
		data := frame.data
		frame.data = nil
		return data, nil
	}
	return c.CodecV2.Marshal(message)
}

// Unmarshal keeps the bytes for a frame, or decodes any other message.
func (c codec) Unmarshal(data mem.BufferSlice, message any) error {
	if frame, ok := message.(*Frame); ok {
		data.Ref() // gRPC gives its own reference back when this returns
		frame.data = data
		return nil
	}
	return c.CodecV2.Unmarshal(data, message)
}

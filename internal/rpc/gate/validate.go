package gate

import (
	"errors"
	"fmt"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/constraint"
)

// Validate holds a message that a handler has put together, such as a resource with a masked change laid over it, to the constraints
// that the contract names.
func Validate(message proto.Message) error { return validate(message) }

// validate holds a message to the constraints that the contract names.
func validate(message proto.Message) error {
	err := protovalidate.Validate(message)
	if err == nil {
		return validInstants(message.ProtoReflect())
	}
	invalid, ok := errors.AsType[*protovalidate.ValidationError](err)
	if !ok {
		return fmt.Errorf("constraints of %s: %w", message.ProtoReflect().Descriptor().FullName(), err)
	}
	fault := model.NewFault("INVALID_FIELD")
	for _, violation := range invalid.Violations {
		fault.Violations = append(fault.Violations, constraint.Violation(message.ProtoReflect().Descriptor(), violation))
	}
	return fault
}

// Warm compiles the constraints of a message, so that no call has to wait for that.
func Warm(message protoreflect.MessageDescriptor) error {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(message.FullName())
	if err != nil {
		return err
	}
	if _, refused := errors.AsType[*model.Fault](validate(kind.New().Interface())); refused {
		return nil // an empty message may well be wrong
	}
	return validate(kind.New().Interface())
}

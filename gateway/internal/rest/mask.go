package rest

import (
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// resourceOf is the message that an update carries: its one field of a message with a name.
func resourceOf(request protoreflect.MessageDescriptor) protoreflect.MessageDescriptor {
	for i := range request.Fields().Len() {
		if message := request.Fields().Get(i).Message(); message != nil && message.Fields().ByName("name") != nil {
			return message
		}
	}
	return nil
}

// fixed are the behaviors of fields that no update changes.
var fixed = []annotations.FieldBehavior{annotations.FieldBehavior_IDENTIFIER, annotations.FieldBehavior_OUTPUT_ONLY}

// changeable is the path as far as a method can obey it, or "" where nobody can change the field.
func changeable(resource protoreflect.MessageDescriptor, path string) string {
	parts := strings.Split(path, ".")
	message := resource
	for i, part := range parts {
		field := message.Fields().ByName(protoreflect.Name(part))
		if field == nil || (i == 0 && part == "etag") {
			return ""
		}
		behaviors, _ := proto.GetExtension(field.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
		if slices.ContainsFunc(behaviors, func(b annotations.FieldBehavior) bool { return slices.Contains(fixed, b) }) {
			return ""
		}
		if message = field.Message(); message == nil || message.FullName() == "hearth.type.v1.LocalizedText" {
			return strings.Join(parts[:i+1], ".")
		}
	}
	return path
}

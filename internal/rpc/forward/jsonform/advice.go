package jsonform

import (
	"encoding/json"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// advise says how to write what was refused, where the contract tells it: whoever tries a call for the first time knows neither whether
// its body is a request or the resource itself, nor the values of an enum. It is empty where there is nothing to say.
func advise(data []byte, message protoreflect.MessageDescriptor, field string, absent bool) model.Words {
	if !absent {
		return values(message, field)
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(data, &top) != nil || top[field] == nil {
		return model.Words{} // it stands deeper, in a message that is not known here
	}
	if camel(string(message.Name())) == field {
		return model.Say(`: the body is the %[1]s itself, write its fields without "%[1]s" around them`, "：请求体就是 %[1]s 本身，其字段外面不要再套 \"%[1]s\"", field)
	}
	for part := range each(message) {
		if inner := part.Message(); inner != nil && part.Cardinality() != protoreflect.Repeated && inner.Fields().ByJSONName(field) != nil {
			return model.Say(`: it belongs into %[1]q, as in {%[1]q: {%[2]q: …}}`, `：该字段应放在 %[1]q 之内，形如 {%[1]q: {%[2]q: …}}`, part.JSONName(), field)
		}
	}
	var names []string
	for part := range each(message) {
		names = append(names, part.JSONName())
	}
	if len(names) == 0 {
		return model.Say(": there are none", "：该请求没有字段")
	}
	list := strings.Join(names, ", ")
	return model.Say(": there are %s", "：可用字段：%s", list)
}

// each gives the fields of a message that a caller may set.
func each(message protoreflect.MessageDescriptor) func(func(protoreflect.FieldDescriptor) bool) {
	return func(yield func(protoreflect.FieldDescriptor) bool) {
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			behaviors, _ := proto.GetExtension(field.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
			if slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY) || slices.Contains(behaviors, annotations.FieldBehavior_IDENTIFIER) {
				continue
			}
			if !yield(field) {
				return
			}
		}
	}
}

// values are those of the enum of a field, where the message has one of that name, or a message in it.
func values(message protoreflect.MessageDescriptor, name string) model.Words {
	enum := enumOf(message, name, maxDepth/16)
	if enum == nil {
		return model.Words{}
	}
	var names []string
	for i := range enum.Values().Len() {
		if value := enum.Values().Get(i); value.Number() != 0 {
			names = append(names, string(value.Name()))
		}
	}
	list := strings.Join(names, ", ")
	return model.Say("; there are %s", "；可用取值：%s", list)
}

func enumOf(message protoreflect.MessageDescriptor, name string, depth int) protoreflect.EnumDescriptor {
	if field := message.Fields().ByJSONName(name); field != nil {
		return field.Enum()
	}
	for field := range each(message) {
		if inner := field.Message(); inner != nil && depth > 0 {
			if enum := enumOf(inner, name, depth-1); enum != nil {
				return enum
			}
		}
	}
	return nil
}

// camel is a message's name as a field has it.
func camel(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// Package constraint says what is wrong with a field that breaks a constraint of the contract: in words for people, of whom nobody has
// to read a regular expression or the name of a rule.
package constraint

import (
	"regexp"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// required ends the ids of rules in CEL that demand one field of their message.
const required = ".required"

// unfit is what is said of a constraint that has no words. A test finds those of Hearth's contracts.
var unfit = model.Say("does not fit", "不符合要求")

// Violation is the field of a message that breaks a constraint, and what is wrong with it.
func Violation(message protoreflect.MessageDescriptor, v *protovalidate.Violation) model.Violation {
	field := protovalidate.FieldPathString(v.Proto.GetField())
	id := v.Proto.GetRuleId()
	if words, ok := OfMessage(id); ok {
		if named, ok := strings.CutSuffix(id, required); ok {
			field = strings.TrimPrefix(field+"."+named, ".")
		}
		return model.Violation{Field: field, Why: words}
	}
	if id == "enum.not_in" && v.FieldValue.Enum() == 0 {
		return model.Violation{Field: field, Why: model.Missing}
	}
	if words, ok := OfField(rulesOf(message, v), id); ok {
		return model.Violation{Field: field, Why: words}
	}
	return model.Violation{Field: field, Why: unfit}
}

// rulesOf are the rules among which the broken one stands: of a text in a list, those of the list's items.
func rulesOf(message protoreflect.MessageDescriptor, v *protovalidate.Violation) protoreflect.Message {
	field := fieldOf(message, v.Proto.GetField().GetElements())
	if field == nil {
		return nil
	}
	all, ok := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	if !ok || all == nil {
		return nil
	}
	rules := all.ProtoReflect()
	path := v.Proto.GetRule().GetElements()
	for _, step := range path[:max(0, len(path)-1)] {
		of := rules.Descriptor().Fields().ByNumber(protoreflect.FieldNumber(step.GetFieldNumber()))
		if of == nil || of.Message() == nil || of.IsList() {
			return nil
		}
		rules = rules.Get(of).Message()
	}
	return rules
}

// fieldOf follows a path; nil where it leads to no field, but to a oneof or the message itself.
func fieldOf(message protoreflect.MessageDescriptor, path []*validate.FieldPathElement) (field protoreflect.FieldDescriptor) {
	for _, step := range path {
		if message == nil {
			return nil
		}
		if field = message.Fields().ByNumber(protoreflect.FieldNumber(step.GetFieldNumber())); field == nil {
			return nil
		}
		if message = field.Message(); field.IsMap() {
			message = field.MapValue().Message()
		}
	}
	return field
}

// OfMessage is what a rule demands that stands on a message, if the contracts have words for it.
func OfMessage(id string) (model.Words, bool) {
	if strings.HasSuffix(id, required) {
		return model.Missing, true
	}
	words, ok := catalogue().rules[id]
	return words, ok
}

var nameOf = regexp.MustCompile(`^\^(\w+)/\[0-9a-f-\]\{36\}\$$`)

const day = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`

// OfPattern is what a regular expression demands, if there are words for it.
func OfPattern(pattern string) (model.Words, bool) {
	if found := nameOf.FindStringSubmatch(pattern); found != nil {
		return model.NotAName(found[1]), true
	}
	if pattern == day {
		return model.NoDate, true
	}
	words, ok := catalogue().patterns[pattern]
	return words, ok
}

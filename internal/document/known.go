package document

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// localizedText is written by hand more than anything else, so it has a short form: its texts alone.
const localizedText protoreflect.FullName = "hearth.type.v1.LocalizedText"

// text reads a LocalizedText. No language is called "texts", so the two forms cannot be taken for each other.
func (r *reader) text(node *yaml.Node, path string, m protoreflect.Message) {
	if node.Kind != yaml.MappingNode {
		r.refuse(node, path, model.Say("is to be said by language, such as {zh-CN: …, en: …}", "须按语言填写，例如 {zh-CN: …, en: …}"))
		return
	}
	for i := 0; i < len(node.Content); i += 2 {
		if node.Content[i].Value == "texts" {
			r.fields(node, path, m)
			return
		}
	}
	texts := m.Descriptor().Fields().ByName("texts")
	at := join(path, "texts")
	r.places[at] = placeOf(r.file, node)
	r.entries(node, at, m.Mutable(texts).Map(), texts)
}

// knowns are the messages that JSON writes in a way of their own.
var knowns = []protoreflect.Name{
	"Any", "BoolValue", "BytesValue", "DoubleValue", "Duration", "FieldMask", "FloatValue", "Int32Value", "Int64Value",
	"ListValue", "StringValue", "Struct", "Timestamp", "UInt32Value", "UInt64Value", "Value",
}

func isKnown(name protoreflect.FullName) bool { return slices.Contains(knowns, name.Name()) }

// takesNull is whether null is a value of a field.
func takesNull(field protoreflect.FieldDescriptor) bool {
	return field.Message() != nil && field.Message().FullName() == "google.protobuf.Value"
}

// known reads a message as its JSON says it.
func (r *reader) known(node *yaml.Node, path string, m protoreflect.Message) {
	before := len(r.problems)
	value := r.free(node, path)
	if len(r.problems) > before {
		return
	}
	text, err := json.Marshal(value)
	if err == nil {
		err = protojson.Unmarshal(text, m.Interface())
	}
	if err == nil {
		return
	}
	why := model.Say("is not a %s", "不是 %s", m.Descriptor().Name())
	switch m.Descriptor().Name() {
	case "Timestamp":
		why = model.Say("is not an instant such as 2026-11-22T08:30:00Z", "不是时刻，时刻形如 2026-11-22T08:30:00Z")
	case "Duration":
		why = model.Say("is not a duration in seconds such as 90s", "不是以秒计的时长，时长形如 90s")
	}
	r.refuse(node, path, why)
}

// free is a node as JSON would have it.
func (r *reader) free(node *yaml.Node, path string) any {
	switch node.Kind {
	case yaml.MappingNode:
		values := map[string]any{}
		r.pairs(node, path, func(key, value *yaml.Node) {
			at := path + "[" + strconv.Quote(key.Value) + "]"
			if _, twice := values[key.Value]; twice {
				r.refuse(key, at, model.Say("stands twice", "重复出现"))
				return
			}
			values[key.Value] = r.free(value, at)
		})
		return values
	case yaml.SequenceNode:
		values := make([]any, len(node.Content))
		for i, inner := range node.Content {
			values[i] = r.free(inner, path+"["+strconv.Itoa(i)+"]")
		}
		return values
	}
	switch text := node.Value; {
	case node.Tag == "!!null":
		return nil
	case node.Tag == "!!bool":
		return strings.EqualFold(text, "true")
	case (node.Tag == "!!int" || node.Tag == "!!float") && asJSON.MatchString(text):
		return json.Number(text)
	default:
		return text
	}
}

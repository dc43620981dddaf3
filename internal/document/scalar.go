package document

import (
	"encoding/base64"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// scalar reads one value. What is none of the field's kind is refused.
func (r *reader) scalar(node *yaml.Node, path string, field protoreflect.FieldDescriptor) (protoreflect.Value, bool) {
	if node.Kind != yaml.ScalarNode {
		r.refuse(node, path, model.Say("takes one value", "须为单个值"))
		return protoreflect.Value{}, false
	}
	value, why, ok := valueOf(node, field)
	if !ok {
		r.refuse(node, path, why)
	}
	return value, ok
}

func valueOf(node *yaml.Node, field protoreflect.FieldDescriptor) (value protoreflect.Value, why model.Words, ok bool) {
	text := node.Value
	switch field.Kind() {
	case protoreflect.StringKind:
		// A day is a text to everybody but YAML, and so is what it takes for a reference.
		ok = node.Tag == "!!str" || node.Tag == "!!timestamp" || node.Tag == "!!merge"
		return protoreflect.ValueOfString(text), model.Say("is not a text: put it in quotation marks", "不是文本：请加引号"), ok
	case protoreflect.BoolKind:
		ok = node.Tag == "!!bool" && (text == "true" || text == "false")
		return protoreflect.ValueOfBool(text == "true"), model.Say("is neither true nor false", "须为 true 或 false"), ok
	case protoreflect.EnumKind:
		return enum(text, field.Enum())
	case protoreflect.BytesKind:
		decoded, err := base64.RawStdEncoding.DecodeString(standard64.Replace(text))
		return protoreflect.ValueOfBytes(decoded), model.Say("is not Base64", "不是 Base64 编码"), err == nil
	case protoreflect.FloatKind:
		number, ok := fraction(text, 32)
		return protoreflect.ValueOfFloat32(float32(number)), notANumber, ok
	case protoreflect.DoubleKind:
		number, ok := fraction(text, 64)
		return protoreflect.ValueOfFloat64(number), notANumber, ok
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		number, ok := whole(text, 0, math.MaxUint32)
		return protoreflect.ValueOfUint32(uint32(number)), notWhole(0, math.MaxUint32), ok
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		number, err := strconv.ParseUint(text, 10, 64)
		return protoreflect.ValueOfUint64(number), model.Say("is not a whole number from 0", "不是非负整数"), err == nil && asJSON.MatchString(text)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		number, ok := whole(text, math.MinInt64, math.MaxInt64)
		return protoreflect.ValueOfInt64(number), model.Say("is not a whole number", "不是整数"), ok
	default:
		number, ok := whole(text, math.MinInt32, math.MaxInt32)
		return protoreflect.ValueOfInt32(int32(number)), notWhole(math.MinInt32, math.MaxInt32), ok
	}
}

var (
	// asJSON is a number as JSON writes it: YAML has octal, hexadecimal and others that read as something else to people.
	asJSON     = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$`)
	standard64 = strings.NewReplacer("-", "+", "_", "/", "=", "")
	notANumber = model.Say("is not a number", "不是数字")
)

func notWhole(least, most int64) model.Words {
	return model.Say("is not a whole number from %d to %d", "不是 %d 至 %d 之间的整数", least, most)
}

// whole reads a whole number, also as 5.0 or 1e3.
func whole(text string, least, most int64) (int64, bool) {
	if !asJSON.MatchString(text) {
		return 0, false
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		const exact = 1 << 53 // above it a float skips whole numbers
		float, err := strconv.ParseFloat(text, 64)
		if err != nil || float != math.Trunc(float) || math.Abs(float) > exact {
			return 0, false
		}
		number = int64(float)
	}
	return number, number >= least && number <= most
}

func fraction(text string, bits int) (float64, bool) {
	switch text {
	case "NaN", "Infinity", "-Infinity":
	default:
		if !asJSON.MatchString(text) {
			return 0, false
		}
	}
	number, err := strconv.ParseFloat(text, bits)
	return number, err == nil
}

// enum reads a value by its name or number.
func enum(text string, of protoreflect.EnumDescriptor) (protoreflect.Value, model.Words, bool) {
	if value := of.Values().ByName(protoreflect.Name(text)); value != nil {
		return protoreflect.ValueOfEnum(value.Number()), model.Words{}, true
	}
	if number, ok := whole(text, math.MinInt32, math.MaxInt32); ok {
		if value := of.Values().ByNumber(protoreflect.EnumNumber(number)); value != nil {
			return protoreflect.ValueOfEnum(value.Number()), model.Words{}, true
		}
	}
	var names []string
	for i := range of.Values().Len() {
		if value := of.Values().Get(i); value.Number() != 0 {
			names = append(names, string(value.Name()))
		}
	}
	return protoreflect.Value{}, model.Say("is none of the values that there are: %s", "不是已定义的取值：%s", strings.Join(names, ", ")), false
}

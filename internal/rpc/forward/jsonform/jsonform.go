// Package jsonform is how Hearth's messages look in JSON, decided once for REST and Connect: names in lowerCamelCase, enum values by
// name, 64-bit integers as strings, fields without a value present with their default, messages without a value absent. What
// is read must fit exactly: a field that the message does not have is refused, for whoever sends it expects an effect.
package jsonform

import (
	"regexp"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
)

// maxDepth is more than any message of Hearth nests.
const maxDepth = 64

var (
	out = protojson.MarshalOptions{EmitDefaultValues: true}
	in  = protojson.UnmarshalOptions{RecursionLimit: maxDepth}
)

// Marshal writes a message.
func Marshal(message proto.Message) ([]byte, error) { return out.Marshal(message) }

// Unmarshal reads a message. What does not fit is a *model.Fault with the reason INVALID_FIELD.
func Unmarshal(data []byte, message proto.Message) error {
	if err := in.Unmarshal(data, message); err != nil {
		field, why, absent := explain(err.Error())
		return model.NewFault("INVALID_FIELD").At(field, join(why, advise(data, message.ProtoReflect().Descriptor(), field, absent)))
	}
	return nil
}

var (
	place   = regexp.MustCompile(`^(?:syntax error )?\(line (\d+):(\d+)\): `)
	unknown = regexp.MustCompile(`^unknown field "(.*)"$`)
	unfit   = regexp.MustCompile(`(?s)^invalid value for \w+ field (\w+): (.*)$`)
	twice   = regexp.MustCompile(`^duplicate field "(\w+)"`)
)

// maxWords bounds what is quoted of a value that was sent.
const maxWords = 200

// explain makes of an error of protojson the field that it is about, where it names one, what is wrong, and whether the message has no such
// field.
func explain(text string) (field string, why model.Words, absent bool) {
	// The decoder puts a space or a no-break space behind its prefix, so that nobody relies on its texts.
	text = strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(text, "\u00a0", " "), "proto:"))
	at := model.Words{}
	if found := place.FindStringSubmatch(text); found != nil {
		text = strings.TrimPrefix(text, found[0])
		at = model.Say(" at line %s, column %s", "（第 %s 行第 %s 列）", found[1], found[2])
	}
	if found := unknown.FindStringSubmatch(text); found != nil {
		return short(found[1]), model.Say("there is no such field,%s", "没有该字段%s", at), true
	}
	if found := unfit.FindStringSubmatch(text); found != nil {
		return found[1], model.Say("the value %s does not fit,%s", "值 %s 无效%s", short(found[2]), at), false
	}
	if found := twice.FindStringSubmatch(text); found != nil {
		return found[1], model.Say("stands twice,%s", "重复出现%s", at), false
	}
	return "", model.Say("%[1]s%[2]s", "JSON 内容有误%[2]s", short(text), at), false
}

func join(one, other model.Words) model.Words {
	return model.Words{En: one.En + other.En, ZhCN: one.ZhCN + other.ZhCN}
}

func short(text string) string {
	if len(text) <= maxWords {
		return text
	}
	return strings.ToValidUTF8(text[:maxWords], "") + "…"
}

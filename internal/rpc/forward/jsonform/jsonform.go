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
		return model.NewFault("INVALID_FIELD").At(explain(err.Error()))
	}
	return nil
}

var (
	place   = regexp.MustCompile(`^(?:syntax error )?\(line (\d+):(\d+)\): `)
	unknown = regexp.MustCompile(`^unknown field "(.*)"$`)
	named   = regexp.MustCompile(`^(?:invalid value for \w+ field (\w+):|duplicate field "(\w+)")`)
)

// maxWords bounds what is quoted of a value that was sent.
const maxWords = 200

// explain makes of an error of protojson the field that it is about, where it names one, and a description.
func explain(text string) (field, description string) {
	// The decoder puts a space or a no-break space behind its prefix, so that nobody relies on its texts.
	text = strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(text, "\u00a0", " "), "proto:"))
	at := ""
	if found := place.FindStringSubmatch(text); found != nil {
		text = strings.TrimPrefix(text, found[0])
		at = " at line " + found[1] + ", column " + found[2]
	}
	if found := unknown.FindStringSubmatch(text); found != nil {
		return short(found[1]), "there is no such field," + at
	}
	if found := named.FindStringSubmatch(text); found != nil {
		field = found[1] + found[2]
	}
	return field, short(text) + at
}

func short(text string) string {
	if len(text) <= maxWords {
		return text
	}
	return strings.ToValidUTF8(text[:maxWords], "") + "…"
}

package event

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// mark is what the contract says of an event's message.
type mark struct {
	name     string // the message's full name
	service  string // the service whose package it stands in, which is nobody for hearth.type.v1
	resource string
	fact     string
	kind     Kind
}

func (m mark) subject(service string) string {
	return strings.Join([]string{"hearth", service, "v1", m.resource, m.fact}, ".")
}

// markOf reads the option (hearth.option.v1.event) of a message.
func markOf(msg proto.Message) (mark, error) {
	return markOfDescriptor(msg.ProtoReflect().Descriptor())
}

func markOfDescriptor(d protoreflect.MessageDescriptor) (mark, error) {
	e, _ := proto.GetExtension(d.Options(), optionv1.E_Event).(*optionv1.Event) // nil where the option is not set
	if e == nil {
		return mark{}, fmt.Errorf("event: %s is not marked as an event", d.FullName())
	}
	m := mark{name: string(d.FullName()), resource: e.GetResource(), fact: e.GetFact(), kind: Kind(e.GetKind())}
	if parts := strings.Split(string(d.ParentFile().Package()), "."); len(parts) == 3 && parts[1] != "type" {
		m.service = parts[1]
	}
	return m, nil
}

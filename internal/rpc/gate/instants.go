package gate

import (
	"strconv"
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
)

var noInstant = model.Say("is not an instant after the beginning of the year 1 and before the year 10000", "不是公元 1 年起始之后、公元 10000 年之前的时刻")

const timestampName protoreflect.FullName = "google.protobuf.Timestamp"

// validInstants refuses instants that could be kept and never again be written as JSON, and the zero one, which means that none is given.
func validInstants(message protoreflect.Message) error {
	fault := model.NewFault("INVALID_FIELD")
	oddInstants(message, nil, fault)
	if len(fault.Violations) == 0 {
		return nil
	}
	return fault
}

// place is where a message stands in another one; nil is the request itself.
type place struct {
	within *place
	field  protoreflect.FieldDescriptor
	index  int // of a list
}

func (p *place) String() string {
	name := string(p.field.Name())
	if p.field.IsList() {
		name += "[" + strconv.Itoa(p.index) + "]"
	}
	if p.within == nil {
		return name
	}
	return p.within.String() + "." + name
}

func oddInstants(message protoreflect.Message, at *place, fault *model.Fault) {
	for _, field := range towardsInstants(message.Descriptor()) {
		if !message.Has(field) {
			continue
		}
		if field.IsList() {
			list := message.Get(field).List()
			for i := range list.Len() {
				oddInstant(list.Get(i).Message(), &place{at, field, i}, fault)
			}
			continue
		}
		oddInstant(message.Get(field).Message(), &place{within: at, field: field}, fault)
	}
}

func oddInstant(message protoreflect.Message, at *place, fault *model.Fault) {
	stamp, ok := message.Interface().(*timestamppb.Timestamp)
	switch {
	case !ok:
		oddInstants(message, at, fault)
	case !stamp.IsValid() || stamp.AsTime().IsZero():
		fault.Violations = append(fault.Violations, model.Violation{Field: at.String(), Why: noInstant})
	}
}

// towards remembers the fields of a message that may hold an instant: most messages have none, and the others few.
var towards sync.Map

func towardsInstants(message protoreflect.MessageDescriptor) []protoreflect.FieldDescriptor {
	if known, ok := towards.Load(message); ok {
		return known.([]protoreflect.FieldDescriptor)
	}
	var fields []protoreflect.FieldDescriptor
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		// The maps of the contract hold texts.
		if of := field.Message(); of != nil && !field.IsMap() && leadsToInstant(of, map[protoreflect.FullName]bool{}) {
			fields = append(fields, field)
		}
	}
	towards.Store(message, fields)
	return fields
}

func leadsToInstant(message protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) bool {
	if message.FullName() == timestampName {
		return true
	}
	if seen[message.FullName()] {
		return false
	}
	seen[message.FullName()] = true
	for i := range message.Fields().Len() {
		if of := message.Fields().Get(i).Message(); of != nil && leadsToInstant(of, seen) {
			return true
		}
	}
	return false
}

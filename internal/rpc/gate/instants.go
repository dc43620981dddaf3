package gate

import (
	"fmt"
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
)

var oddInstant = model.Say("is not an instant after the beginning of the year 1 and before the year 10000", "不是公元 1 年起始之后、公元 10000 年之前的时刻")

const timestampName protoreflect.FullName = "google.protobuf.Timestamp"

// validInstants refuses instants that could be kept and never again be written as JSON, and the zero one, which means that none is given.
func validInstants(message protoreflect.Message) error {
	fault := model.NewFault("INVALID_FIELD")
	oddInstants(message, "", fault)
	if len(fault.Violations) == 0 {
		return nil
	}
	return fault
}

func oddInstants(message protoreflect.Message, path string, fault *model.Fault) {
	if !mayHoldInstants(message.Descriptor()) {
		return
	}
	if stamp, ok := message.Interface().(*timestamppb.Timestamp); ok {
		if !stamp.IsValid() || stamp.AsTime().IsZero() {
			fault.Violations = append(fault.Violations, model.Violation{Field: path, Why: oddInstant})
		}
		return
	}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		name := string(field.Name())
		if path != "" {
			name = path + "." + name
		}
		switch {
		case field.Message() == nil || field.IsMap(): // the maps of the contract hold texts
		case field.IsList():
			for i := range value.List().Len() {
				oddInstants(value.List().Get(i).Message(), fmt.Sprintf("%s[%d]", name, i), fault)
			}
		default:
			oddInstants(value.Message(), name, fault)
		}
		return true
	})
}

// holders remembers which messages may hold an instant: most do not, and need no second look.
var holders sync.Map

func mayHoldInstants(message protoreflect.MessageDescriptor) bool {
	if known, ok := holders.Load(message.FullName()); ok {
		return known.(bool)
	}
	holds := leadsToInstant(message, map[protoreflect.FullName]bool{})
	holders.Store(message.FullName(), holds)
	return holds
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

package refusal

import (
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/type/v1" // the reasons that every service shares
)

// What the names of the enums end in, and what in the names of their values stands before the reason.
const (
	suffix = "ErrorReason"
	prefix = "ERROR_REASON_"
)

// catalogue holds what the contracts linked into this program say of their error reasons, by name. A name
// stands for one reason in all of Hearth, for a caller sees the name and the domain "hearth", not the service.
var catalogue = sync.OnceValue(func() map[string]*optionv1.Reason {
	reasons := map[string]*optionv1.Reason{}
	Each(func(value protoreflect.EnumValueDescriptor) {
		if reason, ok := proto.GetExtension(value.Options(), optionv1.E_Reason).(*optionv1.Reason); ok && reason != nil {
			reasons[Name(value)] = reason
		}
	})
	return reasons
})

// Each visits all values of the enums of error reasons in Hearth's contracts that are linked into this program: ErrorReason of a
// service, and those of its rooms, such as AwardErrorReason.
func Each(visit func(protoreflect.EnumValueDescriptor)) {
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "hearth.") {
			return true
		}
		for i := range file.Enums().Len() {
			enum := file.Enums().Get(i)
			if !strings.HasSuffix(string(enum.Name()), suffix) {
				continue
			}
			for j := range enum.Values().Len() {
				visit(enum.Values().Get(j))
			}
		}
		return true
	})
}

// Name is the reason as faults and google.rpc.ErrorInfo carry it: AWARD_COOL_DOWN of AWARD_ERROR_REASON_AWARD_COOL_DOWN.
func Name(value protoreflect.EnumValueDescriptor) string {
	_, name, _ := strings.Cut(string(value.Name()), prefix)
	return name
}

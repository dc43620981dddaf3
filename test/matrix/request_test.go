package matrix_test

import (
	"regexp"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// nobody is an id that nothing has.
const nobody = "00000000-0000-7000-8000-000000000000"

var httpExtension = annotations.E_Http

var inPath = regexp.MustCompile(`\{([a-z_.]+)=([a-zA-Z]+)/\*((?:/[a-zA-Z]+)*)`)

// named is the field of a request that its URL takes the resource's name from, and the collection of that name; empty where the URL
// names none.
func named(method protoreflect.MethodDescriptor) (field, collection string) {
	rule := proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
	for _, path := range []string{rule.GetGet(), rule.GetPost(), rule.GetPatch(), rule.GetDelete()} {
		if found := inPath.FindStringSubmatch(path); found != nil {
			return found[1], found[2]
		}
	}
	return "", ""
}

// asking is a request with nothing but the name of a resource, where its URL needs one.
func asking(method protoreflect.MethodDescriptor) proto.Message {
	request := dynamicpb.NewMessage(method.Input())
	if field, collection := named(method); field != "" {
		set(request, field, collection+"/"+nobody+below(method))
	}
	return request
}

// below is what follows the resource's name in the field that names it, such as "/release".
func below(method protoreflect.MethodDescriptor) string {
	rule := proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
	if found := inPath.FindStringSubmatch(rule.GetGet()); found != nil {
		return found[3]
	}
	return ""
}

// set sets a string field, such as "unit.name".
func set(message protoreflect.Message, path, text string) {
	head, tail, nested := strings.Cut(path, ".")
	field := message.Descriptor().Fields().ByName(protoreflect.Name(head))
	if nested {
		set(message.Mutable(field).Message(), tail, text)
		return
	}
	message.Set(field, protoreflect.ValueOfString(text))
}

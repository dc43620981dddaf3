package rest

import (
	"net/url"
	"slices"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

// query reads the parameters of a URL, which are known to exist, into the request.
type query struct{ runtime.DefaultQueryParser }

// Parse reads values into the request; bound are the fields that the path and the body have set.
func (q query) Parse(request proto.Message, values url.Values, bound *utilities.DoubleArray) error {
	masked := false
	for key, given := range values {
		if _, field := lookup(request.ProtoReflect().Descriptor(), key); field != nil && isMask(field) {
			masked = true
			values[key] = protoNames(given)
		}
	}
	if !masked {
		tidyMask(request.ProtoReflect())
	}
	return q.DefaultQueryParser.Parse(request, values, bound)
}

func isMask(field protoreflect.FieldDescriptor) bool {
	return field.Message() != nil && field.Message().FullName() == "google.protobuf.FieldMask"
}

// protoNames makes "display_name" of "displayName" in masks, as in JSON bodies.
func protoNames(masks []string) []string {
	named := make([]string, len(masks))
	for i, mask := range masks {
		var name strings.Builder
		for _, letter := range mask {
			if letter >= 'A' && letter <= 'Z' {
				name.WriteByte('_')
				letter += 'a' - 'A'
			}
			name.WriteRune(letter)
		}
		named[i] = name.String()
	}
	return named
}

// tidyMask makes the mask that was taken from the fields of the body one that the method can obey: without the fields that nobody
// can change, so that a resource can be sent back as it was read; and with a text in several languages as one field.
func tidyMask(request protoreflect.Message) {
	field := request.Descriptor().Fields().ByName("update_mask")
	if field == nil || !isMask(field) || !request.Has(field) {
		return
	}
	mask := request.Get(field).Message().Interface().(*fieldmaskpb.FieldMask)
	resource := resourceOf(request.Descriptor())
	if resource == nil {
		return
	}
	var paths []string
	for _, path := range mask.GetPaths() {
		if kept := changeable(resource, path); kept != "" && !slices.Contains(paths, kept) {
			paths = append(paths, kept)
		}
	}
	mask.Paths = paths
}

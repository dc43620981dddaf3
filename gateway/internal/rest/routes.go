package rest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

// route is how a request of the contract is spread over a URL and a body.
type route struct {
	input protoreflect.MessageDescriptor
	body  string   // the field that the body holds, "*" for all that the path does not hold, "" for none
	path  []string // the fields that the path holds
	file  bool     // the answer is a file in pieces
}

// readRoutes reads the URLs of all contracts linked into this program, by method and pattern: "GET /directory/v1/{name=units/*}".
func readRoutes() map[string]route {
	routes := map[string]route{}
	for _, service := range permit.Services() {
		for i := range service.Methods().Len() {
			method := service.Methods().Get(i)
			rule, ok := proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
			if !ok || rule == nil {
				continue
			}
			for _, binding := range append(rule.GetAdditionalBindings(), rule) {
				verb, pattern := target(binding)
				routes[verb+" "+pattern] = route{method.Input(), binding.GetBody(), variables(pattern), isFile(method)}
			}
		}
	}
	return routes
}

func target(rule *annotations.HttpRule) (verb, pattern string) {
	switch target := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, target.Get
	case *annotations.HttpRule_Post:
		return http.MethodPost, target.Post
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, target.Patch
	case *annotations.HttpRule_Put:
		return http.MethodPut, target.Put
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, target.Delete
	}
	return rule.GetCustom().GetKind(), rule.GetCustom().GetPath()
}

// variables are the fields in the braces of a pattern.
func variables(pattern string) (fields []string) {
	for part := range strings.SplitSeq(pattern, "{") {
		if inside, _, ok := strings.Cut(part, "}"); ok {
			field, _, _ := strings.Cut(inside, "=")
			fields = append(fields, field)
		}
	}
	return fields
}

// check refuses what would be passed over in silence: a body that nobody reads, and parameters that set nothing.
func (r route) check(values url.Values, hasBody bool) error {
	if r.body == "" && hasBody {
		return model.InvalidField("", model.Say("this method takes no body", "该方法不接受请求体"))
	}
	for key, given := range values {
		path, field := lookup(r.input, key)
		switch {
		case field == nil:
			return model.InvalidField(short(key), model.Say("there is no such parameter", "没有该参数"))
		case r.body == "*" || path[0] == r.body || slices.Contains(r.path, strings.Join(path, ".")):
			return model.InvalidField(short(key), model.Say("it is set by the path or the body", "该参数已由路径或请求体指定"))
		case !utf8.ValidString(strings.Join(given, "")):
			return model.InvalidField(short(key), model.Say("it is not UTF-8", "不是 UTF-8 编码"))
		}
	}
	return nil
}

// lookup finds the field that a parameter names, "updateMask" or "page_size" or "unit.kind", and its path in proto names.
func lookup(message protoreflect.MessageDescriptor, key string) (path []string, field protoreflect.FieldDescriptor) {
	for part := range strings.SplitSeq(key, ".") {
		if message == nil {
			return nil, nil
		}
		if field = message.Fields().ByJSONName(part); field == nil {
			field = message.Fields().ByTextName(part)
		}
		if field == nil {
			return nil, nil
		}
		path = append(path, string(field.Name()))
		message = nil
		if field.Cardinality() != protoreflect.Repeated {
			message = field.Message()
		}
	}
	return path, field
}

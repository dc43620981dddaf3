package wire

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
)

func asConnect(err error, target **connect.Error) bool { return errors.As(err, target) }

func packAny(message proto.Message) (*anypb.Any, error) { return anypb.New(message) }

func ruleOf(method protoreflect.MethodDescriptor) *annotations.HttpRule {
	if !proto.HasExtension(method.Options(), annotations.E_Http) {
		return nil
	}
	return proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
}

var variable = regexp.MustCompile(`\{([a-z_.]+)=[^}]*\}`)

// transcode makes an HTTP request of a message, by the method's rule: what the path names goes there, the body's field into the body,
// and the rest into the query. It is written from the rule's specification alone, and shares nothing with the gateway.
func transcode(rule *annotations.HttpRule, message proto.Message) (verb, target string, body []byte, err error) {
	verb, path := verbOf(rule)
	rest := proto.Clone(message).ProtoReflect()
	path = variable.ReplaceAllStringFunc(path, func(text string) string {
		return take(rest, variable.FindStringSubmatch(text)[1])
	})
	switch rule.GetBody() {
	case "*":
		body, err = protojson.Marshal(rest.Interface())
		return verb, path, body, err
	case "":
	default:
		field := rest.Descriptor().Fields().ByName(protoreflect.Name(rule.GetBody()))
		body, err = protojson.Marshal(message.ProtoReflect().Get(field).Message().Interface())
		rest.Clear(field)
	}
	query := url.Values{}
	if err == nil {
		err = queryOf(query, "", rest)
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return verb, path, body, err
}

func verbOf(rule *annotations.HttpRule) (verb, path string) {
	switch pattern := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, pattern.Get
	case *annotations.HttpRule_Post:
		return http.MethodPost, pattern.Post
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, pattern.Patch
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, pattern.Delete
	case *annotations.HttpRule_Put:
		return http.MethodPut, pattern.Put
	default:
		return "", ""
	}
}

// take removes a string field, such as "unit.name", and returns it.
func take(message protoreflect.Message, path string) string {
	head, tail, nested := strings.Cut(path, ".")
	field := message.Descriptor().Fields().ByName(protoreflect.Name(head))
	if nested {
		if !message.Has(field) {
			return ""
		}
		return take(message.Mutable(field).Message(), tail)
	}
	text := message.Get(field).String()
	message.Clear(field)
	return text
}

func queryOf(query url.Values, prefix string, message protoreflect.Message) error {
	var failed error
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		name := prefix + field.JSONName()
		switch {
		case field.IsMap():
			failed = fmt.Errorf("%s: a map does not fit into a URL", name)
		case field.IsList():
			for i := range value.List().Len() {
				query.Add(name, scalar(field, value.List().Get(i)))
			}
		case field.Message() != nil && !isWellKnown(field.Message()):
			failed = queryOf(query, name+".", value.Message())
		case field.Message() != nil:
			text, err := protojson.Marshal(value.Message().Interface())
			failed = err
			query.Set(name, strings.Trim(string(text), `"`))
		default:
			query.Set(name, scalar(field, value))
		}
		return failed == nil
	})
	return failed
}

func isWellKnown(message protoreflect.MessageDescriptor) bool {
	return message.FullName().Parent() == "google.protobuf"
}

func scalar(field protoreflect.FieldDescriptor, value protoreflect.Value) string {
	if field.Enum() != nil {
		if known := field.Enum().Values().ByNumber(value.Enum()); known != nil {
			return string(known.Name())
		}
	}
	return value.String()
}

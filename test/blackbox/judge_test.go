package blackbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// refused says what is wrong with a refusal: what the contract says of its reason must be in it, and what the step demands.
func (p *play) refused(s step, got *status.Status) error {
	info, said, fields := details(got)
	if info.GetReason() != s.fails {
		return fmt.Errorf("reason %q in %v", info.GetReason(), got)
	}
	promised, ok := contract(s.fails)
	if !ok {
		return fmt.Errorf("the contract knows no reason %s", s.fails)
	}
	locale, sentence := "en", promised.GetEn()
	if s.says == "zh-CN" {
		locale, sentence = "zh-CN", promised.GetZhCn()
	}
	var errs []error
	demand := func(what string, want, got any) {
		if fmt.Sprint(want) != fmt.Sprint(got) {
			errs = append(errs, fmt.Errorf("%s: want %v, got %v", what, want, got))
		}
	}
	demand("code", codes.Code(promised.GetCode()), got.Code())
	demand("domain", "hearth", info.GetDomain())
	demand("language", locale, said.GetLocale())
	demand("sentence", sentence, said.GetMessage())
	if s.fields != nil || s.fails == "INVALID_FIELD" {
		demand("fields", s.fields, fields)
	}
	if s.meta != nil {
		want := is{}
		for key, value := range s.meta {
			want[key] = p.fill(value, "")
		}
		if !maps.Equal(want, info.GetMetadata()) {
			errs = append(errs, fmt.Errorf("metadata: want %v, got %v", want, info.GetMetadata()))
		}
	}
	return errors.Join(errs...)
}

func details(refusal *status.Status) (info *errdetails.ErrorInfo, said *errdetails.LocalizedMessage, fields []string) {
	for _, detail := range refusal.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			info = detail
		case *errdetails.LocalizedMessage:
			said = detail
		case *errdetails.BadRequest:
			for _, violation := range detail.GetFieldViolations() {
				fields = append(fields, violation.GetField())
			}
		}
	}
	slices.Sort(fields)
	return info, said, fields
}

// contract is what the contract says of a reason, in whichever enum of reasons it stands.
func contract(reason string) (said *optionv1.Reason, ok bool) {
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Enums().Len() {
			enum := file.Enums().Get(i)
			if !strings.HasPrefix(string(enum.FullName()), "hearth.") || !strings.HasSuffix(string(enum.Name()), "ErrorReason") {
				continue
			}
			for j := range enum.Values().Len() {
				value := enum.Values().Get(j)
				if _, name, _ := strings.Cut(string(value.Name()), "ERROR_REASON_"); name == reason {
					said, ok = proto.GetExtension(value.Options(), optionv1.E_Reason).(*optionv1.Reason), true
				}
			}
		}
		return !ok
	})
	return said, ok
}

func decoded(message proto.Message) (any, error) {
	text, err := protojson.Marshal(message)
	if err != nil {
		return nil, err
	}
	var value any
	return value, json.Unmarshal(text, &value)
}

// at is what stands at a path, such as "results.0.name".
func at(value any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch node := value.(type) {
		case map[string]any:
			value = node[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(node) {
				return nil
			}
			value = node[i]
		default:
			return nil
		}
	}
	return value
}

// holds says where got differs from what the JSON demands.
func holds(got any, demanded string) error {
	var want any
	if err := json.Unmarshal([]byte(demanded), &want); err != nil {
		return fmt.Errorf("the table's answer: %w", err)
	}
	return compare("", got, want)
}

func compare(path string, got, want any) error {
	differs := fmt.Errorf("%s: want %v, got %v", path, want, got)
	switch want := want.(type) {
	case map[string]any:
		node, ok := got.(map[string]any)
		if !ok {
			return differs
		}
		var errs []error
		for key, value := range want {
			errs = append(errs, compare(path+"."+key, node[key], value))
		}
		return errors.Join(errs...)
	case []any:
		node, ok := got.([]any)
		if !ok || len(node) != len(want) {
			return differs
		}
		var errs []error
		for i, value := range want {
			errs = append(errs, compare(fmt.Sprint(path, ".", i), node[i], value))
		}
		return errors.Join(errs...)
	case string:
		if want == "*" && got != nil && got != "" {
			return nil
		}
	}
	if got != want {
		return differs
	}
	return nil
}

// Package refusal turns errors into the statuses that callers see: a canonical code, a reason that programs can act on, and
// a sentence for people in their language. What is not a refusal is a defect, of which nothing is shown.
package refusal

import (
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// Domain stands in every google.rpc.ErrorInfo of Hearth.
const Domain = "hearth"

// RetryAfter is the key in a fault's Meta whose value, such as "1.5s", becomes google.rpc.RetryInfo.
const RetryAfter = "retry_after"

const defaultRetry = time.Second

// The refusals that the machinery itself gives, beside those of package model.
var (
	ErrNoSuchMethod = model.NewFault("NO_SUCH_METHOD")
	ErrTooLarge     = model.NewFault("TOO_LARGE")
	errDeadline     = model.NewFault("DEADLINE_EXCEEDED")
	errInternal     = model.NewFault("INTERNAL")

	// errText is for what no database keeps. The contract has no rule for it on each text.
	errText = model.InvalidField("", model.Say("a text holds a NUL character or is not valid UTF-8", "有文本含有 NUL 字符，或不是有效的 UTF-8 编码"))
)

// Status is what a caller who reads the locale sees of the error: err must not be nil. Defect says that it is no refusal: the caller
// sees INTERNAL and nothing of the error, which belongs in the log.
func Status(err error, locale string) (seen *status.Status, defect bool) {
	if fault, ok := errors.AsType[*model.Fault](err); ok {
		if seen, ok := write(fault, locale); ok {
			return seen, fault.Reason == errInternal.Reason
		}
		return internal(locale), true
	}
	if other, ok := errors.AsType[interface {
		error
		GRPCStatus() *status.Status
	}](err); ok {
		return received(other.GRPCStatus(), locale)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return must(errDeadline, locale), false
	case errors.Is(err, context.Canceled):
		return canceled(), false
	case db.IsRetryable(err):
		return must(model.ErrUnavailable, locale), false
	case db.IsText(err):
		return must(errText, locale), false
	}
	return internal(locale), true
}

// received is what a caller sees of the status that another server answered to us. Hearth's own pass on whole; of others, such as
// those that gRPC makes when a connection breaks, only the meaning does, for their texts name addresses.
func received(other *status.Status, locale string) (*status.Status, bool) {
	for _, detail := range other.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetDomain() == Domain {
			return other, false
		}
	}
	switch other.Code() {
	case codes.Unavailable:
		return must(model.ErrUnavailable, locale), false
	case codes.DeadlineExceeded:
		return must(errDeadline, locale), false
	case codes.Canceled:
		return canceled(), false
	case codes.ResourceExhausted:
		return must(ErrTooLarge, locale), false
	case codes.Unimplemented:
		return must(ErrNoSuchMethod, locale), false
	default:
		return internal(locale), true
	}
}

// canceled has no reason: whoever would read it has left.
func canceled() *status.Status { return status.New(codes.Canceled, "The call was cancelled.") }

func internal(locale string) *status.Status { return must(errInternal, locale) }

func must(fault *model.Fault, locale string) *status.Status {
	seen, ok := write(fault, locale)
	if !ok {
		panic("refusal: hearth.type.v1.ErrorReason lacks " + fault.Reason)
	}
	return seen
}

// write makes the status of a fault, if the contract knows its reason.
func write(fault *model.Fault, locale string) (*status.Status, bool) {
	reason, ok := catalogue()[fault.Reason]
	if !ok {
		return nil, false
	}
	meta := maps.Clone(fault.Meta)
	delete(meta, RetryAfter)
	for key, value := range meta {
		meta[key] = strings.ToValidUTF8(value, "�")
	}
	details := []protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: fault.Reason, Domain: Domain, Metadata: meta}}
	message := reason.GetEn()
	if len(fault.Violations) > 0 {
		bad := &errdetails.BadRequest{}
		for _, violation := range fault.Violations {
			field, why := strings.ToValidUTF8(violation.Field, "�"), violation.Why
			bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{
				Field: field, Description: strings.ToValidUTF8(why.In(locale), "�"),
			})
			if field != "" {
				field += ": "
			}
			message += " " + field + strings.ToValidUTF8(why.En, "�") + "."
		}
		details = append(details, bad)
	}
	details = append(details, &errdetails.LocalizedMessage{Locale: locale, Message: Sentence(fault, locale)})
	if wait, ok := retry(fault, codes.Code(reason.GetCode())); ok {
		details = append(details, &errdetails.RetryInfo{RetryDelay: durationpb.New(wait)})
	}
	seen, err := status.New(codes.Code(reason.GetCode()), message).WithDetails(details...)
	return seen, err == nil
}

// Sentence is what the contract says of a fault's reason to who reads the locale.
func Sentence(fault *model.Fault, locale string) string {
	reason := catalogue()[fault.Reason]
	return model.Text{"en": reason.GetEn(), "zh-CN": reason.GetZhCn()}.In(locale)
}

// retry says when trying again makes sense, for refusals that pass by themselves.
func retry(fault *model.Fault, code codes.Code) (time.Duration, bool) {
	if wait, err := time.ParseDuration(fault.Meta[RetryAfter]); err == nil && wait > 0 {
		return wait, true
	}
	passes := code == codes.Unavailable || fault.Reason == model.ErrRateLimited.Reason
	return defaultRetry, passes
}

// WithMeta is the same status that says more to programs.
func WithMeta(seen *status.Status, key, value string) *status.Status {
	more := seen.Proto()
	for i, detail := range more.GetDetails() {
		info := &errdetails.ErrorInfo{}
		if detail.UnmarshalTo(info) != nil {
			continue
		}
		if info.Metadata == nil {
			info.Metadata = map[string]string{}
		}
		info.Metadata[key] = value
		if packed, err := anypb.New(info); err == nil {
			more.Details[i] = packed
		}
	}
	return status.FromProto(more)
}

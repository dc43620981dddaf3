package client

import (
	"errors"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// Error is an error in a person's language.
type Error struct {
	text  string
	cause error
}

// Error is the sentence for the person.
func (e *Error) Error() string { return e.text }

// Words is the sentence, which has its language already.
func (e *Error) Words() model.Words { return model.Words{En: e.text, ZhCN: e.text} }

// Unwrap is the error as it came.
func (e *Error) Unwrap() error { return e.cause }

// Explain says an error in the person's language, where there is more to say than the error does.
func (c *Client) Explain(err error) error {
	if said, ok := Said(err, c.Locale); ok {
		return said
	}
	if answered, ok := status.FromError(err); ok && err != nil {
		return &Error{c.sentence(answered), err}
	}
	return err
}

// Said is an error of the command line itself in a person's language.
func Said(err error, locale words.Locale) (error, bool) {
	if text, ok := errors.AsType[words.Text](err); ok {
		return &Error{text.In(locale), err}, true
	}
	if problems, ok := errors.AsType[words.Problems](err); ok {
		return &Error{problems.In(locale), err}, true
	}
	return err, false
}

// ways are the commands that help against a reason.
var ways = map[string]words.Text{
	"SURVEY_NOT_RELEASED": words.Both("hearth survey release NAME waits until they are.", "hearth survey release NAME 可等待至结果发布。"),
	"PERMISSION_DENIED": words.Both(
		"The command ran as who is logged in here (hearth login), else by the key of this machine. hearth logout goes back to the key.",
		"命令以此处已登录的人员（hearth login）身份运行；无人登录时使用本机的密钥。hearth logout 可恢复使用密钥。"),
	"INSTRUMENT_NOT_PUBLISHED": words.Both("hearth survey instrument publish NAME does that.", "请使用 hearth survey instrument publish NAME。"),
}

func (c *Client) sentence(s *status.Status) string {
	text, lines := s.Message(), []string(nil)
	reason := Reason(s)
	for _, detail := range s.Details() {
		switch detail := detail.(type) {
		case *errdetails.LocalizedMessage:
			text = detail.GetMessage()
		case *errdetails.BadRequest:
			for _, violation := range detail.GetFieldViolations() {
				lines = append(lines, words.Say(words.Violation, violation.GetField(), violation.GetDescription()).In(c.Locale))
			}
		case *errdetails.ErrorInfo:
			if meta := detail.GetMetadata(); reason == "REMOVAL_GUARD" {
				lines = append(lines, words.Say(words.GuardStruck, meta["missing"], meta["employed"], meta["limit_percent"]).In(c.Locale))
			}
		}
	}
	if way, ok := ways[reason]; ok {
		lines = append(lines, way.In(c.Locale))
	}
	if reason == "" && s.Code() == codes.Unavailable {
		text = words.Say(words.Unreachable, c.Server).In(c.Locale)
	}
	return strings.Join(append([]string{text}, lines...), "\n")
}

// Reason is the reason for which Hearth refused a call, "" where something else did.
func Reason(s *status.Status) string {
	for _, detail := range s.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetDomain() == refusal.Domain {
			return info.GetReason()
		}
	}
	return ""
}

// ReasonText is what the contract says of a reason, "" for an unknown one.
func ReasonText(reason string, locale words.Locale) (text string) {
	refusal.Each(func(value protoreflect.EnumValueDescriptor) {
		if refusal.Name(value) != reason {
			return
		}
		if said, ok := proto.GetExtension(value.Options(), optionv1.E_Reason).(*optionv1.Reason); ok {
			text = model.Text{"en": said.GetEn(), "zh-CN": said.GetZhCn()}.In(string(locale))
		}
	})
	return text
}

// Passing says whether an error goes away by itself, and how long the server asks to wait; 0 where it does not say.
func Passing(err error) (wait time.Duration, passing bool) {
	s := status.Convert(err)
	for _, detail := range s.Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			return info.GetRetryDelay().AsDuration(), true
		}
	}
	return 0, s.Code() == codes.Unavailable
}

package rest

import (
	"context"
	"errors"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// WriteError answers with what the caller may see of an error.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	seen, _ := refusal.Status(err, refusal.Match(strings.Join(r.Header.Values("Accept-Language"), ",")))
	code := runtime.HTTPStatusFromCode(seen.Code())
	switch {
	case err == error(errNotJSON): // not by its reason, which all wrong inputs share
		code = http.StatusUnsupportedMediaType
	case reasonOf(seen) == refusal.ErrTooLarge.Reason:
		code = http.StatusRequestEntityTooLarge // its code shares 429 with calls that may be repeated
	}
	write(w, seen, code)
}

// WriteNoSuchURL answers to a URL that nobody has.
func WriteNoSuchURL(w http.ResponseWriter, r *http.Request) {
	write(w, noSuchMethod(r), http.StatusNotFound)
}

// WriteNotAllowed answers to a URL that only other methods have.
func WriteNotAllowed(w http.ResponseWriter, r *http.Request, allowed ...string) {
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	write(w, noSuchMethod(r), http.StatusMethodNotAllowed)
}

func noSuchMethod(r *http.Request) *status.Status {
	seen, _ := refusal.Status(refusal.ErrNoSuchMethod, refusal.Match(strings.Join(r.Header.Values("Accept-Language"), ",")))
	return seen
}

func write(w http.ResponseWriter, seen *status.Status, code int) {
	text, err := jsonform.Marshal(seen.Proto())
	if err != nil {
		// A detail whose type is not linked into this program cannot be written; the code and the sentence can.
		text, _ = jsonform.Marshal(status.New(seen.Code(), seen.Message()).Proto())
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	for _, detail := range seen.Details() {
		switch detail := detail.(type) {
		case *errdetails.RetryInfo:
			header.Set("Retry-After", strconv.Itoa(int(math.Ceil(detail.GetRetryDelay().AsDuration().Seconds()))))
		case *errdetails.LocalizedMessage:
			header.Set("Content-Language", detail.GetLocale())
		}
	}
	if code == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", "Bearer")
	}
	header.Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(code)
	_, _ = w.Write(text)
}

func reasonOf(seen *status.Status) string {
	for _, detail := range seen.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.GetReason()
		}
	}
	return ""
}

// failed answers with the error of a call, or of what was before it.
func failed(ctx context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	if _, probe := ctx.Value(probing{}).(*bool); probe {
		return
	}
	if found, ok := errors.AsType[*runtime.HTTPStatusError](err); ok {
		err = found.Err
	}
	seen, ok := status.FromError(err)
	if ok && seen.Code() == codes.InvalidArgument && reasonOf(seen) == "" {
		// The generated code could not make a request of the URL and the body.
		WriteError(w, r, heard(seen.Message()))
		return
	}
	WriteError(w, r, err)
}

// said puts the refusal of a field into a text, for the generated code passes on no more than the text of an error.
func said(err error) error {
	fault, ok := errors.AsType[*model.Fault](err)
	if !ok {
		return err
	}
	violation := fault.Violations[0]
	return errors.New(strings.Join([]string{violation.Field, violation.Why.En, violation.Why.ZhCN}, separator))
}

const separator = "\x00"

// The refusals of the generated code itself.
var (
	absent = regexp.MustCompile(`^missing parameter ([\w.]+)$`)
	unfit  = regexp.MustCompile(`(?s)^(?:type mismatch, parameter: |parsing (?:field|list) "|too many values for field ")([\w.]+)"?[,:] (.*)$`)
)

// heard is the refusal behind the text.
func heard(text string) error {
	if parts := strings.Split(text, separator); len(parts) == 3 {
		return model.InvalidField(parts[0], model.Words{En: parts[1], ZhCN: parts[2]})
	}
	if found := absent.FindStringSubmatch(text); found != nil {
		return model.InvalidField(found[1], model.Missing)
	}
	if found := unfit.FindStringSubmatch(text); found != nil {
		return model.InvalidField(found[1], model.Words{En: "does not fit: " + short(found[2]), ZhCN: "取值无效"})
	}
	return model.InvalidField("", model.Words{En: short(text), ZhCN: "请求的格式有误"})
}

const maxWords = 100

// short bounds what is quoted of a request.
func short(text string) string {
	if len(text) > maxWords {
		text = text[:maxWords] + "…"
	}
	return strings.ToValidUTF8(text, "�")
}

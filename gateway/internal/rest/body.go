package rest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// MaxBody is the size of the largest body in bytes.
const MaxBody = 4 << 20

var (
	errNotJSON = model.InvalidField("", model.Say("the content type must be application/json", "内容类型必须为 application/json"))
	errCutOff  = model.InvalidField("", model.Say("the body ends early or comes too slowly", "请求体不完整或传输过慢"))
)

// readBody reads all of the body, so that from here on nobody waits for the caller.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > MaxBody {
		return nil, refusal.ErrTooLarge
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, refusal.ErrTooLarge
	}
	if err != nil {
		return nil, errCutOff
	}
	if len(text) > 0 && !isJSON(r.Header.Get("Content-Type")) {
		return nil, errNotJSON
	}
	return text, nil
}

// isJSON takes a missing type for JSON: there is no other.
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	kind, params, err := mime.ParseMediaType(contentType)
	charset, given := params["charset"]
	return err == nil && kind == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}

// marshaler reads and writes bodies.
type marshaler struct{ log *slog.Logger }

// ContentType is that of all answers but files, which have their own.
func (marshaler) ContentType(answer any) string {
	if file, ok := answer.(*httpbody.HttpBody); ok {
		return file.GetContentType()
	}
	return contentType
}

// Delimiter stands between the messages of a stream: nothing between the pieces of a file.
func (marshaler) Delimiter() []byte { return nil }

const contentType = "application/json"

// Marshal writes an answer. One that has no form in JSON is a defect of the service.
func (m marshaler) Marshal(v any) ([]byte, error) {
	if _, ok := v.(map[string]proto.Message); ok {
		return nil, nil // the error of a file, which broken has answered
	}
	message, ok := v.(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%T is no message", v)
	}
	text, err := jsonform.Marshal(message)
	if err != nil {
		m.log.Error("an answer cannot be written", "message", proto.MessageName(message), "error", err)
	}
	return text, err
}

// Unmarshal reads a body into a message, or into a pointer to one that is not made yet.
func (marshaler) Unmarshal(data []byte, v any) error {
	message, ok := v.(proto.Message)
	if !ok {
		to := reflect.ValueOf(v).Elem()
		to.Set(reflect.New(to.Type().Elem()))
		message, ok = to.Interface().(proto.Message)
	}
	if !ok {
		return fmt.Errorf("%T is no message", v)
	}
	return said(jsonform.Unmarshal(data, message))
}

// NewDecoder reads one message, the whole of r. Nothing at all is io.EOF: an empty body.
func (m marshaler) NewDecoder(r io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(v any) error {
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(data)) == 0 {
			return io.EOF
		}
		return m.Unmarshal(data, v)
	})
}

// NewEncoder writes answers one after the other.
func (m marshaler) NewEncoder(w io.Writer) runtime.Encoder {
	return runtime.EncoderFunc(func(v any) error {
		text, err := m.Marshal(v)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
}

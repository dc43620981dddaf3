package rest

import (
	"context"
	"net/http"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// isFile tells whether a method answers with a file in pieces.
func isFile(method protoreflect.MethodDescriptor) bool {
	return method.IsStreamingServer() && method.Output() == (&httpbody.HttpBody{}).ProtoReflect().Descriptor()
}

// file is the answer of such a method. The generated code would write an error behind what it has sent, as if it were of the file.
type file struct {
	http.ResponseWriter

	request        *http.Request
	begun, refused bool
}

type filing struct{}

// begin puts the answer into the context, where the error of its stream finds it.
func begin(w http.ResponseWriter, r *http.Request) (*file, *http.Request) {
	answer := &file{ResponseWriter: w}
	answer.request = r.WithContext(context.WithValue(r.Context(), filing{}, answer))
	return answer, answer.request
}

// Unwrap lets http.ResponseController find what is below.
func (f *file) Unwrap() http.ResponseWriter { return f.ResponseWriter }

// WriteHeader begins the file, unless the call was refused.
func (f *file) WriteHeader(code int) {
	if !f.refused {
		f.begun = true
		f.ResponseWriter.WriteHeader(code)
	}
}

// Write adds to the file, unless the call was refused.
func (f *file) Write(text []byte) (int, error) {
	if f.refused {
		return len(text), nil
	}
	f.begun = true
	return f.ResponseWriter.Write(text)
}

// broken answers with the error of a stream: as to any other call, or, where the file has begun, by cutting the connection, so that
// nobody takes what has come for the whole.
func broken(ctx context.Context, err error) *status.Status {
	answer, ok := ctx.Value(filing{}).(*file)
	if !ok {
		return status.Convert(err)
	}
	if answer.begun {
		panic(http.ErrAbortHandler)
	}
	answer.Header().Del("Content-Disposition")
	WriteError(answer, answer.request, err)
	answer.refused = true
	return status.Convert(err)
}

package page

import (
	"net/http"
	"sync/atomic"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/gateway/internal/rest"
)

// keys publishes the keys that verify tokens. The last ones are served on while the directory does not answer: they have not
// become wrong.
type keys struct {
	directory directoryv1.TokenServiceClient
	last      atomic.Pointer[string]
}

func newKeys(directory grpc.ClientConnInterface) *keys {
	return &keys{directory: directoryv1.NewTokenServiceClient(directory)}
}

// ServeHTTP answers with a JSON Web Key Set.
func (k *keys) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	response, err := k.directory.GetJwks(r.Context(), &directoryv1.GetJwksRequest{})
	if err == nil {
		text := response.GetJwks()
		k.last.Store(&text)
	}
	text := k.last.Load()
	if text == nil {
		rest.WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write([]byte(*text))
}

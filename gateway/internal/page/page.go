// Package page serves what describes Hearth: the OpenAPI document, a page that shows it, and the keys that verify tokens.
package page

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/gateway/openapi"
)

// Pages are all of them.
type Pages struct {
	keys *keys
}

// New makes the pages. The keys are asked of the directory.
func New(directory grpc.ClientConnInterface) (*Pages, error) {
	return &Pages{keys: newKeys(directory)}, nil
}

// Register adds the pages to mux.
func (p *Pages) Register(mux *http.ServeMux) {
	mux.Handle("GET /openapi.json", document("application/json", openapi.Document))
	mux.Handle("GET /.well-known/jwks.json", p.keys)
}

// document serves a text that is the same for everybody until the next version of Hearth.
func document(contentType string, text []byte) http.Handler {
	sum := sha256.Sum256(text)
	etag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-cache")
		header.Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		header.Set("Content-Type", contentType)
		_, _ = w.Write(text)
	})
}

// Package page serves what describes Hearth: the OpenAPI document, a page that shows it, and the keys that verify tokens.
package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/gateway/openapi"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

//go:embed page.html
var pageText string

//go:embed style.css
var style []byte

var locales = []string{"en", chinese}

// Pages are all of them.
type Pages struct {
	keys      *keys
	described map[string]http.Handler // by locale
}

// New makes the pages. The keys are asked of the directory.
func New(directory grpc.ClientConnInterface) (*Pages, error) {
	p := &Pages{keys: newKeys(directory), described: map[string]http.Handler{}}
	for _, locale := range locales {
		text, err := render(locale)
		if err != nil {
			return nil, err
		}
		p.described[locale] = document("text/html; charset=utf-8", text)
	}
	return p, nil
}

func render(locale string) ([]byte, error) {
	view, err := newView(locale)
	if err != nil {
		return nil, err
	}
	page, err := template.New("page").Funcs(template.FuncMap{"words": func() words { return view.Words }}).Parse(pageText)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = page.Execute(&text, view)
	return text.Bytes(), err
}

// Register adds the pages to mux.
func (p *Pages) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", p.describe)
	mux.HandleFunc("GET /docs", p.describe)
	mux.Handle("GET /docs/style.css", document("text/css; charset=utf-8", style))
	mux.Handle("GET /openapi.json", document("application/json", openapi.Document))
	mux.Handle("GET /.well-known/jwks.json", p.keys)
}

// describe shows the description in the language that the reader chose, or else prefers.
func (p *Pages) describe(w http.ResponseWriter, r *http.Request) {
	locale := r.URL.Query().Get("lang")
	if !slices.Contains(locales, locale) {
		locale = refusal.Match(strings.Join(r.Header.Values("Accept-Language"), ","))
	}
	header := w.Header()
	// The page needs its style and nothing else: no scripts, no pictures, no other hosts.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	header.Set("Content-Language", locale)
	header.Set("Vary", "Accept-Language")
	p.described[locale].ServeHTTP(w, r)
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

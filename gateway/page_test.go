package gateway_test

import (
	"encoding/json"
	"errors"
	"html"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

func TestTheDescriptionIsReadInTheReadersLanguage(t *testing.T) {
	h := open(t, false, options{})
	for name, c := range map[string]struct{ path, accept, locale, says string }{
		"no preference":       {"/", "", "en", "Who may call it"},
		"how a body is":       {"/", "", "en", "and nothing around them"},
		"in Chinese":          {"/?lang=zh-CN", "", "zh-CN", "外面不再套一层"},
		"Chinese":             {"/docs", "zh-CN,zh;q=0.9", "zh-CN", "调用权限"},
		"another language":    {"/", "fr-FR", "en", "Who may call it"},
		"nonsense":            {"/", ";;;q=x,,%%", "en", "Who may call it"},
		"chosen":              {"/?lang=zh-CN", "en", "zh-CN", "班组长"},
		"chosen nonsense":     {"/?lang=%ff", "zh", "zh-CN", "班组长"},
		"chosen and empty":    {"/docs?lang=", "", "en", "team leads"},
		"the other one first": {"/", "en;q=0.1, zh-CN", "zh-CN", "拒绝原因"},
	} {
		t.Run(name, func(t *testing.T) {
			got := h.ask(t, "GET", c.path, "", "Accept-Language: "+c.accept)
			require.Equal(t, 200, got.code)
			require.Equal(t, c.locale, got.header.Get("Content-Language"))
			require.Contains(t, got.body, c.says)
			require.Contains(t, got.body, `<html lang="`+c.locale+`">`)
			require.Contains(t, got.header.Get("Content-Security-Policy"), "default-src 'none'")
			again := h.ask(t, "GET", c.path, "", "Accept-Language: "+c.accept, "If-None-Match: "+got.header.Get("ETag"))
			require.Equal(t, 304, again.code)
			require.Empty(t, again.body)
		})
	}
}

var (
	anchor = regexp.MustCompile(` id="([^"]+)"`)
	link   = regexp.MustCompile(` href="#([^"]+)"`)
)

func TestTheDescriptionIsWhole(t *testing.T) {
	h := open(t, false, options{})
	for _, locale := range []string{"en", "zh-CN"} {
		body := h.ask(t, "GET", "/?lang="+locale, "").body
		anchors := map[string]int{}
		for _, found := range anchor.FindAllStringSubmatch(body, -1) {
			anchors[html.UnescapeString(found[1])]++
		}
		for name, times := range anchors {
			require.Equal(t, 1, times, name)
		}
		for _, found := range link.FindAllStringSubmatch(body, -1) {
			require.Contains(t, anchors, html.UnescapeString(found[1]), "a link leads nowhere")
		}
		for _, service := range permit.Services() {
			for i := range service.Methods().Len() {
				require.Contains(t, anchors, string(service.Methods().Get(i).FullName()))
			}
		}
		refusal.Each(func(value protoreflect.EnumValueDescriptor) {
			if value.Number() != 0 {
				require.Contains(t, anchors, "reason."+refusal.Name(value))
			}
		})
		require.NotContains(t, body, "<li> — ", "a role or a scope has no name in "+locale)
		require.NotContains(t, body, ", </li>", "a role or a scope has no name in "+locale)
		require.NotContains(t, body, " — </li>", "a role or a scope has no name in "+locale)
		require.NotRegexp(t, `(src|href)="(https?:)?//`, body, "the page needs another host")
		require.NotContains(t, body, "<script")
	}
}

func TestOpenAPI(t *testing.T) {
	h := open(t, false, options{})
	got := h.ask(t, "GET", "/openapi.json", "")
	require.Equal(t, 200, got.code)
	require.Equal(t, "application/json", got.header.Get("Content-Type"))
	var document struct {
		Swagger             string
		SecurityDefinitions map[string]any
		Paths               map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &document))
	require.Equal(t, "2.0", document.Swagger)
	require.NotEmpty(t, document.SecurityDefinitions)
	require.NotEmpty(t, document.Paths)
}

func TestKeysAreServedOnWhileTheDirectoryIsDown(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		h.jwks = func() (*directoryv1.GetJwksResponse, error) { return nil, model.ErrUnavailable }
		got := h.ask(t, "GET", "/.well-known/jwks.json", "")
		require.Equal(t, 503, got.code, "nothing is known yet")

		h.jwks = func() (*directoryv1.GetJwksResponse, error) {
			return &directoryv1.GetJwksResponse{Jwks: `{"keys":[]}`}, nil
		}
		require.Equal(t, `{"keys":[]}`, h.ask(t, "GET", "/.well-known/jwks.json", "").body)

		h.jwks = func() (*directoryv1.GetJwksResponse, error) { return nil, model.ErrUnavailable }
		got = h.ask(t, "GET", "/.well-known/jwks.json", "")
		require.Equal(t, 200, got.code)
		require.Equal(t, `{"keys":[]}`, got.body)
		require.Equal(t, "application/jwk-set+json", got.header.Get("Content-Type"))
	})
}

func TestProbes(t *testing.T) {
	h := open(t, false, options{})
	require.Equal(t, 200, h.ask(t, "GET", "/healthz", "").code)
	require.Equal(t, 200, h.ask(t, "GET", "/readyz", "").code)
	h.ready = errors.New("the database at 10.0.0.7 is down")
	got := h.ask(t, "GET", "/readyz", "")
	require.Equal(t, 503, got.code)
	require.Equal(t, "not ready\n", got.body)
	require.Equal(t, 200, h.ask(t, "GET", "/healthz", "").code)
}

package identity_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
)

func TestATokenSaysWhatWasSigned(t *testing.T) {
	signer := newSigner(t, "k1")
	verifier := identity.NewVerifier(publish(signer).fetch, heldClock)
	tests := map[string]func(c *identity.Claims){
		"a person":                  func(*identity.Claims) {},
		"a person without bindings": func(c *identity.Claims) { c.Bindings = nil },
		"a person with a way in":    func(c *identity.Claims) { c.WayIn = "01939f3c-5b7a-7d3e-8f00-0123456789ac" },
		"a key":                     func(c *identity.Claims) { c.Subject = "keys/01939f3c-5b7a-7d3e-8f00-0123456789ab" },
		"a service": func(c *identity.Claims) {
			c.Subject, c.Bindings = "services/survey", []model.Binding{{Role: model.RoleSystem}}
		},
		"a signer's clock ahead by 30s": func(c *identity.Claims) { c.IssuedAt = noon.Add(30 * time.Second) },
		"its last second":               func(c *identity.Claims) { c.IssuedAt, c.ExpiresAt = noon.Add(-time.Hour), noon.Add(time.Second) },
		"fifty bindings":                func(c *identity.Claims) { c.Bindings = bindings(50) },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			want := claimsAt(noon)
			change(&want)
			have, err := verifier.Verify(t.Context(), sign(t, signer, want))
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(want, have))
			actor, err := verifier.Authenticate(t.Context(), sign(t, signer, want))
			require.NoError(t, err)
			require.Equal(t, want.Actor(), actor)
		})
	}
}

func bindings(n int) []model.Binding {
	many := make([]model.Binding, n)
	for i := range many {
		many[i] = model.Binding{Role: model.RoleManager, Unit: fmt.Sprintf("01939f3c-5b7a-7d3e-8f00-%012d", i)}
	}
	return many
}

// fields is the content of a good token, as somebody without our code would write it.
func fields() map[string]any {
	return map[string]any{
		"iss": "hearth", "aud": "hearth", "sub": person, "iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix(), "auth_time": noon.Unix(),
	}
}

func with(key string, value any) map[string]any {
	changed := maps.Clone(fields())
	changed[key] = value
	return changed
}

func without(key string) map[string]any {
	changed := fields()
	delete(changed, key)
	return changed
}

func handmade(t *testing.T, alg jose.SignatureAlgorithm, key any, header map[jose.HeaderKey]any, content map[string]any) string {
	options := &jose.SignerOptions{}
	for name, value := range header {
		options.WithHeader(name, value)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, options)
	require.NoError(t, err)
	token, err := jwt.Signed(signer).Claims(content).Serialize()
	require.NoError(t, err)
	return token
}

func TestTokensThatAreRefused(t *testing.T) {
	key, other := newKey(t), newKey(t)
	signer, err := identity.NewSigner("k1", key)
	require.NoError(t, err)
	header := map[jose.HeaderKey]any{"kid": "k1", "typ": "at+jwt"}
	ours := func(content map[string]any) string { return handmade(t, jose.EdDSA, key, header, content) }
	published := func(name string) []byte {
		jwks, err := identity.JWKS(signer.Public())
		require.NoError(t, err)
		return map[string][]byte{"raw": signer.Public().Key, "jwks": jwks}[name]
	}
	b64 := base64.RawURLEncoding.EncodeToString
	good := ours(fields())
	parts := strings.Split(good, ".")
	unsigned := b64([]byte(`{"alg":"none","kid":"k1","typ":"at+jwt"}`)) + "." + parts[1] + "."
	service := with("sub", "services/survey")
	service["bnd"] = []model.Binding{{Role: model.RoleAdmin}}

	verifier := identity.NewVerifier(publish(signer).fetch, heldClock)
	_, err = verifier.Verify(t.Context(), good)
	require.NoError(t, err, "the tokens below differ from a good one in one thing")

	tests := map[string]string{
		"nothing":                               "",
		"words":                                 "let me in",
		"two parts":                             parts[0] + "." + parts[1],
		"four parts":                            good + ".e30",
		"a space":                               good + " ",
		"not base64":                            "%." + parts[1] + "." + parts[2],
		"another's signature":                   parts[0] + "." + parts[1] + "." + strings.Split(handmade(t, jose.EdDSA, other, header, fields()), ".")[2],
		"forged under our key id":               handmade(t, jose.EdDSA, other, header, fields()),
		"forged with the key in the header":     handmade(t, jose.EdDSA, other, map[jose.HeaderKey]any{"kid": "k1", "typ": "at+jwt", "jwk": jose.JSONWebKey{Key: other.Public()}}, fields()),
		"no algorithm":                          unsigned,
		"no algorithm, our signature":           unsigned + parts[2],
		"HMAC with the public key":              handmade(t, jose.HS256, published("raw"), header, fields()),
		"HMAC with the published text":          handmade(t, jose.HS256, published("jwks"), header, fields()),
		"without a key id":                      handmade(t, jose.EdDSA, key, map[jose.HeaderKey]any{"typ": "at+jwt"}, fields()),
		"another type, such as an id token":     handmade(t, jose.EdDSA, key, map[jose.HeaderKey]any{"kid": "k1", "typ": "JWT"}, fields()),
		"an unknown critical header":            handmade(t, jose.EdDSA, key, map[jose.HeaderKey]any{"kid": "k1", "typ": "at+jwt", "crit": []string{"x"}, "x": 1}, fields()),
		"another issuer":                        ours(with("iss", "hearth.example")),
		"no issuer":                             ours(without("iss")),
		"another audience":                      ours(with("aud", "payroll")),
		"another audience beside ours":          ours(with("aud", []string{"hearth", "payroll"})),
		"no audience":                           ours(without("aud")),
		"expired":                               ours(with("exp", noon.Unix())),
		"never expires":                         ours(without("exp")),
		"expires in a word":                     ours(with("exp", "tomorrow")),
		"not yet valid":                         ours(with("iat", noon.Add(31*time.Second).Unix())),
		"no issue time":                         ours(without("iat")),
		"no log-in time":                        ours(without("auth_time")),
		"expires before it is issued":           ours(with("iat", noon.Add(time.Minute).Unix())),
		"nobody":                                ours(without("sub")),
		"a subject of no kind":                  ours(with("sub", "roles/admin")),
		"a subject with a tail":                 ours(with("sub", person+"/x")),
		"a subject with a line's end":           ours(with("sub", person+"\n")),
		"a service with the rights of an admin": ours(service),
		"51 bindings":                           ours(with("bnd", bindings(51))),
		"larger than we read":                   ours(with("crd", strings.Repeat("x", 16<<10))),
		"content that is no object":             rawToken(t, key, `"hearth"`),
		"content that is no JSON":               rawToken(t, key, `{`),
	}
	for name, token := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := verifier.Authenticate(t.Context(), token)
			require.Equal(t, model.ErrUnauthenticated, err, "always the same, so that nothing can be learnt from it")
		})
	}
}

func rawToken(t *testing.T, key ed25519.PrivateKey, content string) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, (&jose.SignerOptions{}).WithType("at+jwt"))
	require.NoError(t, err)
	signed, err := signer.Sign([]byte(content))
	require.NoError(t, err)
	token, err := signed.CompactSerialize()
	require.NoError(t, err)
	return token
}

func TestClaimsThatAreNotSigned(t *testing.T) {
	signer := newSigner(t, "k1")
	tests := map[string]func(c *identity.Claims){
		"nobody":                      func(c *identity.Claims) { c.Subject = "" },
		"too many bindings":           func(c *identity.Claims) { c.Bindings = bindings(51) },
		"no life":                     func(c *identity.Claims) { c.ExpiresAt = c.IssuedAt },
		"a service with another role": func(c *identity.Claims) { c.Subject = "services/survey" },
		"a service with a capital":    func(c *identity.Claims) { c.Subject, c.Bindings = "services/Survey", nil },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			c := claimsAt(noon)
			change(&c)
			_, err := signer.Sign(c)
			require.Error(t, err)
		})
	}
	_, err := identity.NewSigner("", newKey(t))
	require.Error(t, err)
	_, err = identity.NewSigner("k1", newKey(t)[:32])
	require.Error(t, err)
}

func FuzzVerify(f *testing.F) {
	signer := newSigner(f, "k1")
	good := sign(f, signer, claimsAt(noon))
	parts := strings.Split(good, ".")
	for _, seed := range []string{good, "", ".", "..", "...", good + ".", parts[0] + "..", parts[0] + "." + parts[1] + ".", "{}", `{"payload":"","signatures":[]}`} {
		f.Add(seed)
	}
	verifier := identity.NewVerifier(publish(signer).fetch, heldClock)
	f.Fuzz(func(t *testing.T, token string) {
		claims, err := verifier.Verify(t.Context(), token)
		if err != nil {
			require.Equal(t, model.ErrUnauthenticated, err)
			return
		}
		// Base64 leaves a few bits open; the content cannot differ.
		require.Equal(t, parts[1], strings.Split(token, ".")[1])
		require.Empty(t, cmp.Diff(claimsAt(noon), claims))
	})
}

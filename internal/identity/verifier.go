package identity

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	// verdictLife bounds how long a withdrawn key is still believed.
	verdictLife = 30 * time.Second
	// maxVerdicts is about 10 MB when every one of them has a few bindings.
	maxVerdicts = 20_000
)

// errKeys says that the token cannot be judged, for the keys could not be had.
var errKeys = errors.New("identity: signing keys cannot be fetched")

// Verifier judges tokens. It is safe for concurrent use.
type Verifier struct {
	keys     *keyring
	clock    model.Clock
	verdicts *lru.Cache[[sha256.Size]byte, verdict]
}

type verdict struct {
	claims Claims
	until  time.Time
}

// NewVerifier judges tokens by the keys that fetch returns as a JSON Web Key Set. Keys are fetched when first needed, every five
// minutes from then on, and when a token names an unknown one; while fetch fails, those last fetched go on.
func NewVerifier(fetch func(ctx context.Context) ([]byte, error), clock model.Clock) *Verifier {
	return newVerifier(fetch, clock, maxVerdicts)
}

func newVerifier(fetch func(ctx context.Context) ([]byte, error), clock model.Clock, size int) *Verifier {
	verdicts, err := lru.New[[sha256.Size]byte, verdict](size)
	if err != nil {
		panic(err) // the size is positive
	}
	return &Verifier{newKeyring(fetch, clock), clock, verdicts}
}

// Authenticate returns whom a token names. A token that is malformed, forged, expired or meant for somebody else is
// model.ErrUnauthenticated, always the same; model.ErrUnavailable means that the keys to judge it could not be fetched.
func (v *Verifier) Authenticate(ctx context.Context, token string) (model.Actor, error) {
	claims, err := v.Verify(ctx, token)
	if err != nil {
		return model.Actor{}, err
	}
	return claims.Actor(), nil
}

// Verify returns what a token says, under the same rules as Authenticate. Its bindings must not be changed.
func (v *Verifier) Verify(ctx context.Context, token string) (Claims, error) {
	if len(token) > maxToken {
		return Claims{}, model.ErrUnauthenticated
	}
	now := v.clock()
	hash := sha256.Sum256([]byte(token))
	if known, ok := v.verdicts.Get(hash); ok && now.Before(known.until) {
		return known.claims, nil
	}
	claims, err := v.judge(ctx, token)
	switch {
	case errors.Is(err, errKeys):
		return Claims{}, model.ErrUnavailable
	case ctx.Err() != nil && err != nil:
		return Claims{}, ctx.Err()
	case err != nil:
		return Claims{}, model.ErrUnauthenticated
	}
	// Fetching keys may have taken a while.
	now = v.clock()
	if claims.valid(now) != nil {
		return Claims{}, model.ErrUnauthenticated
	}
	until := now.Add(verdictLife)
	if claims.ExpiresAt.Before(until) {
		until = claims.ExpiresAt
	}
	// Refusals are not kept: whoever sends rubbish would push out those who are welcome.
	v.verdicts.Add(hash, verdict{claims, until})
	return claims, nil
}

func (v *Verifier) judge(ctx context.Context, token string) (Claims, error) {
	signed, kid, err := parseToken(token)
	if err != nil {
		return Claims{}, err
	}
	key, err := v.keys.key(ctx, kid)
	if err != nil {
		return Claims{}, err
	}
	return verified(signed, key)
}

func verified(signed *jose.JSONWebSignature, key ed25519.PublicKey) (Claims, error) {
	text, err := signed.Verify(key)
	if err != nil {
		return Claims{}, err
	}
	return parsePayload(text)
}

// parseToken reads the outside of a token, which anybody can write: it must name our algorithm, our type and a key.
func parseToken(token string) (*jose.JSONWebSignature, string, error) {
	signed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return nil, "", err
	}
	header := signed.Signatures[0].Protected
	if header.ExtraHeaders[jose.HeaderType] != tokenType || header.KeyID == "" {
		return nil, "", errors.New("not a token of this house")
	}
	return signed, header.KeyID, nil
}

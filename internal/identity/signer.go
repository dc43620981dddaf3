package identity

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// Signer signs tokens. It is safe for concurrent use.
type Signer struct {
	public PublicKey
	signer jose.Signer
}

// PublicKey is the published half of a signing key.
type PublicKey struct {
	// ID is the "kid" by which tokens name the key.
	ID  string
	Key ed25519.PublicKey
}

// NewSigner signs under the key id kid.
func NewSigner(kid string, key ed25519.PrivateKey) (*Signer, error) {
	if kid == "" || len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("identity: signing key %q: not an Ed25519 key with an id", kid)
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: kid}},
		(&jose.SignerOptions{}).WithType(tokenType))
	if err != nil {
		return nil, fmt.Errorf("identity: signing key %q: %w", kid, err)
	}
	return &Signer{PublicKey{kid, key.Public().(ed25519.PublicKey)}, signer}, nil
}

// Public is the key that verifies what the signer signs.
func (s *Signer) Public() PublicKey { return s.public }

// Sign makes a token. Times are cut to whole seconds. It refuses claims that no verifier would accept at any time.
func (s *Signer) Sign(c Claims) (string, error) {
	if err := c.check(); err != nil {
		return "", fmt.Errorf("identity: sign: %w", err)
	}
	token, err := jwt.Signed(s.signer).Claims(payloadOf(c)).Serialize()
	if err != nil {
		return "", fmt.Errorf("identity: sign: %w", err)
	}
	return token, nil
}

// JWKS writes the keys as a JSON Web Key Set (RFC 7517).
func JWKS(keys ...PublicKey) ([]byte, error) {
	set := jose.JSONWebKeySet{Keys: make([]jose.JSONWebKey, 0, len(keys))}
	for _, key := range keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: key.Key, KeyID: key.ID, Algorithm: string(jose.EdDSA), Use: "sig"})
	}
	return json.Marshal(set)
}

// parseJWKS reads the Ed25519 signing keys of a set. Keys of other kinds are none of ours.
func parseJWKS(text []byte) (map[string]ed25519.PublicKey, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, err
	}
	keys := make(map[string]ed25519.PublicKey, len(set.Keys))
	for _, key := range set.Keys {
		public, ok := key.Key.(ed25519.PublicKey)
		if ok && key.KeyID != "" && (key.Use == "" || key.Use == "sig") {
			keys[key.KeyID] = public
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("no Ed25519 key among %d", len(set.Keys))
	}
	return keys, nil
}

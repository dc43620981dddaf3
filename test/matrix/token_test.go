package matrix_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/test/house"
)

// badCallers prove nothing: without a token, and with every kind of wrong one.
func badCallers(t *testing.T, h *house.House) []caller {
	kid, key := signingKey(t, h.Database(t, "directory"))
	ours, err := identity.NewSigner(kid, key)
	require.NoError(t, err)
	_, other, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	forger, err := identity.NewSigner(kid, other)
	require.NoError(t, err)
	foreigner, err := identity.NewSigner("another-hearth", other)
	require.NoError(t, err)

	now := time.Now()
	claims := identity.Claims{
		Subject: "keys/" + uuid.NewString(), Bindings: []model.Binding{{Role: model.RoleAdmin}}, ID: uuid.NewString(),
		IssuedAt: now, ExpiresAt: now.Add(10 * time.Minute), AuthTime: now, Credential: "x",
	}
	old := claims
	old.IssuedAt, old.ExpiresAt, old.AuthTime = now.Add(-time.Hour), now.Add(-time.Minute), now.Add(-time.Hour)
	genuine := sign(t, ours, claims)
	bad := func(name, token string) caller { return caller{name: name, token: token, bad: true} }
	return []caller{
		bad("nobody", ""),
		bad("an expired token", sign(t, ours, old)),
		bad("a token forged under our key's name", sign(t, forger, claims)),
		bad("a token of another Hearth", sign(t, foreigner, claims)),
		bad("a token without a signature", genuine[:strings.LastIndex(genuine, ".")+1]),
		bad("a token that says it needs no signature", unsigned(genuine)),
		bad("the secret of a key in place of a token", h.AdminKey),
		bad("no token at all", "a"),
	}
}

func sign(t *testing.T, signer *identity.Signer, claims identity.Claims) string {
	token, err := signer.Sign(claims)
	require.NoError(t, err)
	return token
}

// unsigned is the token with the algorithm "none".
func unsigned(token string) string {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`))
	return header + "." + strings.Split(token, ".")[1] + "."
}

// signingKey is the key with which the house signs, as only who holds its data can know it.
func signingKey(t *testing.T, d *db.DB) (kid string, key ed25519.PrivateKey) {
	var seed []byte
	row := d.Read().QueryRowContext(context.WithoutCancel(t.Context()), "SELECT id, seed FROM signing_key WHERE retire_time IS NULL")
	require.NoError(t, row.Scan(&kid, &seed))
	return kid, ed25519.NewKeyFromSeed(seed)
}

// Package signing signs the tokens of an installation and publishes the keys that verify them.
package signing

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

const (
	// Lifetime is how long a token lasts.
	Lifetime = 10 * time.Minute
	// ripening is how long a new key is published before it signs, so that verifiers have had the time to ask for it.
	ripening = 10 * time.Second
	// published is how long a retired key goes on being published: until its last token has expired, with a margin for clocks.
	published = ripening + Lifetime + time.Minute
)

// Issuer signs tokens.
type Issuer struct {
	DB    *db.DB
	Clock model.Clock
}

// Issue signs a token for an actor.
func (i Issuer) Issue(ctx context.Context, actor model.Actor) (token string, expires time.Time, err error) {
	now := i.Clock()
	signer, err := i.signer(ctx, now)
	if err != nil {
		return "", time.Time{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", time.Time{}, err
	}
	// Tokens tell whole seconds.
	expires = now.Add(Lifetime).Truncate(time.Second)
	token, err = signer.Sign(identity.Claims{
		Subject: actor.Subject, Bindings: actor.Bindings, Credential: actor.Credential, WayIn: actor.WayIn, AuthTime: actor.AuthTime,
		IssuedAt: now, ExpiresAt: expires, ID: id.String(),
	})
	return token, expires, err
}

// JWKS are the published keys as a JSON Web Key Set.
func (i Issuer) JWKS(ctx context.Context) ([]byte, error) {
	kept, err := i.keys(ctx, i.Clock())
	if err != nil {
		return nil, err
	}
	keys := make([]identity.PublicKey, len(kept))
	for n, key := range kept {
		signer, err := signer(key)
		if err != nil {
			return nil, err
		}
		keys[n] = signer.Public()
	}
	return identity.JWKS(keys...)
}

func (i Issuer) keys(ctx context.Context, now time.Time) ([]access.SigningKey, error) {
	keys, err := access.NewReader(i.DB.Read()).SigningKeys(ctx, now.Add(-published))
	if err == nil && len(keys) == 0 {
		err = errors.New("the installation has no signing key: it was never bootstrapped")
	}
	return keys, err
}

// signer is the newest that has been published for long enough; the very first need not wait, for nobody knows another.
func (i Issuer) signer(ctx context.Context, now time.Time) (*identity.Signer, error) {
	keys, err := i.keys(ctx, now)
	if err != nil {
		return nil, err
	}
	ripe := slices.IndexFunc(keys, func(key access.SigningKey) bool { return now.Sub(key.CreateTime) >= ripening })
	if ripe < 0 {
		ripe = len(keys) - 1
	}
	return signer(keys[ripe])
}

func signer(key access.SigningKey) (*identity.Signer, error) {
	if len(key.Seed) != ed25519.SeedSize {
		return nil, errors.New("signing key " + key.ID + " is damaged")
	}
	return identity.NewSigner(key.ID, ed25519.NewKeyFromSeed(key.Seed))
}

// Ensure makes the first signing key of an installation that has none.
func Ensure(ctx context.Context, d *db.DB, now time.Time) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		store := access.New(tx)
		if err := store.Lock(ctx); err != nil {
			return err
		}
		keys, err := store.SigningKeys(ctx, now)
		if err != nil || len(keys) > 0 {
			return err
		}
		return replace(ctx, store, now)
	})
}

// Rotate makes a new signing key. It signs from a few seconds later on; the old one is published until its last token has expired.
func Rotate(ctx context.Context, d *db.DB, now time.Time) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		store := access.New(tx)
		if err := store.Lock(ctx); err != nil {
			return err
		}
		return replace(ctx, store, now)
	})
}

func replace(ctx context.Context, store access.Store, now time.Time) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	seed := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails
	return store.ReplaceSigningKey(ctx, access.SigningKey{ID: id.String(), Seed: seed, CreateTime: now})
}

package access

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Kind is what a key is for.
type Kind string

// The kinds of keys.
const (
	// SystemKey opens Hearth to another system. Administrators make and revoke it.
	SystemKey Kind = "system"
	// AdminKey is the one in the key file of the installation's own machine.
	AdminKey Kind = "admin"
	// ServiceKey is a service of Hearth itself. It is never shown.
	ServiceKey Kind = "service"
)

// Key is the credential of something that is not a person.
type Key struct {
	ID   string
	Kind Kind
	// DisplayName is the service's name for a ServiceKey.
	DisplayName string
	CreateTime  time.Time
	// ExpireTime and RevokeTime are zero where they do not hold.
	ExpireTime time.Time
	RevokeTime time.Time
	// Secrets are all that it had, in the order of their creation.
	Secrets []Secret
}

// Secret is what may be kept of a secret.
type Secret struct {
	ID string
	// Prefix tells it from others.
	Prefix string
	// Hash finds it again. The secret has too much entropy for it to be guessed from the hash.
	Hash       []byte
	CreateTime time.Time
	// ExpireTime is zero for one without an end.
	ExpireTime time.Time
}

// Subject is the key's resource name.
func (k Key) Subject() string { return model.Name("keys", k.ID) }

// Open are the secrets that open the key now.
func (k Key) Open(now time.Time) []Secret {
	if !k.RevokeTime.IsZero() || ended(k.ExpireTime, now) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(k.Secrets), func(s Secret) bool { return ended(s.ExpireTime, now) })
}

func ended(end, now time.Time) bool { return !end.IsZero() && !end.After(now) }

// KeyReader finds keys.
type KeyReader interface {
	// Key is the one with the id; model.ErrNotFound without it.
	Key(ctx context.Context, id string) (Key, error)
}

// Keys is where keys are kept.
type Keys interface {
	KeyReader
	AddKey(ctx context.Context, key Key) error
	AddSecret(ctx context.Context, key string, secret Secret) error
	// EndSecret has a secret end at the instant.
	EndSecret(ctx context.Context, secret string, at time.Time) error
	RevokeKey(ctx context.Context, id string, at time.Time) error
}

// CreateKey makes a key with its bindings, all within the reach of the caller.
func CreateKey(ctx context.Context, store Store, scope model.Scope, now time.Time, draft Key, grants []model.Binding) (Key, []Binding, error) {
	if ended(draft.ExpireTime, now) {
		return Key{}, nil, model.InvalidField("key.expire_time", model.Past)
	}
	for _, grant := range grants {
		if err := mayGive(ctx, store, scope, grant); err != nil {
			return Key{}, nil, err
		}
	}
	return AddKey(ctx, store, now, draft, grants)
}

// AddKey makes a key with its bindings and asks nobody: for the keys that the installation makes for itself.
func AddKey(ctx context.Context, store Store, now time.Time, draft Key, grants []model.Binding) (Key, []Binding, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Key{}, nil, err
	}
	draft.ID, draft.CreateTime = id.String(), now
	secrets := draft.Secrets
	draft.Secrets = nil
	if err := store.AddKey(ctx, draft); err != nil {
		return Key{}, nil, err
	}
	for _, secret := range secrets {
		if err := addSecret(ctx, store, now, &draft, secret); err != nil {
			return Key{}, nil, err
		}
	}
	var bindings []Binding
	for i, grant := range grants {
		if slices.Contains(grants[:i], grant) {
			continue
		}
		binding, err := AddBinding(ctx, store, now, Binding{Subject: draft.Subject(), Binding: grant})
		if err != nil {
			return Key{}, nil, err
		}
		bindings = append(bindings, binding)
	}
	return draft, bindings, nil
}

func addSecret(ctx context.Context, store Keys, now time.Time, key *Key, secret Secret) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	secret.ID, secret.CreateTime = id.String(), now
	key.Secrets = append(key.Secrets, secret)
	return store.AddSecret(ctx, key.ID, secret)
}

// AddSecret gives a key one more secret and asks nobody: for the keys of the installation itself.
func AddSecret(ctx context.Context, store Keys, now time.Time, key Key, secret Secret) error {
	return addSecret(ctx, store, now, &key, secret)
}

// KeepSecret ends all secrets of a key but the one with the hash.
func KeepSecret(ctx context.Context, store Keys, now time.Time, key Key, hash []byte) error {
	for _, secret := range key.Open(now) {
		if bytes.Equal(secret.Hash, hash) {
			continue
		}
		if err := store.EndSecret(ctx, secret.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// RotateKey adds a fresh secret. The newest of the old ones goes on for the overlap, others end.
func RotateKey(ctx context.Context, store Store, scope model.Scope, now time.Time, id string, overlap time.Duration, fresh Secret) (Key, error) {
	if err := store.Lock(ctx); err != nil {
		return Key{}, err
	}
	key, err := ReadKey(ctx, store, scope, id)
	switch {
	case err != nil:
		return Key{}, err
	case !key.RevokeTime.IsZero():
		return Key{}, ErrKeyRevoked
	case ended(key.ExpireTime, now):
		return Key{}, model.InvalidField("name", model.Say("the key has expired; make a new one", "密钥已过期，请新建密钥"))
	}
	open := key.Open(now)
	for i, old := range open {
		end := now
		if i == len(open)-1 {
			end = now.Add(overlap)
		}
		if !old.ExpireTime.IsZero() && old.ExpireTime.Before(end) {
			continue
		}
		if err := endSecret(ctx, store, &key, old.ID, end); err != nil {
			return Key{}, err
		}
	}
	return key, addSecret(ctx, store, now, &key, fresh)
}

func endSecret(ctx context.Context, store Keys, key *Key, id string, at time.Time) error {
	for i := range key.Secrets {
		if key.Secrets[i].ID == id {
			key.Secrets[i].ExpireTime = at
		}
	}
	return store.EndSecret(ctx, id, at)
}

// RevokeKey ends a key for good. Revoking it again changes nothing.
func RevokeKey(ctx context.Context, store Store, scope model.Scope, now time.Time, id string) (Key, error) {
	if err := store.Lock(ctx); err != nil {
		return Key{}, err
	}
	key, err := ReadKey(ctx, store, scope, id)
	if err != nil || !key.RevokeTime.IsZero() {
		return key, err
	}
	bindings, err := store.BindingsOf(ctx, key.Subject(), now)
	if err != nil {
		return Key{}, err
	}
	key.RevokeTime = now
	if err := store.RevokeKey(ctx, id, now); err != nil {
		return Key{}, err
	}
	if slices.ContainsFunc(bindings, Binding.administers) {
		err = keepAdmin(ctx, store, now)
	}
	return key, err
}

// ReadKey hides all keys from who does not reach the whole installation, and the services' own keys from everybody.
func ReadKey(ctx context.Context, store KeyReader, scope model.Scope, id string) (Key, error) {
	if !scope.All {
		return Key{}, model.ErrNotFound
	}
	key, err := store.Key(ctx, id)
	if err == nil && key.Kind == ServiceKey {
		return Key{}, model.ErrNotFound
	}
	return key, err
}

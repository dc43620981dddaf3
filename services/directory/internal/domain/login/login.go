// Package login decides who a credential is, and for how long it is believed.
//
// Every refusal of a credential is the same refusal: which part was wrong, or whether the person exists at all, is never said.
package login

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

// ErrRefused is the one refusal of a credential.
var ErrRefused = model.NewFault("CREDENTIAL_REFUSED")

// Longest is how long after a log-in a token may still be renewed.
const Longest = 12 * time.Hour

// Credentials is where credentials are kept.
type Credentials interface {
	// KeyByHash is the key that the secret opens now, and the secret's id; model.ErrNotFound without one.
	KeyByHash(ctx context.Context, hash []byte, now time.Time) (key access.Key, secret string, err error)
	// KeyBySecret is the key that the secret with the id opens now; model.ErrNotFound without one.
	KeyBySecret(ctx context.Context, secret string, now time.Time) (access.Key, error)
	// InvitationOf is the invitation with the id if it is still that of the person; model.ErrNotFound otherwise.
	InvitationOf(ctx context.Context, id, person string) (Invitation, error)
	// PINKept is the PIN with the id if it is still that of the person; model.ErrNotFound otherwise.
	PINKept(ctx context.Context, id, person string) (PIN, error)
}

// Reader is what reading credentials needs.
type Reader interface {
	access.Organisation
	Credentials
	BindingsOf(ctx context.Context, subject string, now time.Time) ([]access.Binding, error)
}

// Store is what logging in, and changing what one logs in with, needs of a transaction.
type Store interface {
	Inviting
	Setting
}

// Issuer makes the tokens by which whoever has logged in is known.
type Issuer interface {
	// Issue signs a token for an actor.
	Issue(ctx context.Context, actor model.Actor) (token string, expires time.Time, err error)
	// JWKS are the keys that verify tokens, as a JSON Web Key Set.
	JWKS(ctx context.Context) ([]byte, error)
}

// The kinds of credentials, as the first part of their names in tokens.
const (
	bySecret     = "secrets"
	byInvitation = "invitations"
	byPIN        = "pins"
)

// WithKey logs in by the secret of a key.
func WithKey(ctx context.Context, reader Reader, hash []byte, now time.Time) (model.Actor, error) {
	key, secret, err := reader.KeyByHash(ctx, hash, now)
	if err != nil {
		return model.Actor{}, refuse(err)
	}
	return ofKey(ctx, reader, key, secret, now)
}

// Refresh is the actor anew: with the bindings of now, if the credential of the log-in still holds and is not too long ago.
func Refresh(ctx context.Context, reader Reader, actor model.Actor, now time.Time) (model.Actor, error) {
	if now.Sub(actor.AuthTime) > Longest {
		return model.Actor{}, ErrRefused
	}
	fresh, err := reread(ctx, reader, actor, now)
	fresh.AuthTime = actor.AuthTime
	if err == nil && fresh.Subject != actor.Subject {
		err = ErrRefused
	}
	return fresh, err
}

func reread(ctx context.Context, reader Reader, actor model.Actor, now time.Time) (model.Actor, error) {
	kind, id, _ := strings.Cut(actor.Credential, "/")
	switch kind {
	case bySecret:
		key, err := reader.KeyBySecret(ctx, id, now)
		if err != nil {
			return model.Actor{}, refuse(err)
		}
		return ofKey(ctx, reader, key, id, now)
	case byInvitation:
		invitation, err := reader.InvitationOf(ctx, id, actor.Person())
		if err != nil {
			return model.Actor{}, refuse(err)
		}
		return ofInvited(ctx, reader, invitation, now)
	case byPIN:
		pin, err := reader.PINKept(ctx, id, actor.Person())
		if err != nil {
			return model.Actor{}, refuse(err)
		}
		return ofPIN(ctx, reader, pin, now)
	}
	return model.Actor{}, ErrRefused
}

func ofKey(ctx context.Context, reader Reader, key access.Key, secret string, now time.Time) (model.Actor, error) {
	if key.Kind == access.ServiceKey {
		actor := model.ServiceActor(key.DisplayName)
		actor.Credential, actor.AuthTime = model.Name(bySecret, secret), now
		return actor, nil
	}
	return bound(ctx, reader, key.Subject(), model.Name(bySecret, secret), now, nil)
}

// ofPIN is the person by the way in in which the PIN was set.
func ofPIN(ctx context.Context, reader Reader, pin PIN, now time.Time) (model.Actor, error) {
	actor, err := employed(ctx, reader, pin.Person, model.Name(byPIN, pin.ID), now, nil)
	actor.WayIn = pin.WayIn
	return actor, err
}

// ofInvited is the person with what they might do when the invitation was made. Who made it, and could use it, was allowed to for that
// alone; what was given since needs another log-in.
func ofInvited(ctx context.Context, reader Reader, invitation Invitation, now time.Time) (model.Actor, error) {
	since := func(b access.Binding) bool { return b.CreateTime.After(invitation.CreateTime) }
	actor, err := employed(ctx, reader, invitation.Person, model.Name(byInvitation, invitation.ID), now, since)
	actor.WayIn = invitation.ID
	return actor, err
}

// employed is the person if they are employed today. Before the first day and after the last one nobody logs in.
func employed(ctx context.Context, reader Reader, id, credential string, now time.Time, without func(access.Binding) bool) (model.Actor, error) {
	person, err := reader.Person(ctx, id, now)
	if err != nil {
		return model.Actor{}, refuse(err)
	}
	if person.Standing != access.Employed {
		return model.Actor{}, ErrRefused
	}
	return bound(ctx, reader, model.Name("people", id), credential, now, without)
}

// bound is the subject with its bindings, but for those that without names.
func bound(ctx context.Context, reader Reader, subject, credential string, now time.Time, without func(access.Binding) bool) (model.Actor, error) {
	bindings, err := reader.BindingsOf(ctx, subject, now)
	if err != nil {
		return model.Actor{}, err
	}
	actor := model.Actor{Subject: subject, Credential: credential, AuthTime: now}
	for _, binding := range bindings {
		if without == nil || !without(binding) {
			actor.Bindings = append(actor.Bindings, binding.Binding)
		}
	}
	return actor, nil
}

// refuse says nothing of what is not there. Other errors are not about the credential.
func refuse(err error) error {
	if errors.Is(err, model.ErrNotFound) {
		return ErrRefused
	}
	return err
}

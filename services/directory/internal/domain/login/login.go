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

// Session is who has logged in.
type Session struct {
	model.Actor
	// Withheld are the roles of a person that were given after the link was made by which they were let in. They count with the next one.
	Withheld []model.Binding
	// invited is when that link was made; zero for keys.
	invited time.Time
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
func WithKey(ctx context.Context, reader Reader, hash []byte, now time.Time) (Session, error) {
	key, secret, err := reader.KeyByHash(ctx, hash, now)
	if err != nil {
		return Session{}, refuse(err)
	}
	return ofKey(ctx, reader, key, secret, now)
}

// Refresh is the session anew: with the bindings of now, if the credential of the log-in still holds and is not too long ago.
func Refresh(ctx context.Context, reader Reader, actor model.Actor, now time.Time) (Session, error) {
	if now.Sub(actor.AuthTime) > Longest {
		return Session{}, ErrRefused
	}
	fresh, err := reread(ctx, reader, actor, now)
	fresh.AuthTime = actor.AuthTime
	if err == nil && fresh.Subject != actor.Subject {
		err = ErrRefused
	}
	return fresh, err
}

// Withheld are the roles that do not count in the session of an actor, because they were given since the actor was let in.
func Withheld(ctx context.Context, reader Reader, actor model.Actor, now time.Time) ([]model.Binding, error) {
	fresh, err := reread(ctx, reader, actor, now)
	if errors.Is(err, ErrRefused) {
		// The token outlives what it was given for by minutes. Nothing waits for such a session.
		return nil, nil
	}
	return fresh.Withheld, err
}

func reread(ctx context.Context, reader Reader, actor model.Actor, now time.Time) (Session, error) {
	kind, id, _ := strings.Cut(actor.Credential, "/")
	switch kind {
	case bySecret:
		key, err := reader.KeyBySecret(ctx, id, now)
		if err != nil {
			return Session{}, refuse(err)
		}
		return ofKey(ctx, reader, key, id, now)
	case byInvitation:
		invitation, err := reader.InvitationOf(ctx, id, actor.Person())
		if err != nil {
			return Session{}, refuse(err)
		}
		return ofInvited(ctx, reader, invitation, now)
	case byPIN:
		pin, err := reader.PINKept(ctx, id, actor.Person())
		if err != nil {
			return Session{}, refuse(err)
		}
		return ofPIN(ctx, reader, pin, now)
	}
	return Session{}, ErrRefused
}

func ofKey(ctx context.Context, reader Reader, key access.Key, secret string, now time.Time) (Session, error) {
	if key.Kind == access.ServiceKey {
		actor := model.ServiceActor(key.DisplayName)
		actor.Credential, actor.AuthTime = model.Name(bySecret, secret), now
		return Session{Actor: actor}, nil
	}
	return bound(ctx, reader, model.Actor{Subject: key.Subject(), Credential: model.Name(bySecret, secret), AuthTime: now}, time.Time{})
}

// ofPIN is the person by the way in in which the PIN was set. That may have been in the hands of who made the link.
func ofPIN(ctx context.Context, reader Reader, pin PIN, now time.Time) (Session, error) {
	actor := model.Actor{Subject: model.Name("people", pin.Person), Credential: model.Name(byPIN, pin.ID), WayIn: pin.WayIn, AuthTime: now}
	return employed(ctx, reader, actor, pin.InviteTime)
}

// ofInvited is the person by the invitation.
func ofInvited(ctx context.Context, reader Reader, invitation Invitation, now time.Time) (Session, error) {
	actor := model.Actor{Subject: model.Name("people", invitation.Person), Credential: model.Name(byInvitation, invitation.ID), AuthTime: now}
	actor.WayIn = invitation.ID
	return employed(ctx, reader, actor, invitation.CreateTime)
}

// employed is the person if they are employed today. Before the first day and after the last one nobody logs in.
func employed(ctx context.Context, reader Reader, actor model.Actor, invited time.Time) (Session, error) {
	person, err := reader.Person(ctx, actor.Person(), actor.AuthTime)
	if err != nil {
		return Session{}, refuse(err)
	}
	if person.Standing != access.Employed {
		return Session{}, ErrRefused
	}
	return bound(ctx, reader, actor, invited)
}

// bound gives the actor its bindings as they are at the log-in. Of who was invited they are those that stood when the invitation was made:
// who made it, and could use it, was allowed to for these alone.
func bound(ctx context.Context, reader Reader, actor model.Actor, invited time.Time) (Session, error) {
	held, err := reader.BindingsOf(ctx, actor.Subject, actor.AuthTime)
	if err != nil {
		return Session{}, err
	}
	session := Session{Actor: actor, invited: invited}
	for _, binding := range held {
		if !invited.IsZero() && binding.CreateTime.After(invited) {
			session.Withheld = append(session.Withheld, binding.Binding)
		} else {
			session.Bindings = append(session.Bindings, binding.Binding)
		}
	}
	return session, nil
}

// refuse says nothing of what is not there. Other errors are not about the credential.
func refuse(err error) error {
	if errors.Is(err, model.ErrNotFound) {
		return ErrRefused
	}
	return err
}

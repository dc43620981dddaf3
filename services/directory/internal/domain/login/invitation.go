package login

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

// Invitation is what may be kept of a link by which a person logs in once. A person has at most one.
type Invitation struct {
	ID         string
	Person     string
	Hash       []byte
	CreateTime time.Time
	ExpireTime time.Time
}

// Invitations is where invitations are kept.
type Invitations interface {
	// PutInvitation replaces the person's invitation, used or not.
	PutInvitation(ctx context.Context, invitation Invitation) error
	// DropPIN takes away the person's PIN, if they have one.
	DropPIN(ctx context.Context, person string) error
	// UseInvitation takes the invitation with the hash if it is neither used nor expired; model.ErrNotFound otherwise. Of two at the same
	// time one takes it.
	UseInvitation(ctx context.Context, hash []byte, now time.Time) (Invitation, error)
}

// Inviting is what making and taking invitations needs.
type Inviting interface {
	Reader
	Invitations
	access.Administration
}

// Invite makes an invitation for a person within the caller's reach. It replaces the earlier ones and ends what was logged in by them.
// It takes the PIN away too: one that was set through an earlier link would otherwise stay a second way in, for whoever held that link, and
// nobody can use a link in a person's place without the person noticing that their PIN is gone.
func Invite(ctx context.Context, store Inviting, caller model.Actor, scope model.Scope, now time.Time, draft Invitation) (Invitation, error) {
	person, err := access.ReachPerson(ctx, store, scope, draft.Person, now)
	if err != nil {
		return Invitation{}, err
	}
	if person.Standing == access.Left {
		return Invitation{}, access.ErrNotEmployed
	}
	if err := mayStandFor(ctx, store, caller, draft.Person, now); err != nil {
		return Invitation{}, err
	}
	// Without a PIN they are nobody who can log in, should the link be lost.
	if err := access.Spare(ctx, store, now, []string{draft.Person}); err != nil {
		return Invitation{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Invitation{}, err
	}
	draft.ID, draft.CreateTime = id.String(), now
	if err := store.PutInvitation(ctx, draft); err != nil {
		return Invitation{}, err
	}
	// Last: by now nobody can be setting a PIN in a session of the earlier invitation.
	return draft, store.DropPIN(ctx, draft.Person)
}

// mayStandFor refuses to make a way in for somebody who may do more than the caller: who holds the link could use it themselves.
func mayStandFor(ctx context.Context, reader Reader, caller model.Actor, person string, now time.Time) error {
	bindings, err := reader.BindingsOf(ctx, model.Name("people", person), now)
	if err != nil {
		return err
	}
	for _, binding := range bindings {
		// Administrators can give every role within their reach, others have only their own.
		reach := model.ScopeOf(caller, []model.Rule{{Roles: []model.Role{model.RoleAdmin, binding.Role}, Kind: model.ScopeSubtree}})
		reached, err := access.Reaches(ctx, reader, reach, model.Area{Unit: binding.Unit, Employer: binding.Employer})
		if err != nil {
			return err
		}
		if !reached {
			return model.ErrPermissionDenied
		}
	}
	return nil
}

// WithInvitation logs in by an invitation, once.
func WithInvitation(ctx context.Context, store Inviting, hash []byte, now time.Time) (Session, error) {
	invitation, err := store.UseInvitation(ctx, hash, now)
	if err != nil {
		return Session{}, refuse(err)
	}
	// Who is refused here keeps the invitation: it is for the first day of work, and an error undoes its use.
	return ofInvited(ctx, store, invitation, now)
}

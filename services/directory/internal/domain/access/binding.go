package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Binding is one role of one subject over one part of the organisation.
type Binding struct {
	ID string
	// Subject is "people/{person}" or "keys/{key}".
	Subject string
	model.Binding
	// ExpireTime is when it ends by itself; zero: never.
	ExpireTime time.Time
	CreateTime time.Time
}

// administers says that the binding is an administrator's over the whole installation.
func (b Binding) administers() bool {
	return b.Binding == model.Binding{Role: model.RoleAdmin}
}

// Bindings is where bindings are kept.
type Bindings interface {
	// Lock keeps other changes of bindings and keys away until the transaction ends: the rules look at all of them together.
	Lock(ctx context.Context) error
	// Binding is the one with the id; model.ErrNotFound without it.
	Binding(ctx context.Context, id string) (Binding, error)
	// BindingsOf are those of a subject that have not expired by now, in the order of their creation.
	BindingsOf(ctx context.Context, subject string, now time.Time) ([]Binding, error)
	// Administrators are the subjects whose binding as administrator of the whole installation has no end, and who can log in as
	// one: keys and their secrets without an end, people with a PIN by an invitation that was made since.
	Administrators(ctx context.Context) ([]string, error)
	AddBinding(ctx context.Context, binding Binding) error
	DeleteBinding(ctx context.Context, id string) error
}

// Reader reads bindings and keys without a transaction.
type Reader interface {
	KeyReader
	// Bindings lists the bindings over what the scope covers, one more than a page.
	Bindings(ctx context.Context, scope model.Scope, list model.List) ([]Binding, error)
	// Keys lists the keys that are not services' own, one more than a page, for those who reach the whole installation.
	Keys(ctx context.Context, scope model.Scope, list model.List) ([]Key, error)
}

// Store is what the use cases of access need of the transaction that they run in.
type Store interface {
	Organisation
	Bindings
	Keys
}

// CreateBinding gives a role within the reach of the caller. The same binding again is the one that stands.
func CreateBinding(ctx context.Context, store Store, scope model.Scope, now time.Time, draft Binding) (Binding, error) {
	if !draft.ExpireTime.IsZero() && !draft.ExpireTime.After(now) {
		return Binding{}, model.InvalidField("binding.expire_time", model.Past)
	}
	// Other systems say by which ids they know people. An administrator of a part must not, and has no keys to give the role to.
	if draft.Role == model.RoleSystem && !scope.All {
		return Binding{}, model.ErrPermissionDenied
	}
	if err := mayGive(ctx, store, scope, draft.Binding); err != nil {
		return Binding{}, err
	}
	if err := reachSubject(ctx, store, scope, draft.Subject, now); err != nil {
		return Binding{}, err
	}
	if err := store.Lock(ctx); err != nil {
		return Binding{}, err
	}
	return AddBinding(ctx, store, now, draft)
}

// AddBinding gives a role and asks nobody: for what the installation does for itself. The store must be locked.
func AddBinding(ctx context.Context, store Bindings, now time.Time, draft Binding) (Binding, error) {
	standing, err := store.BindingsOf(ctx, draft.Subject, now)
	if err != nil {
		return Binding{}, err
	}
	same := slices.IndexFunc(standing, func(b Binding) bool {
		return b.Binding == draft.Binding && b.ExpireTime.Equal(draft.ExpireTime)
	})
	if same >= 0 {
		return standing[same], nil
	}
	if len(standing) >= MaxBindings {
		return Binding{}, model.InvalidField("binding.subject", model.Say("has 50 bindings already; bind a unit further up, or take some away", "已有 50 个授权，请改为授权上级单元，或移除部分授权"))
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Binding{}, err
	}
	draft.ID, draft.CreateTime = id.String(), now
	return draft, store.AddBinding(ctx, draft)
}

// DeleteBinding takes a role away. The last administrator of the installation stays.
func DeleteBinding(ctx context.Context, store Store, scope model.Scope, now time.Time, id string) error {
	if err := store.Lock(ctx); err != nil {
		return err
	}
	binding, err := store.Binding(ctx, id)
	if err != nil {
		return err
	}
	if err := mayGive(ctx, store, scope, binding.Binding); err != nil {
		return err
	}
	if err := store.DeleteBinding(ctx, id); err != nil {
		return err
	}
	if !binding.administers() {
		return nil
	}
	return keepAdmin(ctx, store, now)
}

// mayGive refuses a binding that reaches further than the caller, and one over a unit that is not there, in the same words.
func mayGive(ctx context.Context, org Organisation, scope model.Scope, binding model.Binding) error {
	reached, err := Reaches(ctx, org, scope, model.Area{Unit: binding.Unit, Employer: binding.Employer})
	if err == nil && !reached {
		return model.ErrNotFound
	}
	return err
}

// reachSubject refuses a subject whom the caller may not see. Keys belong to the whole installation.
func reachSubject(ctx context.Context, store Store, scope model.Scope, subject string, now time.Time) error {
	if id, ok := strings.CutPrefix(subject, "people/"); ok {
		_, err := ReachPerson(ctx, store, scope, id, now)
		return err
	}
	_, err := ReadKey(ctx, store, scope, model.ID(subject))
	return err
}

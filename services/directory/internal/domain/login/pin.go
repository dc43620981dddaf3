package login

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// ErrPINTooSimple refuses a PIN that would be among the first guesses.
var ErrPINTooSimple = model.NewFault("PIN_TOO_SIMPLE")

// PIN is what may be kept of a person's PIN. A person has at most one.
type PIN struct {
	// ID is new for each PIN: who logged in by an earlier one is asked again.
	ID     string
	Person string
	// WayIn is that of the session in which it was set.
	WayIn string
	// InviteTime is when the invitation was made that the way in began with.
	InviteTime time.Time
	Hash       string
	CreateTime time.Time
}

// PINReader finds PINs and who has them.
type PINReader interface {
	// PINOf is the person's PIN; model.ErrNotFound without one.
	PINOf(ctx context.Context, person string) (PIN, error)
	// Numbered is the person who has the staff number with the employer; model.ErrNotFound without one.
	Numbered(ctx context.Context, employer, number string) (person string, err error)
	// NumberOf is the employer and the staff number by which the person logs in; model.ErrNotFound for who is not there.
	NumberOf(ctx context.Context, person string) (employer, number string, err error)
}

// Setting is what setting a PIN needs. The credentials that it reads stay as they are until the transaction ends.
type Setting interface {
	Reader
	PINReader
	Doors
	// PutPIN replaces the person's PIN.
	PutPIN(ctx context.Context, pin PIN) error
}

// SetPIN gives the calling person a new PIN, for which the failures with the old one no longer count. It opens the way in of the caller
// once more. So what they logged in with must still hold, and the token, which may outlive it by minutes, does not suffice: a PIN would
// come back that a new invitation took away. The hash is made by the caller before the transaction, since it takes long.
func SetPIN(ctx context.Context, store Setting, caller model.Actor, now time.Time, hash string) error {
	fresh, err := reread(ctx, store, caller, now)
	if err != nil {
		return err
	}
	person := caller.Person()
	employer, number, err := store.NumberOf(ctx, person)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	pin := PIN{ID: id.String(), Person: person, WayIn: fresh.WayIn, InviteTime: fresh.invited, Hash: hash, CreateTime: now}
	if err := store.PutPIN(ctx, pin); err != nil {
		return err
	}
	return Welcome(ctx, store, Account{Employer: employer, Number: number})
}

// Checking is what checking a number and a PIN needs.
type Checking interface {
	Reader
	PINReader
}

// WithPIN logs in by number and PIN. verify compares the PIN with a stored hash. It is called once in every case, with the hash none,
// which no PIN has, where nobody has the number or no PIN is set: the time taken tells nothing.
func WithPIN(ctx context.Context, reader Checking, who Account, now time.Time, none string, verify func(hash string) (bool, error)) (Session, error) {
	pin, err := pinOf(ctx, reader, who)
	if errors.Is(err, model.ErrNotFound) {
		pin, err = PIN{Hash: none}, nil
	}
	if err != nil {
		return Session{}, err
	}
	right, err := verify(pin.Hash)
	if err != nil {
		return Session{}, err
	}
	if !right || pin.ID == "" {
		return Session{}, ErrRefused
	}
	return ofPIN(ctx, reader, pin, now)
}

func pinOf(ctx context.Context, reader PINReader, who Account) (PIN, error) {
	person, err := reader.Numbered(ctx, who.Employer, who.Number)
	if err != nil {
		return PIN{}, err
	}
	return reader.PINOf(ctx, person)
}

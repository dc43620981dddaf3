// Package privacy erases people: here at once, and in every other service by an event that each confirms.
package privacy

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// Erased is the fact that a person is to be erased everywhere.
type Erased struct {
	Person string
	// Erasure is the operation that waits for the others to confirm.
	Erasure string
}

// Happened marks a fact.
func (Erased) Happened() {}

// Store is what erasing needs, within a transaction.
type Store interface {
	people.Store
	// ErasureOf is the operation that erases the person, or model.ErrNotFound.
	ErasureOf(ctx context.Context, person string) (string, error)
	// StartErasure begins the operation that waits for the others.
	StartErasure(ctx context.Context, person string, now time.Time) (string, error)
	// Forget removes what the directory keeps about a person besides the person: credentials, bindings, what imports said of them,
	// and the answers kept for replays.
	Forget(ctx context.Context, person string) error
}

// Credentials are what people log in with and their bindings.
type Credentials interface {
	// EraseCredentials forgets those of a person.
	EraseCredentials(ctx context.Context, person string) error
}

// Erase leaves nothing of a person who has left but a tombstone: the bare id, the version and times. Placements go too, since a history
// of units, managers and days says who it was. It returns the operation that waits for the others; of a person who is being erased
// already, the one that was started then.
func Erase(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (operation string, err error) {
	if _, err := s.Turn(ctx); err != nil {
		return "", err
	}
	person, today, err := people.GetPerson(ctx, s, scope, now, id)
	if err != nil {
		return "", err
	}
	switch person.State(today) {
	case people.Erased:
		return s.ErasureOf(ctx, id)
	case people.Active, people.Expected:
		return "", people.ErrStillEmployed
	}
	if err := s.Forget(ctx, id); err != nil {
		return "", err
	}
	operation, err = s.StartErasure(ctx, id, now)
	if err != nil {
		return "", err
	}
	tombstone := people.Person{Header: person.Header, PlannedEnd: model.NoDay, EraseTime: now}
	tombstone.Touch(now)
	if err := s.Save(ctx, []people.Person{tombstone}); err != nil {
		return "", err
	}
	return operation, s.Record(ctx, people.Changed{Person: tombstone}, Erased{Person: id, Erasure: operation})
}

// Progress is how far an erasure has come.
type Progress struct {
	Confirmed int
	// Missing are the services that have yet to confirm.
	Missing []string
	Since   time.Time
}

// Confirmations keep who has confirmed an erasure.
type Confirmations interface {
	// Confirmed are the services that have, and the instant at which the erasure began.
	Confirmed(ctx context.Context, erasure string) (services map[string]bool, since time.Time, err error)
	// Confirm notes that a service has. A confirmation of what nobody asked for is ErrNoErasure.
	Confirm(ctx context.Context, erasure, service string) error
}

// Follow says how far an erasure has come among the services that keep data.
func Follow(ctx context.Context, c Confirmations, erasure string, services []string) (Progress, error) {
	confirmed, since, err := c.Confirmed(ctx, erasure)
	if err != nil {
		return Progress{}, err
	}
	progress := Progress{Since: since}
	for _, service := range services {
		if confirmed[service] {
			progress.Confirmed++
		} else {
			progress.Missing = append(progress.Missing, service)
		}
	}
	return progress, nil
}

// ErrNoErasure refuses a confirmation of what nobody asked for.
var ErrNoErasure = errors.New("directory: no such erasure")

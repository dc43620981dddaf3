// Package privacy keeps which people are being erased, and who has confirmed it.
package privacy

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
	"github.com/hearth-culture/hearth/services/directory/internal/store/people"
)

// Kind is the kind of the operations that wait for the other services.
const Kind = "person.erase"

// Store changes what is kept, within one transaction.
type Store struct {
	people.Store
	tx          *db.Tx
	credentials domain.Credentials
}

// New is the Store of a transaction, to which credentials are bound as well.
func New(tx *db.Tx, record event.Recorder, credentials domain.Credentials) Store {
	return Store{people.New(tx, record), tx, credentials}
}

var (
	_ domain.Store         = Store{}
	_ domain.Confirmations = Confirmations{}
)

// ErasureOf is the operation that erases the person, or model.ErrNotFound.
func (s Store) ErasureOf(ctx context.Context, person string) (id string, err error) {
	err = s.tx.QueryRowContext(ctx, "SELECT id FROM erasure WHERE person = $1", person).Scan(&id)
	if err != nil {
		return "", db.Found(err)
	}
	return id, nil
}

// StartErasure begins the operation that waits for the others.
func (s Store) StartErasure(ctx context.Context, person string, now time.Time) (string, error) {
	id, err := operation.Start(ctx, s.tx, now, Kind, nil)
	if err != nil {
		return "", err
	}
	_, err = s.tx.ExecContext(ctx, "INSERT INTO erasure (id, person, create_time) VALUES ($1, $2, $3)", id, person, db.Micros(now))
	return id, err
}

// Forget removes credentials, bindings, what imports said of a person, and the answers that were kept for repeated calls.
func (s Store) Forget(ctx context.Context, person string) error {
	if err := s.credentials.EraseCredentials(ctx, person); err != nil {
		return err
	}
	if err := request.Forget(ctx, s.tx, person); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, "UPDATE import_result SET changes = '' WHERE resource = $1 AND changes <> ''", person)
	return err
}

// Confirmations keep who has confirmed.
type Confirmations struct{ q db.Querier }

// NewConfirmations are those that are committed, or those of a transaction.
func NewConfirmations(q db.Querier) Confirmations { return Confirmations{q} }

// Confirmed are the services that have confirmed an erasure, and the instant at which it began.
func (c Confirmations) Confirmed(ctx context.Context, erasure string) (map[string]bool, time.Time, error) {
	var since int64
	if err := c.q.QueryRowContext(ctx, "SELECT create_time FROM erasure WHERE id = $1", erasure).Scan(&since); err != nil {
		return nil, time.Time{}, db.Found(err)
	}
	services, err := db.All(ctx, c.q, db.Column[string],
		"SELECT service FROM erasure_confirmation WHERE erasure = $1", erasure)
	confirmed := make(map[string]bool, len(services))
	for _, service := range services {
		confirmed[service] = true
	}
	return confirmed, db.FromMicros(since), err
}

// Confirm notes that a service has erased a person. A confirmation of what nobody asked for is domain.ErrNoErasure.
func (c Confirmations) Confirm(ctx context.Context, erasure, service string) error {
	var asked bool
	if err := c.q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM erasure WHERE id = $1)", erasure).Scan(&asked); err != nil {
		return err
	}
	if !asked {
		return domain.ErrNoErasure
	}
	_, err := c.q.ExecContext(ctx, "INSERT INTO erasure_confirmation (erasure, service) VALUES ($1, $2) ON CONFLICT DO NOTHING", erasure, service)
	return err
}

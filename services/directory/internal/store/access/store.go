// Package access keeps bindings, keys, credentials and signing keys.
package access

import (
	"context"
	"embed"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables of access control.
func Migrations() db.Set { return db.Embedded("access", files) }

// Reader reads what is kept, within a transaction or without one.
type Reader struct{ q db.Querier }

// NewReader is a Reader over what is committed, or over a transaction.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store also changes it, within one transaction.
type Store struct {
	Reader
	tx *db.Tx
}

// New is the Store of a transaction.
func New(tx *db.Tx) Store { return Store{Reader{tx}, tx} }

var (
	_ access.Reader       = Reader{}
	_ access.Store        = Store{}
	_ login.Checking      = Reader{}
	_ login.Store         = Store{}
	_ privacy.Credentials = Store{}
)

// Lock keeps other changes of bindings and keys away until the transaction ends.
func (s Store) Lock(ctx context.Context) error {
	var id int64
	return s.q.QueryRowContext(ctx, "SELECT id FROM access_turn WHERE id = 1"+s.tx.ForUpdate()).Scan(&id)
}

// exec runs a change.
func (s Store) exec(ctx context.Context, what, query string, args ...any) error {
	if _, err := s.q.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

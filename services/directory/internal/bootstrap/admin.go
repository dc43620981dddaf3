package bootstrap

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

var administrator = model.Binding{Role: model.RoleAdmin}

// ensureAdmin makes the first administrator of an installation that never had one. An administrator who revoked the key meant it.
func ensureAdmin(ctx context.Context, d *db.DB, path string, now time.Time) (made bool, err error) {
	_, err = access.NewReader(d.Read()).KeyOf(ctx, domain.AdminKey, adminName)
	if !errors.Is(err, model.ErrNotFound) {
		return false, err
	}
	secret, err := fileSecret(path)
	if err != nil {
		return false, err
	}
	err = d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		made = false
		store := access.New(tx)
		if err := store.Lock(ctx); err != nil {
			return err
		}
		_, err := store.KeyOf(ctx, domain.AdminKey, adminName)
		if !errors.Is(err, model.ErrNotFound) {
			return err
		}
		made = true
		return addAdmin(ctx, store, keptOf(secret), now)
	})
	return made && err == nil, err
}

func addAdmin(ctx context.Context, store access.Store, secret domain.Secret, now time.Time) error {
	draft := domain.Key{Kind: domain.AdminKey, DisplayName: adminName, Secrets: []domain.Secret{secret}}
	_, _, err := domain.AddKey(ctx, store, now, draft, []model.Binding{administrator})
	return err
}

// ResetAdmin writes a new administrator's key file; the secrets before it end. The steps are in such an order that the file, old or
// new, holds a secret that works at every moment.
func ResetAdmin(ctx context.Context, d *db.DB, folder string, now time.Time) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("the folder of key files: %w", err)
	}
	fresh, _, _ := identity.NewSecret(identity.KindKey)
	kept := keptOf(fresh)
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return welcomeAdmin(ctx, access.New(tx), kept, now) })
	if err != nil {
		return err
	}
	if err := identity.ReplaceKeyFile(filepath.Join(folder, adminName), fresh); err != nil {
		return err
	}
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		store := access.New(tx)
		key, err := store.KeyOf(ctx, domain.AdminKey, adminName)
		if err != nil {
			return err
		}
		return domain.KeepSecret(ctx, store, now, key, kept.Hash)
	})
}

// welcomeAdmin lets the secret open the administrator's key, a new one where the last was revoked.
func welcomeAdmin(ctx context.Context, store access.Store, secret domain.Secret, now time.Time) error {
	if err := store.Lock(ctx); err != nil {
		return err
	}
	key, err := store.KeyOf(ctx, domain.AdminKey, adminName)
	if errors.Is(err, model.ErrNotFound) || err == nil && !key.RevokeTime.IsZero() {
		return addAdmin(ctx, store, secret, now)
	}
	if err != nil {
		return err
	}
	// The key may have lost its role since.
	if _, err := domain.AddBinding(ctx, store, now, domain.Binding{Subject: key.Subject(), Binding: administrator}); err != nil {
		return err
	}
	return domain.AddSecret(ctx, store, now, key, secret)
}

// Package bootstrap lays what an installation needs before its first start: the key that signs tokens, an identity for each service,
// and a first administrator. Key files are written before the database learns of their secrets, and a secret that the database does
// not know yet is taken over from its file: so a crash in between is mended by the next run, and files can be laid out beforehand.
package bootstrap

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/signing"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

// adminName is the display name of the keys that stood in the administrator's key file.
const adminName = "admin.key"

// Run lays what is missing and leaves what is there. A service whose key file is lost gets a new one, and the lost secret ends; that of
// the administrator may have been moved to a safer place, so it is replaced by ResetAdmin alone.
func Run(ctx context.Context, d *db.DB, folder string, services []string, now time.Time, log *slog.Logger) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("the folder of key files: %w", err)
	}
	if err := signing.Ensure(ctx, d, now); err != nil {
		return fmt.Errorf("the signing key: %w", err)
	}
	for _, service := range services {
		if err := ensureService(ctx, d, filepath.Join(folder, "service-"+service+".key"), service, now); err != nil {
			return fmt.Errorf("the key of service %s: %w", service, err)
		}
	}
	path := filepath.Join(folder, adminName)
	made, err := ensureAdmin(ctx, d, path, now)
	if err != nil {
		return fmt.Errorf("the administrator's key: %w", err)
	}
	if made {
		log.InfoContext(ctx, "made the administrator's key", "file", path)
	}
	return nil
}

// errSpent says that a key file holds a secret that was ended.
var errSpent = errors.New("the secret in the file has been ended")

func ensureService(ctx context.Context, d *db.DB, path, service string, now time.Time) error {
	secret, err := fileSecret(path)
	if err != nil {
		return err
	}
	err = d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return adopt(ctx, access.New(tx), service, secret, now) })
	if !errors.Is(err, errSpent) {
		return err
	}
	fresh, _, _ := identity.NewSecret(identity.KindKey)
	if err := identity.ReplaceKeyFile(path, fresh); err != nil {
		return err
	}
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return adopt(ctx, access.New(tx), service, fresh, now) })
}

// adopt has the secret be the only one that opens the service's key.
func adopt(ctx context.Context, store access.Store, service, secret string, now time.Time) error {
	if err := store.Lock(ctx); err != nil {
		return err
	}
	kept := keptOf(secret)
	key, err := store.KeyOf(ctx, domain.ServiceKey, service)
	if errors.Is(err, model.ErrNotFound) {
		draft := domain.Key{Kind: domain.ServiceKey, DisplayName: service, Secrets: []domain.Secret{kept}}
		_, _, err = domain.AddKey(ctx, store, now, draft, nil)
		return err
	}
	if err != nil {
		return err
	}
	owner, err := store.KeyWithHash(ctx, kept.Hash)
	switch {
	case errors.Is(err, model.ErrNotFound):
		err = domain.AddSecret(ctx, store, now, key, kept)
	case err != nil:
	case owner.ID != key.ID:
		err = fmt.Errorf("the file holds the secret of another key, %s", owner.DisplayName)
	case !slices.ContainsFunc(key.Open(now), func(s domain.Secret) bool { return identity.SecretMatches(secret, s.Hash) }):
		err = errSpent
	}
	if err != nil {
		return err
	}
	return domain.KeepSecret(ctx, store, now, key, kept.Hash)
}

// fileSecret reads the secret of a key file, which it makes where there is none.
func fileSecret(path string) (string, error) {
	fresh, _, _ := identity.NewSecret(identity.KindKey)
	// Of two that start at the same time, one writes the file, and both read it.
	if err := identity.WriteKeyFile(path, fresh); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	secret, err := identity.ReadKeyFile(path)
	if err == nil && !identity.WellFormedSecret(identity.KindKey, secret) {
		err = fmt.Errorf("%s does not hold the secret of a key", path)
	}
	return secret, err
}

func keptOf(secret string) domain.Secret {
	return domain.Secret{Prefix: identity.SecretPrefix(secret), Hash: identity.HashSecret(secret)}
}

package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
)

// WithData are the modules of the named roles that keep data; of all roles when none is named.
func WithData(modules []Module, roles []string) ([]Module, error) {
	here, err := chosen(modules, roles)
	return keepingData(here), err
}

func keepingData(modules []Module) []Module {
	var keeping []Module
	for _, module := range modules {
		if len(module.Migrations) > 0 {
			keeping = append(keeping, module)
		}
	}
	return keeping
}

// DatabasePassword is the password of a role in the configured database URL.
func DatabasePassword(cfg config.Config, module Module) (string, error) {
	if cfg.DatabaseURL == "" {
		return "", &UsageError{"the roles need a database to log in to: set --database-url or HEARTH_DATABASE_URL"}
	}
	parsed, err := url.Parse(databaseURL(cfg.DatabaseURL, module.Name))
	if err != nil {
		return "", errors.New("the database URL is not a URL") // Its text may hold a password.
	}
	password, ok := parsed.User.Password()
	if !ok {
		return "", &UsageError{fmt.Sprintf("the database URL of %s names no password", module.Name)}
	}
	return password, nil
}

// Migrate brings the PostgreSQL tables of one module up to date and lays what it needs before its first start.
func Migrate(ctx context.Context, cfg config.Config, all []Module, module Module, log *slog.Logger) error {
	d, err := OpenPostgres(ctx, cfg, module)
	if err != nil {
		return err
	}
	return errors.Join(migrate(ctx, d, cfg, all, module, log), d.Close())
}

// migrate leaves tables that a newer Hearth wrote alone.
func migrate(ctx context.Context, d *db.DB, cfg config.Config, all []Module, module Module, log *slog.Logger) error {
	if err := db.Migrate(ctx, d, module.Migrations...); err != nil {
		return misfit(module, err, "")
	}
	if module.Bootstrap == nil {
		return nil
	}
	err := module.Bootstrap(ctx, d, Bootstrap{KeysDir: cfg.KeysDir, Services: names(keepingData(all)), Log: log})
	if _, file := errors.AsType[*fs.PathError](err); file {
		return &KeysDirError{cfg.KeysDir, err}
	}
	return err
}

// KeysDirError says what is wrong with the folder of the key files.
type KeysDirError struct {
	Dir string
	Err error
}

func (e *KeysDirError) Error() string {
	return fmt.Sprintf("the key folder %s cannot be used: %v; choose another with --keys-dir or HEARTH_KEYS_DIR", e.Dir, e.Err)
}

func (e *KeysDirError) Unwrap() error { return e.Err }

// OpenData opens the database of one module beside a running Hearth or without one, for repairs and reports: in the data folder, or
// in PostgreSQL where a database URL is configured.
func OpenData(ctx context.Context, cfg config.Config, module Module) (*db.DB, error) {
	d, err := openData(ctx, cfg, module)
	if err != nil {
		return nil, err
	}
	if err := db.CheckSchema(ctx, d, module.Migrations...); err != nil {
		return nil, errors.Join(misfit(module, err, "start Hearth, or run `hearth migrate`, of this version first"), d.Close())
	}
	return d, nil
}

func openData(ctx context.Context, cfg config.Config, module Module) (*db.DB, error) {
	if cfg.DatabaseURL != "" {
		return OpenPostgres(ctx, cfg, module)
	}
	file := DatabaseFile(cfg.DataDir, module.Name)
	if _, err := os.Stat(file); err != nil {
		return nil, &DataDirError{cfg.DataDir, err}
	}
	return db.OpenSQLite(ctx, file)
}

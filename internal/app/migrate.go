package app

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"os"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
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
		return "", &UsageError{model.Say(
			"the roles need a database to log in to: set --database-url or HEARTH_DATABASE_URL", "各角色需要数据库：请设置 --database-url 或 HEARTH_DATABASE_URL",
		)}
	}
	parsed, err := url.Parse(databaseURL(cfg.DatabaseURL, module.Name))
	if err != nil {
		return "", model.Say("the database URL is not a URL", "数据库 URL 格式有误") // Its text may hold a password.
	}
	password, ok := parsed.User.Password()
	if !ok {
		return "", &UsageError{model.Say("the database URL of %s names no password", "%s 的数据库 URL 未包含密码", module.Name)}
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
		return misfit(module, err, model.Words{})
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

func (e *KeysDirError) Error() string { return e.Words().En }

// Words says it to people.
func (e *KeysDirError) Words() model.Words {
	return model.Say("the key folder %s cannot be used: %s; choose another with --keys-dir or HEARTH_KEYS_DIR",
		"无法使用密钥目录 %s：%s；可用 --keys-dir 或 HEARTH_KEYS_DIR 另行指定", e.Dir, said.Of(e.Err))
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
		return nil, errors.Join(misfit(module, err, model.Say(
			"start Hearth, or run `hearth migrate`, of this version first", "请先启动该版本的 Hearth，或运行该版本的 `hearth migrate`",
		)), d.Close())
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

package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

// manifest is the list of what a backup holds. It is written last: a backup without it is not whole.
type manifest struct {
	Time     time.Time `json:"time"`
	Services []string  `json:"services"`
}

const manifestFile = "backup.json"

// Backup copies the databases of an embedded Hearth, running or not, into a new folder. Each copy is consistent in itself; what lies
// between two of them, the event bus brings together again after a restore: who follows others is copied before them, so that no copy
// knows more than the one it follows. Key files are not copied: they are made anew. A backup that fails leaves no folder.
func Backup(ctx context.Context, cfg config.Config, modules []Module, to string) error {
	if cfg.DatabaseURL != "" {
		return &UsageError{model.Say(
			"a backup is of the data folder of an embedded Hearth; PostgreSQL has its own tools, such as pg_dump",
			"备份仅适用于内嵌模式的数据目录；PostgreSQL 请使用其自身的工具，如 pg_dump",
		)}
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		return model.Say("the backup needs a new folder: %s", "备份需要一个新文件夹：%s", said.Of(err))
	}
	if err := backupAll(ctx, cfg, modules, to); err != nil {
		return errors.Join(err, os.RemoveAll(to))
	}
	return nil
}

func backupAll(ctx context.Context, cfg config.Config, modules []Module, to string) error {
	order, err := chosen(modules, nil)
	if err != nil {
		return err
	}
	kept := manifest{Time: time.Now().UTC()}
	for _, module := range slices.Backward(order) {
		if len(module.Migrations) == 0 {
			continue
		}
		if err := backupOne(ctx, cfg, module, DatabaseFile(to, module.Name)); err != nil {
			return fmt.Errorf("%s: %w", module.Name, err)
		}
		kept.Services = append(kept.Services, module.Name)
	}
	text, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	return writeDurably(filepath.Join(to, manifestFile), bytes.NewReader(text))
}

func backupOne(ctx context.Context, cfg config.Config, module Module, file string) error {
	d, err := OpenData(ctx, cfg, module)
	if err != nil {
		return err
	}
	return errors.Join(db.BackupSQLite(ctx, d, file), d.Close(), db.CheckSQLite(ctx, file))
}

// Restore lays a backup into an empty data folder. Events of the last days are published once more when Hearth starts: whoever had
// them drops them, and whoever had not catches up.
func Restore(ctx context.Context, cfg config.Config, modules []Module, from string) error {
	text, err := os.ReadFile(filepath.Join(from, manifestFile))
	if err != nil {
		return model.Say("%s is not a whole backup: %s", "%s 不是完整的备份：%s", from, said.Of(err))
	}
	var kept manifest
	if err := json.Unmarshal(text, &kept); err != nil {
		return model.Say("%s is not a backup: %s", "%s 不是备份：%s", from, said.Of(err))
	}
	if entries, err := os.ReadDir(cfg.DataDir); err == nil && len(entries) > 0 {
		return &DataDirError{cfg.DataDir, model.Say("it is not empty, and a restore never overwrites", "目录不为空，恢复不会覆盖已有数据")}
	}
	lock, err := openDataDir(cfg.DataDir)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	here, err := chosen(modules, kept.Services)
	if err != nil {
		return &UsageError{model.Say("the backup is of another Hearth: %s", "该备份来自另一个 Hearth：%s", said.Of(err))}
	}
	for _, module := range here {
		if err := restoreOne(ctx, cfg, module, DatabaseFile(from, module.Name)); err != nil {
			return fmt.Errorf("%s: %w", module.Name, err)
		}
	}
	return nil
}

func restoreOne(ctx context.Context, cfg config.Config, module Module, from string) error {
	if err := db.CheckSQLite(ctx, from); err != nil {
		return err
	}
	to := DatabaseFile(cfg.DataDir, module.Name)
	if err := copyDurably(from, to); err != nil {
		return err
	}
	d, err := db.OpenSQLite(ctx, to)
	if err != nil {
		return err
	}
	return errors.Join(event.PublishAgain(ctx, d), d.Close())
}

func copyDurably(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	return writeDurably(to, source)
}

// writeDurably writes a new file, and returns when it would survive the machine.
func writeDurably(path string, content io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

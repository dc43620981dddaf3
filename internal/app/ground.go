package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

// ground is what the modules stand on. There are two: embedded, everything in one process over one data folder; and split, over
// PostgreSQL, a NATS cluster and peers elsewhere. Nothing above it asks which.
type ground interface {
	// database opens the module's database with its tables as this binary expects them.
	database(ctx context.Context, module Module) (*db.DB, error)
	// bus connects to the event bus; nil where none of the modules keeps data. It is closed by the function.
	bus(modules []Module) (event.Bus, func(), error)
	// dial reaches a service that does not run in this process.
	dial(service string) (grpc.ClientConnInterface, error)
	close(ctx context.Context) error
}

// newGround is the one decision point: no named roles are everything in one process.
func newGround(cfg config.Config, all []Module, roles []string, parts parts) (ground, error) {
	if len(roles) > 0 {
		return &splitGround{parts: parts, cfg: cfg}, nil
	}
	lock, err := openDataDir(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	return &embeddedGround{parts: parts, cfg: cfg, all: all, lock: lock}, nil
}

// parts is what both grounds need of the process.
type parts struct {
	log      *slog.Logger
	dialling func(addr string) (grpc.ClientConnInterface, error)
}

// SchemaError says that the tables are not those of this binary, and what to do about it.
type SchemaError struct {
	Module string
	Advice model.Words
	Err    error
}

func (e *SchemaError) Error() string { return e.Words().En }

// Words says it to people.
func (e *SchemaError) Words() model.Words {
	return model.Say("the tables of %s do not fit this version of Hearth: %s; %s", "%s 的数据表与该版本的 Hearth 不符：%s；%s", e.Module, said.Of(e.Err), e.Advice)
}

func (e *SchemaError) Unwrap() error { return e.Err }

// misfit is a *SchemaError where the tables are older, with what to do then, or newer than this binary; any other error stays as it is.
func misfit(module Module, err error, whenOlder model.Words) error {
	if _, newer := errors.AsType[*db.SchemaAheadError](err); newer {
		return &SchemaError{module.Name, model.Say("a newer Hearth wrote them: run that one, or restore a backup", "由更新版本的 Hearth 写入：请运行该版本，或恢复备份"), err}
	}
	if _, older := errors.AsType[*db.SchemaBehindError](err); older {
		return &SchemaError{module.Name, whenOlder, err}
	}
	return err
}

// DataDirError says what is wrong with the data folder.
type DataDirError struct {
	Dir string
	Err error
}

func (e *DataDirError) Error() string { return e.Words().En }

// Words says it to people.
func (e *DataDirError) Words() model.Words {
	return model.Say("the data folder %s cannot be used: %s; choose another with --data-dir or HEARTH_DATA_DIR",
		"无法使用数据目录 %s：%s；可用 --data-dir 或 HEARTH_DATA_DIR 另行指定", e.Dir, said.Of(e.Err))
}

func (e *DataDirError) Unwrap() error { return e.Err }

// openDataDir makes the folder where it is missing, proves that it can be written, and locks it against a second process.
func openDataDir(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, &DataDirError{dir, err}
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, &DataDirError{dir, err}
	}
	if err := lockFile(lock); err != nil {
		_ = lock.Close()
		return nil, &DataDirError{dir, err}
	}
	return lock, nil
}

// databaseURL is the URL of one role: "{role}" stands for its name.
func databaseURL(url, role string) string {
	return strings.ReplaceAll(url, "{role}", role)
}

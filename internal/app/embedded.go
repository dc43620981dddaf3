package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/embedded"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
)

// embeddedGround keeps everything in one data folder: a SQLite file for each service and the files of an embedded NATS server.
type embeddedGround struct {
	parts
	cfg    config.Config
	all    []Module
	lock   *os.File
	server *embedded.Server
}

// DatabaseFile is where an embedded Hearth keeps the tables of a service.
func DatabaseFile(dataDir, service string) string { return filepath.Join(dataDir, service+".db") }

func (g *embeddedGround) database(ctx context.Context, module Module) (*db.DB, error) {
	d, err := db.OpenSQLite(ctx, DatabaseFile(g.cfg.DataDir, module.Name))
	if err != nil {
		return nil, &DataDirError{g.cfg.DataDir, err}
	}
	if err := g.prepare(ctx, d, module); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// prepare brings the tables up to date. A folder of a newer Hearth is left alone.
func (g *embeddedGround) prepare(ctx context.Context, d *db.DB, module Module) error {
	if behind, ok := errors.AsType[*db.SchemaBehindError](db.CheckSchema(ctx, d, module.Migrations...)); ok {
		g.log.InfoContext(ctx, "bringing the tables up to date", "service", module.Name, "why", behind.Error())
	}
	return migrate(ctx, d, g.cfg, g.all, module, g.log)
}

func (g *embeddedGround) bus([]Module) (event.Bus, func(), error) {
	dir := filepath.Join(g.cfg.DataDir, "nats")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, &DataDirError{g.cfg.DataDir, err}
	}
	if g.cfg.NATSListen != "" {
		// The event server takes the port itself, and would not say who has it already.
		free, err := listen("NATS", g.cfg.NATSListen, "--nats-listen or HEARTH_NATS_LISTEN")
		if err != nil {
			return nil, nil, err
		}
		if err := free.Close(); err != nil {
			return nil, nil, err
		}
	}
	server, err := embedded.Start(embedded.Options{
		Dir: dir, Listen: g.cfg.NATSListen, User: g.cfg.NATSUser, Password: g.cfg.NATSPassword, Log: g.log,
	})
	if err != nil {
		return nil, nil, err
	}
	g.server = server
	bus, err := jetstream.Connect(jetstream.Options{Nats: server.Connect(), Replicas: 1, Outside: g.cfg.NATSUser, Log: g.log})
	if err != nil {
		return nil, nil, err
	}
	return bus, bus.Close, nil
}

func (g *embeddedGround) dial(service string) (grpc.ClientConnInterface, error) {
	return nil, fmt.Errorf("there is no service %q", service)
}

func (g *embeddedGround) close(ctx context.Context) error {
	var err error
	if g.server != nil {
		err = bounded(ctx, "the embedded event bus", g.server.Stop)
	}
	return errors.Join(err, g.lock.Close())
}

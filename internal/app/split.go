package app

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/internal/model"
)

// splitGround stands on PostgreSQL, a NATS cluster and peers.
type splitGround struct {
	parts
	cfg config.Config
}

// OpenPostgres opens the database of one role and demands that its tables are those of this binary.
func OpenPostgres(ctx context.Context, cfg config.Config, module Module) (*db.DB, error) {
	if cfg.DatabaseURL == "" {
		return nil, &UsageError{model.Say(
			"a role served alone needs a database: set --database-url or HEARTH_DATABASE_URL", "单独运行的角色需要数据库：请设置 --database-url 或 HEARTH_DATABASE_URL",
		)}
	}
	return db.OpenPostgres(ctx, databaseURL(cfg.DatabaseURL, module.Name))
}

func (g *splitGround) database(ctx context.Context, module Module) (*db.DB, error) {
	d, err := OpenPostgres(ctx, g.cfg, module)
	if err != nil {
		return nil, err
	}
	if err := db.CheckSchema(ctx, d, module.Migrations...); err != nil {
		return nil, errors.Join(misfit(module, err, model.Say("run `hearth migrate` of this version first", "请先运行该版本的 `hearth migrate`")), d.Close())
	}
	return d, nil
}

func (g *splitGround) bus(modules []Module) (event.Bus, func(), error) {
	if len(keepingData(modules)) == 0 {
		return nil, func() {}, nil // The gateway alone neither tells nor hears events.
	}
	if g.cfg.NATSURL == "" {
		return nil, nil, &UsageError{model.Say(
			"roles served alone need an event bus: set --nats-url or HEARTH_NATS_URL", "单独运行的角色需要事件总线：请设置 --nats-url 或 HEARTH_NATS_URL",
		)}
	}
	bus, err := jetstream.Connect(jetstream.Options{URL: g.cfg.NATSURL, Replicas: g.cfg.NATSReplicas, Outside: g.cfg.NATSUser, Log: g.log})
	if err != nil {
		return nil, nil, err
	}
	return bus, bus.Close, nil
}

func (g *splitGround) dial(service string) (grpc.ClientConnInterface, error) {
	addr, ok := g.cfg.Peers[service]
	if !ok {
		return nil, fmt.Errorf("there is no address for %q: set --peers or HEARTH_PEERS, such as %s=127.0.0.1:9101", service, service)
	}
	return g.dialling(addr)
}

func (g *splitGround) close(context.Context) error { return nil }

package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// poolSize is small: seven services with two pools each stay below the 100 connections that PostgreSQL grants by default,
// and on two cores twice as many were no faster.
const poolSize = 6

// OpenPostgres opens the PostgreSQL database at url. Reads and writes have a pool each: reads refuse writes as they do
// on SQLite, and a transaction that reads from the pool never waits for a connection that other transactions hold.
func OpenPostgres(ctx context.Context, url string) (*DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	readConfig := config.Copy()
	readConfig.RuntimeParams["default_transaction_read_only"] = "on"
	d := &DB{engine: Postgres, read: openPostgresPool(readConfig), write: openPostgresPool(config)}
	if err := errors.Join(d.read.PingContext(ctx), d.write.PingContext(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("db: connect to %s: %w", config.Host, err), d.Close())
	}
	return d, nil
}

func openPostgresPool(config *pgx.ConnConfig) *sql.DB {
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(poolSize)
	pool.SetMaxIdleConns(poolSize)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

// attempts bounds how often a transaction that lost against another one is tried.
const attempts = 6

// parallelTx has try run a PostgreSQL transaction on a connection of its own, again when it lost against another one.
func (d *DB) parallelTx(ctx context.Context, try func(ctx context.Context, conn *sql.Conn) error) error {
	for attempt := 1; ; attempt++ {
		err := d.onConn(ctx, try)
		if err == nil || attempt == attempts || !IsRetryable(err) {
			return err
		}
		// A random pause keeps the same two from meeting again.
		pause := time.Duration(rand.Int64N(int64(time.Millisecond) << attempt))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return err
		}
	}
}

func (d *DB) onConn(ctx context.Context, try func(ctx context.Context, conn *sql.Conn) error) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	return try(ctx, conn)
}

func tryTx(ctx context.Context, conn *sql.Conn, run func(on statements) error) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// Without effect after a commit; deferred, so that a panic ends the transaction too.
	defer func() { _ = tx.Rollback() }()
	if err := run(postgresTx{tx, conn}); err != nil {
		return err
	}
	return tx.Commit()
}

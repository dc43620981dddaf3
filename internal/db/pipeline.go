package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Statement is one of several that are sent together.
type Statement struct {
	Query string
	Args  []any
	// Read takes its rows one after the other; nil where it has none to read.
	Read func(scan Scan) error
}

// Pipeline sends statements of a transaction together: PostgreSQL gets them in one round trip, and SQLite one after the other. It is good until
// the function that received it returns, for one goroutine.
type Pipeline struct {
	engine Engine
	send   func(ctx context.Context, statements []Statement, last bool) error
	ended  bool
	failed error // nothing is right after it
}

// ErrEnded refuses what is sent after the last.
var ErrEnded = errors.New("db: the transaction has ended")

// Engine returns the kind of the database.
func (p *Pipeline) Engine() Engine { return p.engine }

// Send runs statements in their order and returns when the rows of all are read. None may depend on the rows of another.
func (p *Pipeline) Send(ctx context.Context, statements ...Statement) error {
	return p.sendOne(ctx, statements, false)
}

// Last is Send for the last time: with a transaction of its own it travels with the commit.
func (p *Pipeline) Last(ctx context.Context, statements ...Statement) error {
	return p.sendOne(ctx, statements, true)
}

func (p *Pipeline) sendOne(ctx context.Context, statements []Statement, last bool) error {
	switch {
	case p.failed != nil:
		return p.failed
	case p.ended:
		return ErrEnded
	}
	p.ended, p.failed = last, p.send(ctx, statements, last)
	return p.failed
}

// Pipeline sends within the transaction.
func (t *Tx) Pipeline() *Pipeline {
	if on, ok := t.on.(postgresTx); ok {
		return &Pipeline{engine: Postgres, send: func(ctx context.Context, statements []Statement, _ bool) error {
			return sending(ctx, on.conn, statements)
		}}
	}
	return &Pipeline{engine: t.engine, send: func(ctx context.Context, statements []Statement, _ bool) error {
		for _, s := range statements {
			if err := s.run(ctx, t); err != nil {
				return err
			}
		}
		return nil
	}}
}

func (s Statement) run(ctx context.Context, on Querier) error {
	if s.Read == nil {
		_, err := on.ExecContext(ctx, s.Query, s.Args...)
		return err
	}
	_, err := All(ctx, on, func(scan Scan) (none struct{}, err error) { return none, s.Read(scan) }, s.Query, s.Args...)
	return err
}

// Pipeline is Tx for a transaction of which nothing but a pipeline is needed: on PostgreSQL it begins with what is sent first and is committed
// with what is sent last, so that two round trips do for one that reads, decides and writes. All that is said of Tx holds.
func (d *DB) Pipeline(ctx context.Context, fn func(ctx context.Context, p *Pipeline) error) (err error) {
	if d.engine == SQLite {
		return d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
			p := tx.Pipeline()
			if err := fn(ctx, p); err != nil {
				return err
			}
			return p.failed
		})
	}
	if ctx.Value(insideKey{}) == d {
		return ErrNested
	}
	ctx, end := d.span(ctx, "transaction")
	defer func() { end(err) }()
	if err := d.strike(Begin); err != nil {
		return err
	}
	if err := d.parallelTx(ctx, func(ctx context.Context, conn *sql.Conn) error { return d.tryPipeline(ctx, conn, fn) }); err != nil {
		return err
	}
	return d.strike(AfterCommit)
}

func (d *DB) tryPipeline(ctx context.Context, conn *sql.Conn, fn func(ctx context.Context, p *Pipeline) error) error {
	open := false
	defer func() {
		if open {
			rollback(ctx, conn)
		}
	}()
	p := &Pipeline{engine: Postgres, send: func(ctx context.Context, statements []Statement, last bool) error {
		if !open {
			statements = append([]Statement{{Query: "BEGIN"}}, statements...)
		}
		if last {
			if err := d.strike(BeforeCommit); err != nil {
				return err
			}
			statements = append(statements[:len(statements):len(statements)], Statement{Query: "COMMIT"})
		}
		open = true
		if err := sending(ctx, conn, statements); err != nil {
			return err
		}
		open = !last
		return nil
	}}
	if err := fn(context.WithValue(ctx, insideKey{}, d), p); err != nil {
		return err
	}
	if p.ended {
		return p.failed
	}
	return p.Last(ctx)
}

// rollback undoes what is open on a connection, also for a caller who has left. Where that fails, the pool finds the connection inside a
// transaction and closes it.
func rollback(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, _ = conn.ExecContext(ctx, "ROLLBACK")
}

// sending has PostgreSQL run statements in one round trip. After one that fails it runs none.
func sending(ctx context.Context, on *sql.Conn, statements []Statement) (err error) {
	ctx, end := spanOf(ctx, Postgres, "pipeline")
	defer func() { end(err) }()
	batch := &pgx.Batch{}
	for _, s := range statements {
		queued := batch.Queue(s.Query, s.Args...)
		if s.Read != nil {
			queued.Query(func(rows pgx.Rows) error {
				for rows.Next() {
					if err := s.Read(rows.Scan); err != nil {
						return err
					}
				}
				return rows.Err()
			})
		}
	}
	return on.Raw(func(raw any) error {
		conn, ok := raw.(*stdlib.Conn)
		if !ok {
			return errNotPgx
		}
		return conn.Conn().SendBatch(ctx, batch).Close()
	})
}

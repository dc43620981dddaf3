package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
)

// Lock opens a transaction that holds the write lock. Until Unlock, every transaction that database/sql begins on the
// connection becomes a savepoint in it: so several migrations stand or fall under one lock.
func (c *Conn) Lock() error {
	if err := c.Control("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	c.outer = true
	return nil
}

// Unlock commits what Lock opened.
func (c *Conn) Unlock() error {
	c.outer = false
	err := c.Control("COMMIT")
	if err != nil {
		// Whether the error left a transaction open or not, there is none from here on.
		_ = c.Control("ROLLBACK")
	}
	return err
}

// BeginTx begins a transaction, or a savepoint between Lock and Unlock.
func (c *Conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if !c.outer {
		return c.inner.BeginTx(ctx, opts)
	}
	c.nested++
	mark := savepoint{conn: c, name: fmt.Sprintf("nested_%d", c.nested)}
	return mark, c.Control("SAVEPOINT " + mark.name)
}

type savepoint struct {
	conn *Conn
	name string
}

func (s savepoint) Commit() error { return s.conn.Control("RELEASE " + s.name) }

func (s savepoint) Rollback() error {
	if err := s.conn.Control("ROLLBACK TO " + s.name); err != nil {
		return err
	}
	return s.conn.Control("RELEASE " + s.name)
}

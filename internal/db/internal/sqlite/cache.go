package sqlite

import "errors"

// cacheSize bounds the prepared statements of a connection. A service has some tens of statements; only IN lists of
// many lengths could fill it.
const cacheSize = 256

// stmtCache keeps prepared statements by their text. database/sql would prepare each statement anew, which costs more
// than running a small INSERT.
type stmtCache struct {
	stmts map[string]*cached
	clock uint64
}

type cached struct {
	stmt preparedStmt
	used uint64
}

func newStmtCache() *stmtCache { return &stmtCache{stmts: make(map[string]*cached)} }

func (c *stmtCache) get(query string) preparedStmt {
	entry, ok := c.stmts[query]
	if !ok {
		return nil
	}
	c.clock++
	entry.used = c.clock
	return entry.stmt
}

// put adds a statement and drops the one that was unused for longest when the cache is full.
func (c *stmtCache) put(query string, stmt preparedStmt) error {
	var err error
	if len(c.stmts) >= cacheSize {
		err = c.dropOldest()
	}
	c.clock++
	c.stmts[query] = &cached{stmt: stmt, used: c.clock}
	return err
}

func (c *stmtCache) dropOldest() error {
	var text string
	oldest := c.clock + 1
	for query, entry := range c.stmts {
		if entry.used < oldest {
			text, oldest = query, entry.used
		}
	}
	stmt := c.stmts[text].stmt
	delete(c.stmts, text)
	return stmt.Close()
}

func (c *stmtCache) close() error {
	var errs []error
	for _, entry := range c.stmts {
		errs = append(errs, entry.stmt.Close())
	}
	clear(c.stmts)
	return errors.Join(errs...)
}

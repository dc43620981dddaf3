// Package sqlite opens SQLite connections the way Hearth uses them: durable settings, a cache of prepared statements,
// and the same refusals that PostgreSQL gives.
package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"net/url"
	"strings"

	modernc "modernc.org/sqlite"
)

// Mode says what a connection may do.
type Mode int

// The modes of a connection.
const (
	ReadWrite Mode = iota + 1 // the one writer
	ReadOnly                  // a reader of the pool; refuses writes
	Migrate                   // a migration; waits a minute for the write lock
	Inspect                   // reads a file that nobody has open, and leaves it as it is
)

// Connector opens connections to the file at path in the given mode.
func Connector(path string, mode Mode) (driver.Connector, error) {
	base, err := modernc.NewConnector(dsn(path, mode))
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	return connector{base}, nil
}

func dsn(path string, mode Mode) string {
	wait := 5_000
	if mode == Migrate {
		wait = 60_000
	}
	if mode == Inspect {
		return fileURL(path) + "?immutable=1"
	}
	pragmas := []string{
		// The wait comes first: the switch to WAL itself may meet a lock.
		fmt.Sprintf("busy_timeout(%d)", wait),
		"journal_mode(wal)",
		"synchronous(full)",
		"foreign_keys(1)",
		"temp_store(memory)",
		"journal_size_limit(67108864)",
	}
	lock := ""
	switch mode {
	case ReadOnly:
		pragmas = append(pragmas, "query_only(1)")
	case Migrate:
		lock = "_txlock=immediate&" // two migrators are to wait for each other, not to meet half-way
	}
	// _dqs=0: a misspelt "column" is an error, not a string.
	return fileURL(path) + "?_dqs=0&" + lock + "_pragma=" + strings.Join(pragmas, "&_pragma=")
}

func fileURL(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &Conn{inner: conn.(inner), stmts: newStmtCache()}, nil
}

package survey_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// tokens signs whom the benchmark calls as, as the directory does.
type tokens struct {
	signer *identity.Signer
	keys   []byte
}

func newTokens(b *testing.B) tokens {
	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(b, err)
	signer, err := identity.NewSigner("bench", key)
	require.NoError(b, err)
	keys, err := identity.JWKS(signer.Public())
	require.NoError(b, err)
	return tokens{signer, keys}
}

func (t tokens) verifier(clock model.Clock) *identity.Verifier {
	return identity.NewVerifier(func(context.Context) ([]byte, error) { return t.keys, nil }, clock)
}

// of makes a token that no service has seen.
func (t tokens) of(b *testing.B, actor model.Actor) string {
	now := testkit.NewClock().Now()
	token, err := t.signer.Sign(identity.Claims{Subject: actor.Subject, Bindings: actor.Bindings, IssuedAt: now,
		ExpiresAt: now.Add(15 * time.Minute), AuthTime: now, ID: uuid.NewString()})
	require.NoError(b, err)
	return token
}

const sheetBytes = 64

// writeBare overwrites the sheets of as many people, on an engine as database/sql gives it: by 32 callers with a transaction each
// where the engine gathers their commits, which PostgreSQL does, and on SQLite by one with a transaction for 32 rows.
func writeBare(b *testing.B, engine db.Engine) {
	driver, source := "sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
	writers, rows := 1, callersAtOnce
	if engine == db.Postgres {
		driver, source = "pgx", testkit.Postgres(b)
		writers, rows = callersAtOnce, 1
	}
	pool, err := sql.Open(driver, source)
	require.NoError(b, err)
	defer func() { require.NoError(b, pool.Close()) }()
	pool.SetMaxOpenConns(writers)
	pool.SetMaxIdleConns(writers)
	blank := make([]byte, sheetBytes)
	inTx(b, pool, `CREATE TABLE sheet (person TEXT PRIMARY KEY, answered BOOLEAN NOT NULL, answers `+
		map[db.Engine]string{db.SQLite: "BLOB", db.Postgres: "BYTEA"}[engine]+` NOT NULL)`, [][]any{nil})
	people := make([][]any, benchPeople)
	for n := range people {
		people[n] = []any{person(n), blank}
	}
	inTx(b, pool, "INSERT INTO sheet (person, answered, answers) VALUES ($1, FALSE, $2)", people)

	var next atomic.Int64
	var writing sync.WaitGroup
	b.ResetTimer()
	for range writers {
		writing.Go(func() {
			for n := int(next.Add(int64(rows))) - rows; n < b.N; n = int(next.Add(int64(rows))) - rows {
				batch := make([][]any, min(rows, b.N-n))
				for i := range batch {
					batch[i] = people[(n+i)%benchPeople]
				}
				inTx(b, pool, "UPDATE sheet SET answered = TRUE, answers = $2 WHERE person = $1", batch)
			}
		})
	}
	writing.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// inTx runs a statement in one transaction, once for each row of arguments.
func inTx(b *testing.B, pool *sql.DB, statement string, rows [][]any) {
	tx, err := pool.Begin()
	if err != nil {
		b.Error(err)
		return
	}
	for _, args := range rows {
		if _, err := tx.Exec(statement, args...); err != nil {
			b.Error(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Error(err)
	}
}

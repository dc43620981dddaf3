package survey_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/binary"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// tokens signs whom the benchmark calls as, as the directory does, and knows how to judge them.
type tokens struct {
	*identity.Verifier
	signer *identity.Signer
	people []string // of everybody, where all call
}

func newTokens(b *testing.B) tokens {
	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(b, err)
	signer, err := identity.NewSigner("bench", key)
	require.NoError(b, err)
	keys, err := identity.JWKS(signer.Public())
	require.NoError(b, err)
	fetch := func(context.Context) ([]byte, error) { return keys, nil }
	return tokens{Verifier: identity.NewVerifier(fetch, testkit.NewClock().Now), signer: signer}
}

// known are the tokens of all people, whose signatures the verifier has seen: they have just looked at the survey.
func (t tokens) known(b *testing.B) []string {
	for _, token := range t.people {
		_, err := t.Authenticate(b.Context(), token)
		require.NoError(b, err)
	}
	return t.people
}

// unknown are tokens of all people that no verifier has seen.
func (t tokens) unknown(b *testing.B) []string {
	made := make([]string, benchPeople)
	for n := range made {
		made[n] = t.of(b, model.Actor{Subject: "people/" + person(n), WayIn: person(n)})
	}
	return made
}

func (t tokens) of(b *testing.B, actor model.Actor) string {
	now := testkit.NewClock().Now()
	token, err := t.signer.Sign(identity.Claims{Subject: actor.Subject, Bindings: actor.Bindings, WayIn: actor.WayIn, IssuedAt: now,
		ExpiresAt: now.Add(15 * time.Minute), AuthTime: now, ID: uuid.NewString()})
	require.NoError(b, err)
	return token
}

const sheetBytes = 64

// differently is a sheet as no one before it in the same place.
func differently(round int) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, sheetBytes-8), uint64(round+1))
}

// writeBare overwrites the sheets of as many people, on an engine as database/sql gives it: by 32 callers with a transaction each
// where the engine gathers their commits, which PostgreSQL does, and on SQLite by one with a transaction for 32 rows.
func writeBare(b *testing.B, engine db.Engine) {
	writers, rows := 1, callersAtOnce
	if engine == db.Postgres {
		writers, rows = callersAtOnce, 1
	}
	pool := bareSheets(b, engine, writers, benchPeople)
	var next atomic.Int64
	var writing sync.WaitGroup
	b.ResetTimer()
	for range writers {
		writing.Go(func() {
			for n := int(next.Add(int64(rows))) - rows; n < b.N; n = int(next.Add(int64(rows))) - rows {
				batch := make([][]any, min(rows, b.N-n))
				for i := range batch {
					batch[i] = []any{person((n + i) % benchPeople), differently((n + i) / benchPeople)}
				}
				if err := testkit.BareTx(pool, overwrite, batch); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

const overwrite = "UPDATE sheet SET answered = TRUE, answers = $2 WHERE person = $1"

// bareSheets are the blank sheets of so many people.
func bareSheets(b *testing.B, engine db.Engine, connections, people int) *sql.DB {
	bytes := "BLOB"
	if engine == db.Postgres {
		bytes = "BYTEA"
	}
	pool := testkit.Bare(b, engine, connections)
	_, err := pool.Exec("CREATE TABLE sheet (person TEXT PRIMARY KEY, answered BOOLEAN NOT NULL, answers " + bytes + " NOT NULL)")
	require.NoError(b, err)
	blank := make([][]any, people)
	for n := range blank {
		blank[n] = []any{person(n), make([]byte, sheetBytes)}
	}
	require.NoError(b, testkit.BareTx(pool, "INSERT INTO sheet (person, answered, answers) VALUES ($1, FALSE, $2)", blank))
	return pool
}

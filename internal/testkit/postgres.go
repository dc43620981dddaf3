package testkit

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

// server is the cluster that the tests of this process share.
type server struct {
	url   string
	admin *pgxpool.Pool
	err   error

	mu        sync.Mutex
	templates map[string]string // set names to a migrated database
	databases int
}

var shared = sync.OnceValue(func() *server {
	s := &server{templates: make(map[string]string)}
	s.url = os.Getenv("HEARTH_TEST_POSTGRES")
	if s.url == "" {
		dir, err := os.MkdirTemp("", "hearth-pg-")
		if err != nil {
			return &server{err: err}
		}
		// The end of this process stops the cluster and removes the folder.
		if s.url, _, err = StartPostgres(dir); err != nil {
			return &server{err: errors.Join(err, os.RemoveAll(dir))}
		}
	}
	s.admin, s.err = pgxpool.New(context.Background(), s.url)
	return s
})

// cluster returns the shared cluster, or skips t where there is none; in CI that is a failure.
func cluster(t testing.TB) *server {
	t.Helper()
	s := shared()
	if errors.Is(s.err, ErrNoPostgres) && os.Getenv("CI") != "true" {
		t.Skip("PostgreSQL is not tested: set HEARTH_TEST_POSTGRES or install its binaries")
	}
	require.NoError(t, s.err)
	Record("engine=postgres")
	return s
}

// Postgres returns the administrator's URL of a fresh, empty database, which goes with the test. It uses the cluster
// of HEARTH_TEST_POSTGRES or one that this process starts. Without PostgreSQL it skips the test, and in CI (CI=true)
// fails it.
func Postgres(t testing.TB) string {
	t.Helper()
	return cluster(t).database(t, "template0")
}

// database makes a database from the template for the time of the test.
func (s *server) database(t testing.TB, template string) string {
	t.Helper()
	s.mu.Lock()
	s.databases++
	name := fmt.Sprintf("hearth_%d_%d", os.Getpid(), s.databases)
	s.mu.Unlock()
	s.create(t, name, template)
	t.Cleanup(func() {
		_, err := s.admin.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
		require.NoError(t, err)
	})
	return s.urlOf(name)
}

func (s *server) create(t testing.TB, name, template string) {
	t.Helper()
	_, err := s.admin.Exec(context.Background(), "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+
		" TEMPLATE "+pgx.Identifier{template}.Sanitize())
	require.NoError(t, err)
}

func (s *server) urlOf(database string) string {
	u, err := url.Parse(s.url)
	if err != nil {
		panic("testkit: HEARTH_TEST_POSTGRES is not a URL") // pgx has accepted it
	}
	u.Path = "/" + database
	return u.String()
}

// migrated makes a database with the sets applied; only the first of a combination pays for the migrations.
func (s *server) migrated(t testing.TB, sets []db.Set) string {
	t.Helper()
	if len(sets) == 0 {
		return s.database(t, "template0")
	}
	return s.database(t, s.template(t, sets))
}

func (s *server) template(t testing.TB, sets []db.Set) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	key := fingerprint(t, sets)
	if name, ok := s.templates[key]; ok {
		return name
	}
	name := fmt.Sprintf("hearth_%d_template_%d", os.Getpid(), len(s.templates))
	s.create(t, name, "template0")
	d, err := db.OpenPostgres(t.Context(), s.urlOf(name))
	require.NoError(t, err)
	require.NoError(t, db.Migrate(t.Context(), d, sets...))
	require.NoError(t, d.Close()) // a database in use cannot be a template
	s.templates[key] = name
	return name
}

// OwnPostgres is the administrator's URL of a cluster that only t uses: for tests of logins, which a cluster's databases share. It skips t
// as Postgres does.
func OwnPostgres(t testing.TB) string {
	t.Helper()
	cluster(t)
	dir, err := os.MkdirTemp("", "hearth-pg-")
	require.NoError(t, err)
	url, stop, err := StartPostgres(dir)
	require.NoError(t, err)
	t.Cleanup(stop)
	return url
}

// RolePassword is the password of every service's login role. Logins are of the cluster, not of one database: tests that run beside each
// other share them, and so must agree on it.
const RolePassword = "a password of tests"

// RoleURL is adminURL with {role} in place of the administrator: the database URL of all services of a Hearth.
func RoleURL(t testing.TB, adminURL string) string {
	t.Helper()
	url, err := db.ServiceURL(adminURL, "ROLE", RolePassword)
	require.NoError(t, err)
	return strings.ReplaceAll(url, "ROLE", "{role}")
}

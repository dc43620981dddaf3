package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// Roles belong to the whole cluster, which other test runs may share: their names carry the process.
func serviceName(name string) string { return fmt.Sprintf("%s_%d", name, os.Getpid()) }

func admin(t *testing.T, adminURL string, statements ...string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, adminURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(ctx)) }()
	for _, statement := range statements {
		_, err := conn.Exec(ctx, statement)
		require.NoError(t, err, statement)
	}
}

// createRole makes the role of a service for the time of the test.
func createRole(t *testing.T, adminURL, service, password string) {
	t.Helper()
	require.NoError(t, db.CreateRole(t.Context(), adminURL, service, password))
	t.Cleanup(func() {
		role := db.RoleName(service)
		admin(t, adminURL, "DROP OWNED BY "+role+" CASCADE", "DROP ROLE "+role)
	})
}

func openAs(t *testing.T, adminURL, service, password string) *db.DB {
	t.Helper()
	url, err := db.ServiceURL(adminURL, service, password)
	require.NoError(t, err)
	d, err := db.OpenPostgres(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// requireDenied wants the error "insufficient privilege".
func requireDenied(t *testing.T, err error) {
	t.Helper()
	pg, ok := errors.AsType[*pgconn.PgError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, "42501", pg.Code, "%v", err)
}

func TestAServiceSeesItsOwnTablesAlone(t *testing.T) {
	url := testkit.Postgres(t)
	mine, yours := serviceName("mine"), serviceName("yours")
	createRole(t, url, mine, "it's a \\ secret")
	createRole(t, url, yours, "other")
	a, b := openAs(t, url, mine, "it's a \\ secret"), openAs(t, url, yours, "other")
	for _, d := range []*db.DB{a, b} {
		require.NoError(t, db.Migrate(t.Context(), d, people))
		require.NoError(t, in(t, d, "INSERT INTO team (id) VALUES ('a')"))
	}
	require.Equal(t, mine, ask[string](t, a.Read(), "SELECT current_schema()"))
	for _, statement := range []string{
		"SELECT count(*) FROM " + yours + ".team",
		"UPDATE " + yours + ".team SET size = 1",
		"CREATE TABLE " + yours + ".spy (id TEXT)",
		"CREATE TABLE public.spy (id TEXT)",
		"CREATE ROLE spy",
		"CREATE SCHEMA spy",
		"SET ROLE " + db.RoleName(yours),
	} {
		requireDenied(t, in(t, a, statement))
	}
	require.Equal(t, 1, ask[int](t, b.Read(), "SELECT count(*) FROM team WHERE size = 0"))
}

func TestCreateRoleAgainChangesThePassword(t *testing.T) {
	url := testkit.Postgres(t)
	name := serviceName("again")
	createRole(t, url, name, "old")
	require.NoError(t, db.Migrate(t.Context(), openAs(t, url, name, "old"), people))
	for _, err := range together(4, func(int) error { return db.CreateRole(t.Context(), url, name, "new") }) {
		require.NoError(t, err)
	}
	require.Zero(t, ask[int](t, openAs(t, url, name, "new").Read(), "SELECT count(*) FROM person"))
	oldURL, err := db.ServiceURL(url, name, "old")
	require.NoError(t, err)
	_, err = db.OpenPostgres(t.Context(), oldURL)
	require.Error(t, err)
}

// Hosted PostgreSQL gives out no superuser.
// Roles are of the whole server: two installations on it may be set up at once.
func TestCreateRoleFromManyDatabasesAtOnce(t *testing.T) {
	service := serviceName("shared")
	last := testkit.Postgres(t)
	t.Cleanup(func() { admin(t, last, "DROP ROLE "+db.RoleName(service)) }) // after the databases that it owns something in
	urls := make([]string, 4)
	for i := range urls {
		urls[i] = testkit.Postgres(t)
	}
	var all errgroup.Group
	for _, url := range urls {
		all.Go(func() (err error) {
			for range 20 {
				err = errors.Join(err, db.CreateRole(t.Context(), url, service, "secret"))
			}
			return err
		})
	}
	require.NoError(t, all.Wait())
	for _, url := range urls {
		d := openAs(t, url, service, "secret")
		require.Equal(t, service, ask[string](t, d.Read(), "SELECT current_schema()"))
	}
}

func TestCreateRoleAsAnAdministratorWhoIsNoSuperuser(t *testing.T) {
	url := testkit.Postgres(t)
	boss, name := serviceName("hearth_boss"), serviceName("hosted")
	admin(t, url, "CREATE ROLE "+boss+" LOGIN CREATEROLE PASSWORD 'x'",
		fmt.Sprintf(`DO $$ BEGIN EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %%I TO %s WITH GRANT OPTION', current_database()); END $$`, boss))
	t.Cleanup(func() {
		both := boss + ", " + db.RoleName(name)
		// Twice: what the one has granted to the other goes with the second.
		admin(t, url, "DROP OWNED BY "+both+" CASCADE", "DROP OWNED BY "+both+" CASCADE", "DROP ROLE "+both)
	})
	config, err := pgx.ParseConfig(url)
	require.NoError(t, err)
	bossURL := fmt.Sprintf("postgres://%s:x@%s:%d/%s?sslmode=disable", boss, config.Host, config.Port, config.Database)
	for range 2 {
		require.NoError(t, db.CreateRole(t.Context(), bossURL, name, "secret"))
	}
	require.NoError(t, db.Migrate(t.Context(), openAs(t, url, name, "secret"), people))
	requireDenied(t, func() error {
		ctx := t.Context()
		conn, err := pgx.Connect(ctx, bossURL)
		require.NoError(t, err)
		defer func() { require.NoError(t, conn.Close(ctx)) }()
		_, err = conn.Exec(ctx, "SELECT * FROM "+name+".person")
		return err
	}())
}

func TestCreateRoleRefuses(t *testing.T) {
	url := testkit.Postgres(t)
	taken := serviceName("taken")
	admin(t, url, "CREATE SCHEMA "+taken)
	for _, c := range []struct{ name, service, password, fault string }{
		{"name", `x"; DROP SCHEMA public`, "p", "name is not"},
		{"no password", "x", "", "password is empty"},
		{"password", "x", "pässword", "printable ASCII"},
		{"foreign schema", taken, "p", "belongs to postgres"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ErrorContains(t, db.CreateRole(t.Context(), url, c.service, c.password), c.fault)
		})
	}
}

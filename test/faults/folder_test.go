package faults_test

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

func TestTwoProcessesDoNotShareAFolder(t *testing.T) {
	h := process.Start(t, house.Embedded)
	second := []string{"HEARTH_DATA_DIR=" + h.Data, "HEARTH_GRPC_ADDR=127.0.0.1:0", "HEARTH_HTTP_ADDR=127.0.0.1:0"}
	said, code := process.Run(t, process.Command(t, second, "serve"))
	require.Equal(t, data, code, said)
	require.Contains(t, said, "another Hearth is running on it")
	alive(t, h)

	// The lock goes with the process, however it ended: nothing is left to be cleared away by hand.
	h.Process(process.Whole).Kill()
	h.Restart(t, process.Whole)
	h.AwaitReady(t)
	alive(t, h)
	require.Zero(t, h.Process(process.Whole).Stop(t), h.Process(process.Whole).Output())
}

func alive(t *testing.T, h *process.House) {
	_, err := directoryv1.NewTokenServiceClient(h.Conn()).GetCaller(h.Admin(t), &directoryv1.GetCallerRequest{})
	require.NoError(t, err)
}

func TestTheFolderOfANewerHearthIsLeftAlone(t *testing.T) {
	h := process.Start(t, house.Embedded)
	require.Zero(t, h.Process(process.Whole).Stop(t))
	ahead(t, h.Database(t, "survey"))

	before := sums(t, h.Data)
	for _, command := range [][]string{{"serve"}, {"events", "list", "survey"}, {"backup", filepath.Join(t.TempDir(), "backup")}} {
		env := []string{"HEARTH_DATA_DIR=" + h.Data, "HEARTH_KEYS_DIR=" + h.Keys, "HEARTH_GRPC_ADDR=127.0.0.1:0", "HEARTH_HTTP_ADDR=127.0.0.1:0"}
		said, code := process.Run(t, process.Command(t, env, command...))
		require.Equal(t, schema, code, said)
		require.Contains(t, said, "survey")
		require.Contains(t, said, "newer")
	}
	require.Equal(t, before, sums(t, h.Data), "not one byte of the databases has changed")
}

// ahead notes a migration that only a newer Hearth knows.
func ahead(t *testing.T, d *db.DB) {
	require.NoError(t, db.Migrate(t.Context(), d, newerSurvey()))
	require.NoError(t, d.Close())
}

// sums are the checksums of the databases in a folder.
func sums(t *testing.T, folder string) map[string][32]byte {
	paths, err := filepath.Glob(filepath.Join(folder, "*.db"))
	require.NoError(t, err)
	require.Len(t, paths, 3)
	all := map[string][32]byte{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all[path] = sha256.Sum256(text)
	}
	return all
}

func TestRolesAndMigrationsInTheWrongOrder(t *testing.T) {
	adminURL := testkit.OwnPostgres(t)
	url, err := db.ServiceURL(adminURL, "survey", "a-password-of-tests")
	require.NoError(t, err)
	env := append(anywhere(t), "HEARTH_DATABASE_URL="+url, "HEARTH_NATS_URL=nats://127.0.0.1:1", "HEARTH_KEYS_DIR="+t.TempDir())
	hearth := func(args ...string) (string, int) { return process.Run(t, process.Command(t, env, args...)) }

	said, code := hearth("serve", "survey")
	require.Equal(t, failure, code, "there is no such login yet: %s", said)
	said, code = hearth("migrate", "survey")
	require.Equal(t, failure, code, said)
	require.NotContains(t, said, "a-password-of-tests")

	// The administrator made the login, and nobody has migrated.
	require.NoError(t, db.CreateRole(t.Context(), adminURL, "survey", "a-password-of-tests"))
	said, code = hearth("serve", "survey")
	require.Equal(t, schema, code, said)
	require.Contains(t, said, "run `hearth migrate`")

	said, code = hearth("migrate", "survey")
	require.Zero(t, code, said)
	said, code = hearth("migrate", "survey", "--admin-url", adminURL)
	require.Zero(t, code, "migrating again changes nothing: %s", said)

	// A newer Hearth was here.
	d, err := db.OpenPostgres(t.Context(), url)
	require.NoError(t, err)
	ahead(t, d)
	for _, command := range []string{"serve", "migrate"} {
		said, code = hearth(command, "survey")
		require.Equal(t, schema, code, said)
		require.Contains(t, said, "newer Hearth")
	}
}

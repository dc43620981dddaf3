package testkit

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestBinariesAreThoseOfTheNewestVersion(t *testing.T) {
	root := t.TempDir()
	t.Setenv("PATH", "")
	_, err := binaries(root)
	require.ErrorIs(t, err, ErrNoPostgres)
	for _, version := range []string{"9.6", "15", "16"} {
		bin := filepath.Join(root, version, "bin")
		require.NoError(t, os.MkdirAll(bin, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(bin, "initdb"), []byte("#!/bin/sh\n"), 0o755))
	}
	found, err := binaries(root)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "16", "bin"), found)
	t.Setenv("PATH", filepath.Join(root, "15", "bin"))
	found, err = binaries(root)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "15", "bin"), found)
}

func TestStartPostgres(t *testing.T) {
	cluster(t) // skips where there is none
	parent, err := os.MkdirTemp("", "hearth-pg-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(parent)) })
	require.NoError(t, os.Chmod(parent, 0o755)) // the server's user looks inside
	dir := filepath.Join(parent, "own")
	if os.Getuid() == 0 {
		require.NoError(t, os.Chmod(parent, 0o777)) // and removes its own folder
	}
	url, stop, err := StartPostgres(dir)
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "listen_addresses": "127.0.0.1", "server_encoding": "UTF8",
	} {
		var got string
		require.NoError(t, conn.QueryRow(t.Context(), "SELECT current_setting($1)", setting).Scan(&got))
		require.Equal(t, want, got, setting)
	}
	require.NoError(t, conn.Close(t.Context()))

	info, err := os.Stat(filepath.Join(dir, "data"))
	require.NoError(t, err)
	require.NotZero(t, info.Sys().(*syscall.Stat_t).Uid, "PostgreSQL does not run as root")

	stop()
	_, err = pgx.Connect(t.Context(), url)
	require.Error(t, err)
	require.NoDirExists(t, dir)
}

func TestStartPostgresWantsAnEmptyFolder(t *testing.T) {
	cluster(t)
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data", "something"), 0o755))
	_, _, err := StartPostgres(dir)
	require.ErrorContains(t, err, "initdb")
}

//go:build unix

package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/said"
)

// Only a lock that somebody else holds means another Hearth; a file system without locks says so.
func TestWhyAFolderCannotBeLocked(t *testing.T) {
	dir := t.TempDir()
	held, err := openDataDir(dir)
	require.NoError(t, err)
	_, err = openDataDir(dir)
	require.ErrorContains(t, err, "another Hearth is running on it")
	require.Contains(t, said.Of(err).ZhCN, "另一个 Hearth 正在使用它")

	require.NoError(t, held.Close())
	err = lockFile(held) // what is closed cannot be locked, like a file on a file system without locks
	require.ErrorContains(t, err, "cannot be locked: ")
	require.NotContains(t, err.Error(), "another Hearth")
	require.NotContains(t, said.Of(err).ZhCN, "另一个")
	require.Contains(t, err.Error(), filepath.Join(dir, "lock"))

	again, err := openDataDir(dir)
	require.NoError(t, err, "the lock went with its file")
	require.NoError(t, again.Close())
	_, err = openDataDir(filepath.Join(os.DevNull, "below"))
	require.Contains(t, said.Of(err).ZhCN, "不是文件夹")
}

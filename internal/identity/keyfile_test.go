package identity_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/identity"
)

func TestKeyFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "admin.key")
	require.NoError(t, identity.WriteKeyFile(path, "hk_1"))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	is(t, path, "hk_1")

	require.ErrorIs(t, identity.WriteKeyFile(path, "hk_2"), os.ErrExist)
	is(t, path, "hk_1")

	require.NoError(t, identity.ReplaceKeyFile(path, "hk_3"))
	is(t, path, "hk_3")
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing is left behind")

	require.ErrorIs(t, identity.WriteKeyFile(filepath.Join(t.TempDir(), "no", "such.key"), "hk_1"), os.ErrNotExist)
}

func is(t *testing.T, path, want string) {
	t.Helper()
	have, err := identity.ReadKeyFile(path)
	require.NoError(t, err)
	require.Equal(t, want, have)
}

func TestKeyFilesAndLinks(t *testing.T) {
	folder := t.TempDir()
	target, link, hanging := filepath.Join(folder, "target"), filepath.Join(folder, "link"), filepath.Join(folder, "hanging")
	require.NoError(t, os.WriteFile(target, []byte("precious"), 0o600))
	require.NoError(t, os.Symlink(target, link))
	require.NoError(t, os.Symlink(filepath.Join(folder, "absent"), hanging))
	precious := func() {
		text, err := os.ReadFile(target)
		require.NoError(t, err)
		require.Equal(t, "precious", string(text))
		require.NoFileExists(t, filepath.Join(folder, "absent"))
	}
	require.ErrorIs(t, identity.WriteKeyFile(link, "hk_1"), os.ErrExist)
	require.ErrorIs(t, identity.WriteKeyFile(hanging, "hk_1"), os.ErrExist)
	precious()
	require.NoError(t, identity.ReplaceKeyFile(link, "hk_1"))
	require.NoError(t, identity.ReplaceKeyFile(hanging, "hk_1"))
	precious()
	is(t, link, "hk_1")
	is(t, hanging, "hk_1")

	// Secrets are mounted as links; what counts is where they lead.
	mounted := filepath.Join(folder, "mounted")
	require.NoError(t, os.Symlink(target, mounted))
	is(t, mounted, "precious")
	require.NoError(t, os.Chmod(target, 0o644))
	_, err := identity.ReadKeyFile(mounted)
	require.Error(t, err)
}

func TestOneOfTwoWritersWins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "admin.key")
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if identity.WriteKeyFile(path, fmt.Sprint("hk_", i)) == nil {
				won.Add(1)
				is(t, path, fmt.Sprint("hk_", i))
			}
		})
	}
	all.Wait()
	require.Equal(t, int32(1), won.Load())
}

func TestKeyFilesThatAreNotRead(t *testing.T) {
	folder := t.TempDir()
	file := func(mode os.FileMode, text string) string {
		path := filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "_"))
		require.NoError(t, os.RemoveAll(path))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.NoError(t, os.Chmod(path, mode))
		return path
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666, 0o777} {
		_, err := identity.ReadKeyFile(file(mode, "hk_1"))
		require.ErrorContains(t, err, "chmod 600", "%04o", mode)
	}
	is(t, file(0o400, "hk_1\n"), "hk_1")

	_, err := identity.ReadKeyFile(file(0o600, " \n"))
	require.ErrorContains(t, err, "does not hold a secret")
	_, err = identity.ReadKeyFile(file(0o600, strings.Repeat("x", 32<<10+1)))
	require.ErrorContains(t, err, "does not hold a secret")
	_, err = identity.ReadKeyFile(folder)
	require.Error(t, err)
	_, err = identity.ReadKeyFile(filepath.Join(folder, "absent"))
	require.ErrorIs(t, err, os.ErrNotExist)

	pipe := filepath.Join(folder, "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	_, err = identity.ReadKeyFile(pipe)
	require.ErrorContains(t, err, "not a file")

	if os.Getuid() == 0 {
		// Root reads its own; a file of somebody else may have been put in its way.
		path := file(0o600, "hk_1")
		require.NoError(t, os.Chown(path, 12345, 12345))
		_, err = identity.ReadKeyFile(path)
		require.ErrorContains(t, err, "another user")
	}
}

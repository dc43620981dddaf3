package testkit

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

// files are migrated SQLite files by the fingerprint of their sets: only the first test of a combination pays for the migrations.
var files = struct {
	sync.Mutex
	by map[string][]byte
}{by: make(map[string][]byte)}

// migratedFile is the path of a fresh SQLite file that has the sets applied. It goes with the test.
func migratedFile(t testing.TB, sets []db.Set) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hearth.db")
	if len(sets) == 0 {
		return path
	}
	files.Lock()
	defer files.Unlock()
	key := fingerprint(t, sets)
	if template, ok := files.by[key]; ok {
		require.NoError(t, os.WriteFile(path, template, 0o600))
		return path
	}
	d, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, db.Migrate(t.Context(), d, sets...))
	require.NoError(t, d.Close()) // which folds the log of writes into the file
	template, err := os.ReadFile(path)
	require.NoError(t, err)
	files.by[key] = template
	return path
}

// fingerprint tells sets apart by name and text: two tests may use the same name for different files.
func fingerprint(t testing.TB, sets []db.Set) string {
	t.Helper()
	var b strings.Builder
	for _, set := range sets {
		text, err := migrationText(set)
		require.NoError(t, err)
		fmt.Fprintf(&b, "%s\x00%s\x00", set.Name, text)
	}
	return b.String()
}

func migrationText(set db.Set) (string, error) {
	var b strings.Builder
	err := fs.WalkDir(set.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(set.FS, path)
		b.WriteString(path)
		b.Write(text)
		return err
	})
	return b.String(), err
}

package db_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestBackupIsAConsistentCopy(t *testing.T) {
	d := testkit.Open(t, db.SQLite, people)
	require.NoError(t, in(t, d, "INSERT INTO team (id, size) VALUES ('a', 0)", "INSERT INTO team (id, size) VALUES ('b', 0)"))
	folder := t.TempDir()
	// Both rows are changed together, all the time: a copy that is not consistent has them differ.
	ctx, stop := context.WithCancel(t.Context())
	writing := make(chan struct{})
	go func() {
		defer close(writing)
		for ctx.Err() == nil {
			_ = d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, "UPDATE team SET size = size + 1 WHERE id = 'a'")
				if err == nil {
					_, err = tx.ExecContext(ctx, "UPDATE team SET size = size + 1 WHERE id = 'b'")
				}
				return err
			})
		}
	}()
	for _, name := range []string{"1.db", "2.db", "3 with space & ümlaut?#%41.db"} {
		to := filepath.Join(folder, name)
		require.NoError(t, db.BackupSQLite(t.Context(), d, to))
		require.NoError(t, db.CheckSQLite(t.Context(), to))
		info, err := os.Stat(to)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode())
		restored, err := db.OpenSQLite(t.Context(), to)
		require.NoError(t, err)
		require.NoError(t, db.CheckSchema(t.Context(), restored, people))
		require.Equal(t, 1, ask[int](t, restored.Read(), "SELECT count(DISTINCT size) FROM team"))
		require.NoError(t, restored.Close())
	}
	stop()
	<-writing
	left, err := filepath.Glob(filepath.Join(folder, "*.partial"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestBackupRefuses(t *testing.T) {
	d := testkit.Open(t, db.SQLite, people)
	taken := filepath.Join(t.TempDir(), "taken.db")
	require.NoError(t, os.WriteFile(taken, []byte("dear"), 0o600))
	require.ErrorIs(t, db.BackupSQLite(t.Context(), d, taken), os.ErrExist)
	text, err := os.ReadFile(taken)
	require.NoError(t, err)
	require.Equal(t, "dear", string(text))
	require.Error(t, db.BackupSQLite(t.Context(), d, filepath.Join(t.TempDir(), "no", "folder.db")))

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	folder := t.TempDir()
	require.ErrorIs(t, db.BackupSQLite(ended, d, filepath.Join(folder, "x.db")), context.Canceled)
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestBackupIsOfSQLiteAlone(t *testing.T) {
	require.Error(t, db.BackupSQLite(t.Context(), testkit.Open(t, db.Postgres), filepath.Join(t.TempDir(), "x.db")))
}

func TestCheckFindsDamage(t *testing.T) {
	d := testkit.Open(t, db.SQLite, people)
	require.NoError(t, in(t, d, "INSERT INTO team (id) VALUES ('a')", "INSERT INTO person (number, team) VALUES ('1', 'a')"))
	folder := t.TempDir()
	copyOf := func(name string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, db.BackupSQLite(t.Context(), d, path))
		return path
	}
	t.Run("missing", func(t *testing.T) {
		path := filepath.Join(folder, "missing.db")
		require.ErrorIs(t, db.CheckSQLite(t.Context(), path), os.ErrNotExist)
		require.NoFileExists(t, path)
	})
	t.Run("no database", func(t *testing.T) {
		path := filepath.Join(folder, "text.db")
		require.NoError(t, os.WriteFile(path, []byte("this is a text and no database at all"), 0o600))
		require.Error(t, db.CheckSQLite(t.Context(), path))
	})
	t.Run("damaged page", func(t *testing.T) {
		path := copyOf("damaged.db")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for i := 4096; i < 3*4096; i++ { // the pages after the first
			text[i] ^= 0x5a
		}
		require.NoError(t, os.WriteFile(path, text, 0o600))
		require.Error(t, db.CheckSQLite(t.Context(), path))
	})
	t.Run("cut off", func(t *testing.T) {
		path := copyOf("short.db")
		require.NoError(t, os.Truncate(path, 2*4096))
		require.Error(t, db.CheckSQLite(t.Context(), path))
	})
	t.Run("changes nothing", func(t *testing.T) {
		path := copyOf("good.db")
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, db.CheckSQLite(t.Context(), path))
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, before, after)
		require.NoFileExists(t, path+"-wal")
	})
}

func TestOpenSQLiteRefusesWhatIsNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "text.db")
	require.NoError(t, os.WriteFile(path, []byte("this is a text and no database at all"), 0o600))
	_, err := db.OpenSQLite(t.Context(), path)
	require.ErrorContains(t, err, path)
	_, err = db.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "no", "folder.db"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestOpenSQLiteIsForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ?#%41 b.db")
	d, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, db.Migrate(t.Context(), d, people))
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode(), file)
	}
	require.NoError(t, d.Close())
	require.NoFileExists(t, path+"-wal", "closing folds the log into the file")
	require.NoError(t, d.Close(), "closing twice does no harm")
}

package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

const crashFile = "HEARTH_TEST_CRASH_FILE"

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled commits with many callers at once and prints what was acknowledged.
func writeUntilKilled(path string) error {
	ctx := context.Background()
	d, err := db.OpenSQLite(ctx, path)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, d, people); err != nil {
		return err
	}
	var last atomic.Int64
	errs := together(16, func(int) error {
		for {
			number := fmt.Sprintf("%08d", last.Add(1))
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := add(ctx, tx, number); err != nil {
					return err
				}
				return add(ctx, tx, number+" too")
			})
			if err != nil {
				return err
			}
			if _, err := os.Stdout.WriteString(number + "\n"); err != nil {
				return err
			}
		}
	})
	return errs[0]
}

func TestKillLosesNothingThatWasAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crash.db")
	for round := range 3 {
		acknowledged := killAfter(t, path, 200*(round+1))
		require.NoError(t, db.CheckSQLite(t.Context(), path))
		d, err := db.OpenSQLite(t.Context(), path)
		require.NoError(t, err)
		kept := map[string]bool{}
		for _, number := range numbers(t, d) {
			kept[number] = true
		}
		for _, number := range acknowledged {
			require.True(t, kept[number], "%s was acknowledged and is lost", number)
		}
		for number := range kept {
			require.True(t, kept[strings.TrimSuffix(number, " too")+" too"], "half of %s is there", number)
		}
		require.NoError(t, in(t, d, "DELETE FROM person"))
		require.NoError(t, d.Close())
	}
}

// killAfter runs the writer, kills it after that many acknowledgements and returns all that it gave.
func killAfter(t *testing.T, path string, acknowledgements int) []string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), crashFile+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var heard []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		heard = append(heard, lines.Text())
		if len(heard) == acknowledgements {
			require.NoError(t, cmd.Process.Kill())
		}
	}
	require.ErrorContains(t, cmd.Wait(), "killed")
	require.GreaterOrEqual(t, len(heard), acknowledgements)
	return heard
}

package ledger_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// planted are mistakes that somebody could make: in a file, what is there, and what they would write in its place.
var planted = map[string]struct{ file, right, wrong string }{
	"accounts are not locked": {
		"load.go", `forUpdate, forShare = " FOR UPDATE OF b", " FOR SHARE"`, `forUpdate, forShare = "", ""`,
	},
	"an account gives what it has not": {
		"../../domain/ledger/book.go", "is available again by now.\n\t\tif !debit.Overdraft", "is available again by now.\n\t\tif false && !debit.Overdraft",
	},
	"a hold is captured twice": {
		"../../domain/ledger/book.go", "case settled:\n\t\treturn origin, ErrHoldSettled", "case settled && t.Kind == Void:\n\t\treturn origin, ErrHoldSettled",
	},
	"what a hold announces stays": {
		"../../domain/ledger/book.go", "\t\tcredit.Balance.Expected -= held\n", "",
	},
	"of a posting that is refused a half stays": {
		"../../domain/ledger/book.go", "s.debit.Balance, s.credit.Balance = s.debited, s.credited", "s.debit.Balance = s.debited",
	},
}

// TestPlantedBugsAreFound has many writers post by a program with a mistake in it. It compiles that program for each, so only make soak runs it.
func TestPlantedBugsAreFound(t *testing.T) {
	if os.Getenv("HEARTH_SOAK") == "" {
		t.Skip("HEARTH_SOAK=1 compiles the ledger with each of these mistakes")
	}
	for name, bug := range planted {
		t.Run(name, func(t *testing.T) {
			if bug.file == "load.go" && !slices.Contains(testkit.Engines(t), db.Postgres) {
				t.Skip("SQLite has one writer at a time")
			}
			source, err := filepath.Abs(bug.file)
			require.NoError(t, err)
			text, err := os.ReadFile(source)
			require.NoError(t, err)
			require.Equal(t, 1, strings.Count(string(text), bug.right), "what is to be spoilt is there once")
			folder := t.TempDir()
			spoilt, overlay := filepath.Join(folder, "spoilt.go"), filepath.Join(folder, "overlay.json")
			require.NoError(t, os.WriteFile(spoilt, []byte(strings.Replace(string(text), bug.right, bug.wrong, 1)), 0o600))
			list, err := json.Marshal(map[string]map[string]string{"Replace": {source: spoilt}})
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(overlay, list, 0o600))

			cmd := exec.CommandContext(t.Context(), "go", "test", "-vet=off", "-count=1", "-overlay", overlay, "-run", "^TestManyWriters$", ".")
			cmd.Env = append(os.Environ(), "HEARTH_SOAK=") // a few seconds of it
			said, err := cmd.CombinedOutput()
			require.Error(t, err, "nobody found it:\n%s", said)
			require.Contains(t, string(said), "--- FAIL: TestManyWriters", "it does not even compile")
		})
	}
}

package incentive_test

import (
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var transactions = regexp.MustCompile(`tps = ([0-9.]+) `)

// pgbench is PostgreSQL's own bank: a transaction updates an account, a teller and a branch, and keeps a row; by 16 clients at scale 16, so that no
// two of them need the same branch. It says its own figure.
func pgbench(b *testing.B) {
	program, err := exec.LookPath("pgbench")
	if err != nil {
		b.Skip("no pgbench here")
	}
	url := testkit.Postgres(b)
	out, err := exec.CommandContext(b.Context(), program, "--initialize", "--scale=16", "--quiet", url).CombinedOutput()
	require.NoError(b, err, "%s", out)
	b.ResetTimer()
	out, err = exec.CommandContext(b.Context(), program, "--client=16", "--jobs=2", "--time=5", "--no-vacuum", url).CombinedOutput()
	require.NoError(b, err, "%s", out)
	found := transactions.FindSubmatch(out)
	require.Len(b, found, 2, "%s", out)
	rate, err := strconv.ParseFloat(string(found[1]), 64)
	require.NoError(b, err)
	b.ReportMetric(rate, "postings/s")
}

// bareTransfers keeps as many rows and two sums for each, 64 transfers a commit, with nothing of Hearth's.
func bareTransfers(b *testing.B) {
	pool := testkit.Bare(b, db.SQLite, 1)
	for _, statement := range []string{
		`CREATE TABLE balance (account INTEGER PRIMARY KEY, posted INTEGER NOT NULL)`,
		`CREATE TABLE transfer (id BLOB PRIMARY KEY, debit INTEGER, credit INTEGER, amount INTEGER, at INTEGER, source TEXT) WITHOUT ROWID`,
		`CREATE INDEX transfer_debit ON transfer (debit, at)`, `CREATE INDEX transfer_credit ON transfer (credit, at)`,
	} {
		_, err := pool.Exec(statement)
		require.NoError(b, err)
	}
	for n := range benchAccounts {
		_, err := pool.Exec(`INSERT INTO balance VALUES ($1, 0)`, n)
		require.NoError(b, err)
	}
	b.ResetTimer()
	for done := 0; done < b.N; {
		tx, err := pool.Begin()
		require.NoError(b, err)
		for n := done; n < min(done+postersAtOnce, b.N); n++ {
			id, err := uuid.NewV7()
			require.NoError(b, err)
			debit, credit := n%benchAccounts, (n*7+1)%benchAccounts
			_, err = tx.Exec(`INSERT INTO transfer VALUES ($1, $2, $3, 1, $4, $5)`, id[:], debit, credit, time.Now().UnixMicro(), "recognitions/"+id.String())
			require.NoError(b, err)
			_, err = tx.Exec(`UPDATE balance SET posted = posted + CASE account WHEN $1 THEN -1 ELSE 1 END WHERE account IN ($1, $2)`, debit, credit)
			require.NoError(b, err)
		}
		require.NoError(b, tx.Commit())
		done += postersAtOnce
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "postings/s")
}

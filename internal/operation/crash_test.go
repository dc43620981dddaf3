package operation_test

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/testkit"
)

const (
	childDatabase = "HEARTH_TEST_OPERATION_DATABASE"
	childClock    = "HEARTH_TEST_OPERATION_CLOCK"
	childSteps    = 400
)

func openDatabase(ctx context.Context, address string) (*db.DB, error) {
	if strings.HasPrefix(address, "postgres") {
		return db.OpenPostgres(ctx, address)
	}
	return db.OpenSQLite(ctx, address)
}

// TestMain runs the tests, or a process that works until it is killed.
func TestMain(m *testing.M) {
	if address := os.Getenv(childDatabase); address != "" {
		work(address)
	}
	os.Exit(m.Run())
}

// work tells each step that is durable.
func work(address string) {
	ctx := context.Background()
	d, err := openDatabase(ctx, address)
	if err != nil {
		panic(err)
	}
	ahead, err := time.ParseDuration(os.Getenv(childClock))
	if err != nil {
		panic(err)
	}
	clock := func() time.Time { return time.Now().Add(ahead) }
	handler := func(ctx context.Context, task *operation.Task) (proto.Message, error) {
		for n := done(task) + 1; n <= childSteps; n++ {
			if err := step(ctx, d, task, n, childSteps); err != nil {
				return nil, err
			}
			os.Stdout.WriteString(strconv.FormatInt(n, 10) + "\n")
		}
		return nil, nil
	}
	runner := operation.NewRunner(d, clock, slog.New(slog.DiscardHandler), map[string]operation.Handler{"steps": handler})
	panic(runner.Run(ctx))
}

func TestWorkGoesOnAfterAKill(t *testing.T) {
	rounds := 4
	if os.Getenv("HEARTH_SOAK") != "" {
		rounds = 40
	}
	for _, engine := range testkit.Engines(t) {
		t.Run(engine.String(), func(t *testing.T) {
			address := filepath.Join(t.TempDir(), "hearth.db")
			if engine == db.Postgres {
				address = testkit.Postgres(t)
			}
			d, err := openDatabase(t.Context(), address)
			require.NoError(t, err)
			defer func() { require.NoError(t, d.Close()) }()
			require.NoError(t, db.Migrate(t.Context(), d, operation.Migrations(), steps))
			var id string
			require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
				id, err = operation.Start(ctx, tx, time.Now(), "steps", nil)
				return err
			}))
			told := int64(0)
			for round := range rounds {
				// The lease of the one that was killed is over for the next.
				told = killAfter(t, address, time.Duration(round)*time.Minute, told+int64(childSteps/2/rounds))
				kept := stepsOf(t, d, id)
				require.Equal(t, upTo(int64(len(kept))), kept, "each step once")
				require.GreaterOrEqual(t, int64(len(kept)), told, "nothing that was told is lost")
				found, err := operation.Get(t.Context(), d.Read(), model.Everything(), id)
				require.NoError(t, err)
				require.Equal(t, int64(len(kept)), found.GetProgress())
			}
			killAfter(t, address, time.Duration(rounds)*time.Minute, childSteps)
			require.Equal(t, upTo(childSteps), stepsOf(t, d, id))
		})
	}
}

// killAfter runs a process that works on the database, kills it once it has told of a step, and returns the last one that it told of.
func killAfter(t *testing.T, address string, ahead time.Duration, at int64) int64 {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDatabase+"="+address, childClock+"="+ahead.String())
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var told int64
	for lines := bufio.NewScanner(out); lines.Scan(); {
		told, err = strconv.ParseInt(lines.Text(), 10, 64)
		require.NoError(t, err)
		if told == at {
			require.NoError(t, cmd.Process.Kill())
		}
	}
	require.Error(t, cmd.Wait(), "killed")
	require.GreaterOrEqual(t, told, at)
	return told
}

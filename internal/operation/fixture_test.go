package operation_test

import (
	"context"
	"encoding/binary"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// steps is the table on which the handlers of the tests have their effect. Nothing keeps a step from standing there twice.
var steps = db.Set{Name: "steps", FS: fstest.MapFS{"0001_step.sql": {Data: []byte(`-- +goose Up
CREATE TABLE step (
	seq       IDENTITY PRIMARY KEY,
	operation TEXT NOT NULL,
	number    BIGINT NOT NULL
) STRICT;
`)}}}

// bench is a database with tasks and a clock that the test moves.
type bench struct {
	t     *testing.T
	db    *db.DB
	clock *testkit.Clock
	log   *testkit.Logs
}

func eachEngine(t *testing.T, fn func(b *bench)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		fn(&bench{t: t, db: d, clock: testkit.NewClock(), log: &testkit.Logs{}})
	}, operation.Migrations(), steps)
}

func (b *bench) runner(handler operation.Handler) *operation.Runner {
	return operation.NewRunner(b.db, b.clock.Now, b.log.Logger(), map[string]operation.Handler{"steps": handler})
}

func (b *bench) start(kind string, input ...byte) string {
	var id string
	require.NoError(b.t, b.db.Tx(b.t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		id, err = operation.Start(ctx, tx, b.clock.Now(), kind, input)
		return err
	}))
	return id
}

func (b *bench) get(id string) *typev1.Operation {
	b.t.Helper()
	found, err := operation.Get(b.t.Context(), b.db.Read(), model.Everything(), id)
	require.NoError(b.t, err)
	return found
}

// once runs what is due and wants something to be, or nothing.
func (b *bench) once(r *operation.Runner, want bool) {
	b.t.Helper()
	ran, err := r.Once(b.t.Context())
	require.NoError(b.t, err)
	require.Equal(b.t, want, ran)
}

// run runs the runner beside the test, to its end.
func (b *bench) run(r *operation.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(b.t, <-ended)
	})
	b.t.Cleanup(stop)
	return stop
}

func (b *bench) eventually(what func() bool) {
	b.t.Helper()
	require.Eventually(b.t, what, 30*time.Second, 2*time.Millisecond)
}

// step does step n of total: its effect and its checkpoint in one transaction.
func step(ctx context.Context, d *db.DB, t *operation.Task, n, total int64) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO step (operation, number) VALUES ($1, $2)", t.ID, n); err != nil {
			return err
		}
		return t.Save(ctx, tx, binary.AppendVarint(nil, n), n, total)
	})
}

// done is the number of the last step that the checkpoint knows.
func done(t *operation.Task) int64 {
	n, _ := binary.Varint(t.Checkpoint)
	return n
}

// stepping does as many steps as the input says and answers with their number.
func (b *bench) stepping(ctx context.Context, t *operation.Task) (proto.Message, error) {
	return walk(ctx, b.db, t, int64(t.Input[0]))
}

func walk(ctx context.Context, d *db.DB, t *operation.Task, total int64) (proto.Message, error) {
	for n := done(t) + 1; n <= total; n++ {
		if err := step(ctx, d, t, n, total); err != nil {
			return nil, err
		}
	}
	return wrapperspb.Int64(total), nil
}

// steps are the numbers of the steps of an operation, in the order in which they were done.
func (b *bench) steps(id string) []int64 { return stepsOf(b.t, b.db, id) }

func stepsOf(t *testing.T, d *db.DB, id string) []int64 {
	t.Helper()
	rows, err := d.Read().QueryContext(t.Context(), "SELECT number FROM step WHERE operation = $1 ORDER BY seq", id)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	var numbers []int64
	for rows.Next() {
		var number int64
		require.NoError(t, rows.Scan(&number))
		numbers = append(numbers, number)
	}
	require.NoError(t, rows.Err())
	return numbers
}

func upTo(n int64) []int64 {
	numbers := make([]int64, n)
	for i := range numbers {
		numbers[i] = int64(i) + 1
	}
	return numbers
}

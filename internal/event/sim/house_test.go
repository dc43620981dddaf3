package sim_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// The business of the two services: what the one made true, and what the other made of the events.
var (
	madeSet = db.Set{Name: "made", FS: fstest.MapFS{"0001_made.sql": {Data: []byte(`-- +goose Up
CREATE TABLE fact (number BIGINT PRIMARY KEY) STRICT;
CREATE TABLE person (name TEXT PRIMARY KEY, version BIGINT NOT NULL) STRICT;
CREATE TABLE relay_cursor (seq BIGINT NOT NULL) STRICT;
`)}}}
	appliedSet = db.Set{Name: "applied", FS: fstest.MapFS{"0001_applied.sql": {Data: []byte(`-- +goose Up
CREATE TABLE fact (seq IDENTITY PRIMARY KEY, number BIGINT NOT NULL) STRICT;
CREATE TABLE person (name TEXT PRIMARY KEY, version BIGINT NOT NULL) STRICT;
`)}}}
)

// stage are the two databases, which all runs of a test share one after the other.
type stage struct{ from, to *db.DB }

func newStage(t *testing.T) stage {
	t.Helper()
	open := func(name string, sets ...db.Set) *db.DB {
		d, err := db.OpenSQLite(t.Context(), filepath.Join(memory(t), name))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, d.Close()) })
		require.NoError(t, db.Migrate(t.Context(), d, sets...))
		return d
	}
	return stage{open("from.db", event.Migrations(), madeSet), open("to.db", event.Migrations(), appliedSet)}
}

// memory is a folder without a disk behind it where there is one: crashes here are of processes, not of machines.
func memory(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "hearth-sim-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func (s stage) clear(t *testing.T) {
	t.Helper()
	for d, tables := range map[*db.DB][]string{
		s.from: {"event_outbox", "fact", "person", "relay_cursor"},
		s.to:   {"event_inbox", "event_dead", "event_consumer", "fact", "person"},
	} {
		d.SetFault(nil)
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for _, table := range tables {
				if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// produce is one process of the emitting service: transactions that take their numbers early and commit late, as a
// sequence of PostgreSQL has it. Some of them fail.
func (w *world) produce(ctx context.Context) {
	emitter := event.NewEmitter("directory", w.clock, func() {})
	for !w.calm && w.alive() == nil {
		count := 1 + w.dice.IntN(3)
		first := w.seq + 1
		w.seq += int64(count)
		w.step(fmt.Sprintf("has the numbers %d to %d", first, w.seq))
		err := w.from.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			var last int64
			if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM event_outbox").Scan(&last); err != nil {
				return err
			}
			drafts := make([]event.Draft, count)
			for i := range drafts {
				draft, err := w.happen(ctx, tx)
				if err != nil {
					return err
				}
				drafts[i] = draft
			}
			if err := emitter.Emit(ctx, tx, drafts...); err != nil {
				return err
			}
			for i := count - 1; i >= 0; i-- {
				if _, err := tx.ExecContext(ctx, "UPDATE event_outbox SET seq = $1 WHERE seq = $2", first+int64(i), last+1+int64(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errDead) && !errors.Is(err, errUndo) {
			w.note("producer: %v", err)
		}
	}
}

// happen makes something true and drafts its event.
func (w *world) happen(ctx context.Context, tx *db.Tx) (event.Draft, error) {
	if w.dice.IntN(2) == 0 {
		w.facts++
		number := strconv.Itoa(w.facts)
		_, err := tx.ExecContext(ctx, "INSERT INTO fact (number) VALUES ($1)", w.facts)
		return event.NewFact("facts/"+number, &directoryv1.PersonLeft{Person: number}), err
	}
	name := string(rune('A' + w.dice.IntN(3)))
	var version int64
	err := tx.QueryRowContext(ctx, `INSERT INTO person (name, version) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET version = person.version + 1 RETURNING version`, name).Scan(&version)
	return event.NewState(name, version, &directoryv1.PersonChanged{Person: &directoryv1.RosterPerson{Person: name}}), err
}

// consumer is what the other service makes of the events. Some of its attempts fail.
func (w *world) consumer() event.Consumer {
	fail := func() error {
		if !w.calm && w.dice.IntN(12) == 0 {
			w.note("handler fails")
			return errors.New("the handler fails")
		}
		return nil
	}
	return event.Consumer{Name: "test", Handlers: []event.Handler{
		event.OnFact(func(ctx context.Context, tx *db.Tx, _ event.Envelope, msg *directoryv1.PersonLeft) error {
			number, err := strconv.Atoi(msg.GetPerson())
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO fact (number) VALUES ($1)", number); err != nil {
				return err
			}
			return fail()
		}),
		event.OnState(func(ctx context.Context, tx *db.Tx, version int64, msg *directoryv1.PersonChanged) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO person (name, version) VALUES ($1, $2)
				ON CONFLICT (name) DO UPDATE SET version = excluded.version WHERE person.version < excluded.version`, msg.GetPerson().GetPerson(), version)
			if err != nil {
				return err
			}
			return fail()
		}),
	}}
}

func (w *world) options() event.Options {
	return event.Options{Clock: w.clock, Log: slog.New(slog.DiscardHandler)}
}

func (w *world) subscribe(ctx context.Context) (event.Feed, error) {
	return w.bus.Subscribe(ctx, event.Subscription{Durable: "survey-test", Service: "directory",
		Subjects: []string{"hearth.directory.v1.person.left", "hearth.directory.v1.person.changed"}})
}

// consume is one process of the receiving service.
func (w *world) consume(ctx context.Context, turn turn) {
	runner := event.NewRunner(w.to, w.bus, "survey", []event.Consumer{w.consumer()}, w.options())
	for !w.calm && w.alive() == nil {
		feed, err := w.subscribe(ctx)
		if err != nil {
			w.step("subscription refused")
			continue
		}
		for !w.calm && w.alive() == nil {
			if !w.fetch(ctx, runner, feed, turn) {
				w.step("nothing to consume")
			}
		}
	}
}

// fetch handles a batch, if there is one.
func (w *world) fetch(ctx context.Context, runner *event.Runner, feed event.Feed, turn turn) bool {
	batch, err := sim.Try(feed, 1+w.dice.IntN(5))
	if err != nil || len(batch) == 0 {
		return false
	}
	for i, message := range batch {
		batch[i] = wiredMessage{message, w}
	}
	if err := turn(ctx, w, runner, batch); err != nil {
		w.note("turn: %v", err)
	}
	return true
}

// drain relays and consumes in calm until nothing is left to do.
func (w *world) drain(ctx context.Context, v variant) error {
	w.bus.Calm()
	runner := event.NewRunner(w.to, w.bus, "survey", []event.Consumer{w.consumer()}, w.options())
	feed, err := w.subscribe(ctx)
	if err != nil {
		return err
	}
	for round, idle := 0, 0; idle < 2; round++ {
		if round == 500 {
			return errors.New("it never comes to rest")
		}
		w.now = w.now.Add(relayLeaseAndMore)
		published, err := v.relay(w)(ctx)
		if err != nil {
			return err
		}
		consumed := w.fetch(ctx, runner, feed, v.turn)
		if idle++; published > 0 || consumed {
			idle = 0
		}
	}
	letters, err := event.Dead(ctx, w.to.Read())
	if err != nil {
		return err
	}
	for _, letter := range letters {
		if _, err := event.RetryDead(ctx, w.to, letter.Number); err != nil {
			return err
		}
	}
	return runner.RetryRound(ctx)
}

// violation compares what was made true with what became of it; "" where all is well.
func (w *world) violation(t *testing.T) string {
	t.Helper()
	made, applied := numbers(t, w.from), numbers(t, w.to)
	for number, times := range made {
		if applied[number] != times {
			return fmt.Sprintf("fact %d is committed and was applied %d times", number, applied[number])
		}
	}
	for number := range applied {
		if made[number] == 0 {
			return fmt.Sprintf("fact %d was applied and never committed", number)
		}
	}
	truth, projection := versions(t, w.from), versions(t, w.to)
	for name, version := range truth {
		if projection[name] != version {
			return fmt.Sprintf("%s is at version %d and its projection at %d", name, version, projection[name])
		}
	}
	return ""
}

func numbers(t *testing.T, d *db.DB) map[int]int {
	t.Helper()
	found := map[int]int{}
	each(t, d, "SELECT number FROM fact ORDER BY number", func(rows *sql.Rows) error {
		var number int
		err := rows.Scan(&number)
		found[number]++
		return err
	})
	return found
}

func versions(t *testing.T, d *db.DB) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	each(t, d, "SELECT name, version FROM person", func(rows *sql.Rows) error {
		var name string
		var version int64
		err := rows.Scan(&name, &version)
		found[name] = version
		return err
	})
	return found
}

func each(t *testing.T, d *db.DB, query string, row func(*sql.Rows) error) {
	t.Helper()
	rows, err := d.Read().QueryContext(t.Context(), query)
	require.NoError(t, err)
	for rows.Next() {
		require.NoError(t, row(rows))
	}
	require.NoError(t, rows.Err())
	require.NoError(t, rows.Close())
}

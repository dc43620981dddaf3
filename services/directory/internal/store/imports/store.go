// Package imports keeps the files of other systems while they are brought in, and what became of their rows.
package imports

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Kind is the kind of the operations that bring a file in.
const Kind = "people.import"

const (
	// uploading is how long an upload may take before its rows are swept away.
	uploading = 24 * time.Hour
	// kept is how long the results of an import can be read.
	kept = 30 * 24 * time.Hour
)

// Reader reads what is kept, within a transaction or without one.
type Reader struct{ q db.Querier }

// NewReader is a Reader over what is committed, or over a transaction.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store also changes it, within one transaction.
type Store struct {
	Reader
	tx *db.Tx
}

// New is the Store of a transaction.
func New(tx *db.Tx) Store { return Store{Reader{tx}, tx} }

var (
	_ domain.Reader = Reader{}
	_ domain.Store  = Store{}
)

// Open begins an upload. What is left of uploads that nobody finished goes, and so do results that are too old.
func (s Store) Open(ctx context.Context, options domain.Options, now time.Time) (string, error) {
	if err := s.sweep(ctx, now); err != nil {
		return "", err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	_, err = s.tx.ExecContext(ctx, "INSERT INTO import (id, source, options, rows, running, create_time) VALUES ($1, $2, $3, 0, FALSE, $4)",
		id.String(), options.Source, db.JSON(options), db.Micros(now))
	return id.String(), err
}

func (s Store) sweep(ctx context.Context, now time.Time) error {
	old, err := db.All(ctx, s.tx, db.Column[string],
		"SELECT id FROM import WHERE NOT running AND (operation IS NULL AND create_time < $1 OR create_time < $2)",
		db.Micros(now.Add(-uploading)), db.Micros(now.Add(-kept)))
	if err != nil {
		return err
	}
	for _, id := range old {
		if err := s.drop(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// DropUpload removes an upload unless an import has it.
func (s Store) DropUpload(ctx context.Context, id string) error {
	var staged bool
	err := s.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM import WHERE id = $1 AND operation IS NULL)", id).Scan(&staged)
	if err != nil || !staged {
		return err
	}
	return s.drop(ctx, id)
}

// drop removes an import with its rows and results.
func (s Store) drop(ctx context.Context, id string) error {
	for _, table := range []string{"import_row WHERE import", "import_result WHERE import", "import WHERE id"} {
		if _, err := s.tx.ExecContext(ctx, "DELETE FROM "+table+" = $1", id); err != nil {
			return err
		}
	}
	return nil
}

// Add stages rows.
func (s Store) Add(ctx context.Context, id string, rows []domain.Row) error {
	values := make([][]any, len(rows))
	for i, row := range rows {
		values[i] = []any{id, row.Seq, row.Unit, row.Body}
	}
	return tables.Insert(ctx, s.tx, "INSERT INTO import_row (import, seq, unit, body)", values, "")
}

// CheckFree refuses a source of which an import is running.
func (r Reader) CheckFree(ctx context.Context, source string) error {
	var busy bool
	err := r.q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM import WHERE source = $1 AND running)", source).Scan(&busy)
	if err == nil && busy {
		err = domain.ErrRunning
	}
	return err
}

// running is what keeps a second import of a source from starting.
var running = db.Unique{"import(source)": domain.ErrRunning}

// Begin starts the operation of an upload that is complete. One import of a source runs at a time.
func (s Store) Begin(ctx context.Context, id string, rows int64, digest []byte, now time.Time) (operationID string, err error) {
	var source string
	if err := s.tx.QueryRowContext(ctx, "SELECT source FROM import WHERE id = $1", id).Scan(&source); err != nil {
		return "", db.Found(err) // swept away: it took too long
	}
	if err := s.release(ctx, source); err != nil {
		return "", err
	}
	if err := s.CheckFree(ctx, source); err != nil {
		return "", err
	}
	operationID, err = operation.Start(ctx, s.tx, now, Kind, nil)
	if err != nil {
		return "", err
	}
	_, err = s.tx.ExecContext(ctx, "UPDATE import SET operation = $2, rows = $3, digest = $4, running = TRUE WHERE id = $1", id, operationID, rows, digest)
	return operationID, running.Explain(err)
}

// release frees a source whose last import's operation ended without the import's own doing, as a defect can make it.
func (s Store) release(ctx context.Context, source string) error {
	var id, operationID string
	err := s.tx.QueryRowContext(ctx, "SELECT id, operation FROM import WHERE source = $1 AND running", source).Scan(&id, &operationID)
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	found, err := operation.Get(ctx, s.tx, model.Everything(), operationID)
	if err == nil && !found.GetDone() {
		return nil
	}
	if err != nil && !errors.Is(err, model.ErrNotFound) {
		return err
	}
	return s.Finish(ctx, id)
}

// Finish ends an import: its rows go, its results stay.
func (s Store) Finish(ctx context.Context, id string) error {
	if _, err := s.tx.ExecContext(ctx, "DELETE FROM import_row WHERE import = $1", id); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, "UPDATE import SET running = FALSE WHERE id = $1", id)
	return err
}

// ByOperation reads the import of an operation.
func (r Reader) ByOperation(ctx context.Context, operationID string) (domain.File, error) {
	var found domain.File
	var options string
	var created int64
	err := r.q.QueryRowContext(ctx, "SELECT id, options, rows, digest, create_time FROM import WHERE operation = $1", operationID).
		Scan(&found.ID, &options, &found.Rows, &found.Digest, &created)
	if err != nil {
		return domain.File{}, db.Found(err)
	}
	found.CreateTime = db.FromMicros(created)
	return found, json.Unmarshal([]byte(options), &found.Options)
}

// Rows reads the staged rows of units or of people, in their order.
func (r Reader) Rows(ctx context.Context, id string, units bool, take func(seq int64, body []byte) error) error {
	rows, err := r.q.QueryContext(ctx, "SELECT seq, body FROM import_row WHERE import = $1 AND unit = $2 ORDER BY seq", id, units)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var seq int64
		var body sql.RawBytes
		if err := rows.Scan(&seq, &body); err != nil {
			return err
		}
		if err := take(seq, body); err != nil {
			return err
		}
	}
	return rows.Err()
}

package imports

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// File is a file of another system, complete or on its way.
type File struct {
	ID      string
	Options Options
	// Rows is how many there are; Digest their SHA-256.
	Rows       int64
	Digest     []byte
	CreateTime time.Time
}

// Row is a staged row: the bytes of the contract's PersonRow or UnitRow. Seq counts from 1, as sent.
type Row struct {
	Seq  int64
	Unit bool
	Body []byte
}

// Result is what became of a row of units or of people.
type Result struct {
	source.Result
	Unit bool
}

// Reader reads files and what became of their rows. What does not exist is model.ErrNotFound.
type Reader interface {
	// CheckFree is ErrRunning while an import of the source is running.
	CheckFree(ctx context.Context, source string) error
	// ByOperation reads the file that an operation brings in.
	ByOperation(ctx context.Context, operation string) (File, error)
	// Results lists what became of rows with some outcomes, in the rows' order, one more than a page.
	Results(ctx context.Context, file File, list model.List, outcomes []source.Outcome) ([]Result, error)
}

// Store keeps files on their way, within a transaction.
type Store interface {
	Reader
	// Open begins an upload.
	Open(ctx context.Context, options Options, now time.Time) (id string, err error)
	// Add stages rows.
	Add(ctx context.Context, id string, rows []Row) error
	// Begin starts the operation of an upload that is complete; ErrRunning while another import of its source is running.
	Begin(ctx context.Context, id string, rows int64, digest []byte, now time.Time) (operation string, err error)
	// DropUpload removes an upload unless an import has it.
	DropUpload(ctx context.Context, id string) error
}

package people

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Reader reads people. Who does not exist is model.ErrNotFound.
type Reader interface {
	// Person reads one, be they erased.
	Person(ctx context.Context, id string) (Person, error)
	// People lists the people within the scope, one more than a page.
	People(ctx context.Context, scope model.Scope, list model.List, which Wanted) ([]Person, error)
	// Tree reads the units named and all above them; nil reads all units.
	Tree(ctx context.Context, units []string) (Tree, error)
}

// Store reads and writes people within a transaction.
type Store interface {
	Reader
	// Turn waits until no other writer of the directory is under way, since the rules span rows. It counts the writes.
	Turn(ctx context.Context) (int64, error)
	// Chains reads who manages the people named, and who manages those, and so on; nil reads everybody's.
	Chains(ctx context.Context, people []string) (Chains, error)
	// Save inserts people of version 1 and updates all others. A number or an external id that is taken is model.ErrAlreadyExists.
	Save(ctx context.Context, people []Person) error
	// Spare refuses with LAST_ADMIN that people go of whom one is the last administrator of the installation.
	Spare(ctx context.Context, now time.Time, going []string) error
	// Record hands on what happened, in the same transaction.
	Record(ctx context.Context, facts ...model.Fact) error
}

// Everybody reads all people, whoever asks having the whole installation; else model.ErrPermissionDenied.
type Everybody interface {
	// Next reads so many that follow an id, the erased among them, in the order of their ids.
	Next(ctx context.Context, scope model.Scope, after string, most int) ([]Person, error)
}

// Wanted narrows a list of people beyond its filter.
type Wanted struct {
	// Now gives everybody their day, which decides what the scope reaches. AsOf is the day of the placement and the state that are shown
	// and filtered by; model.NoDay for everybody's own.
	Now  time.Time
	AsOf model.Day
	// Left brings those, too, who have left.
	Left bool
	// UpdatedAfter brings only who changed after the instant, leavers and the erased among them; zero for everybody.
	UpdatedAfter time.Time
}

// Tree are units by id.
type Tree map[string]Node

// Node is a unit as far as people need it.
type Node struct {
	Parent   string
	Archived bool
	// Zone is that of the unit's own site; nil where it has none.
	Zone *time.Location
}

// Path is the unit and all above it; empty for a unit that does not exist.
func (t Tree) Path(unit string) []string {
	var path []string
	for node, ok := t[unit]; ok && len(path) <= len(t); node, ok = t[unit] {
		path = append(path, unit)
		unit = node.Parent
	}
	return path
}

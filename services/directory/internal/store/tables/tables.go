// Package tables holds what the directory's stores do alike with the tables that they share: taking turns, the tree of units, and the
// ids of other systems.
package tables

import (
	"context"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// Turn waits until no other writer of the directory is under way, and counts the writes.
func Turn(ctx context.Context, tx *db.Tx) (writes int64, err error) {
	err = tx.QueryRowContext(ctx, "UPDATE turn SET writes = writes + 1 WHERE id = 1 RETURNING writes").Scan(&writes)
	return writes, err
}

// Writes is the count of writes as a reader sees it.
func Writes(ctx context.Context, q db.Querier) (writes int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT writes FROM turn WHERE id = 1").Scan(&writes)
	return writes, err
}

// taken is what stands for one resource alone.
var taken = db.Unique{
	"person(employer, number)":      model.ErrAlreadyExists.With("field", "number"),
	"external_id(kind, source, id)": model.ErrAlreadyExists.With("field", "external_ids"),
}

// Insert is db.Insert that refuses a number or an external id that is taken.
func Insert(ctx context.Context, tx *db.Tx, head string, rows [][]any, tail string) error {
	return taken.Explain(db.Insert(ctx, tx, head, rows, tail))
}

// Args makes arguments of texts.
func Args(texts []string) []any {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return args
}

// Storable leaves out what no row can hold, as rows of other systems may: a text with a NUL character, for which one engine has an error.
// The list is never nil.
func Storable(texts []string) []string {
	return slices.DeleteFunc(append([]string{}, texts...), func(text string) bool { return strings.ContainsRune(text, 0) })
}

// Null is the text, or NULL for the empty one.
func Null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// Take takes the conditions over a field out of a listing.
func Take(list *model.List, field string) (taken []model.Condition) {
	var kept []model.Condition
	for _, condition := range list.Conditions {
		if condition.Field == field {
			taken = append(taken, condition)
		} else {
			kept = append(kept, condition)
		}
	}
	list.Conditions = kept
	return taken
}

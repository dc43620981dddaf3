package event

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
)

// Projection is a table that keeps the newest known state of each aggregate, in whatever order the states come: by events, again, or in a
// snapshot. The table has the columns Key, unique, and version, and those that are named here.
type Projection[S any] struct {
	Table, Key string
	Columns    []string
	// Row is a state's id and version, which counts from 1, and the values of the columns.
	Row func(state S) (id string, version int64, values []any)
}

// Final is a version that nothing is newer than: that of an aggregate which must stay as it is, such as somebody who was erased.
const Final = math.MaxInt64

// Keep writes the states that are newer than what is kept, of several of one aggregate the newest. It returns those that it wrote, each
// set in the order of their ids: fresh are the first of their aggregates, changed have replaced older ones. They are
// written by a statement for each set: give it few at a time.
func (p Projection[S]) Keep(ctx context.Context, tx *db.Tx, states ...S) (fresh, changed []S, err error) {
	news := p.newest(states)
	// Apart from the others, so that what hangs on a row needs to be cleared for those alone that had one.
	if fresh, err = p.write(ctx, tx, news, `DO NOTHING`); err != nil {
		return nil, nil, err
	}
	first := make(map[string]bool, len(fresh))
	for _, state := range fresh {
		first[p.id(state)] = true
	}
	old := slices.DeleteFunc(slices.Clone(news), func(state S) bool { return first[p.id(state)] })
	replace := []string{"version = excluded.version"}
	for _, column := range p.Columns {
		replace = append(replace, column+" = excluded."+column)
	}
	changed, err = p.write(ctx, tx, old, `(`+p.Key+`) DO UPDATE SET `+strings.Join(replace, ", ")+
		` WHERE `+p.Table+`.version < excluded.version`)
	return fresh, changed, err
}

// newest sorts by id, so that two writers lock rows in one order, and keeps the newest version of each.
func (p Projection[S]) newest(states []S) []S {
	sorted := slices.SortedStableFunc(slices.Values(states), func(a, b S) int {
		idA, versionA, _ := p.Row(a)
		idB, versionB, _ := p.Row(b)
		return cmp.Or(cmp.Compare(idA, idB), cmp.Compare(versionB, versionA))
	})
	return slices.CompactFunc(sorted, func(a, b S) bool { return p.id(a) == p.id(b) })
}

func (p Projection[S]) id(state S) string {
	id, _, _ := p.Row(state)
	return id
}

// write returns the states that the database took.
func (p Projection[S]) write(ctx context.Context, tx *db.Tx, states []S, onConflict string) ([]S, error) {
	if len(states) == 0 {
		return nil, nil
	}
	var args []any
	var rows []string
	for _, state := range states {
		id, version, values := p.Row(state)
		rows = append(rows, db.In(len(args)+1, 2+len(values)))
		args = append(append(args, id, version), values...)
	}
	written, err := db.All(ctx, tx, db.Column[string], `INSERT INTO `+p.Table+` (`+strings.Join(append([]string{p.Key, "version"}, p.Columns...), ", ")+`) VALUES `+
		strings.Join(rows, ",")+` ON CONFLICT `+onConflict+` RETURNING `+p.Key, args...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(states), func(state S) bool { return !slices.Contains(written, p.id(state)) }), nil
}

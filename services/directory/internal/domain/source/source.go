// Package source holds what other systems bring: the ids by which they name our resources, and what became of the rows they sent.
package source

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// ID is the name that another system has for a resource: unique within the source and the kind of resource, byte for byte.
type ID struct {
	Source string `json:"source"`
	ID     string `json:"id"`
}

// String writes "source:id".
func (i ID) String() string { return i.Source + ":" + i.ID }

// Check refuses an id that cannot be one.
func (i ID) Check(field string) error {
	if err := text.Code(field+".source", i.Source, 32); err != nil {
		return err
	}
	return text.Needed(field+".id", i.ID, 128)
}

// CheckAll refuses ids that cannot be, more than ten of them, and one that stands twice.
func CheckAll(field string, ids []ID) error {
	if len(ids) > 10 {
		return model.InvalidField(field, model.Say("holds more than 10 ids", "超过 10 个编号"))
	}
	seen := make(map[ID]bool, len(ids))
	for _, id := range ids {
		if err := id.Check(field); err != nil {
			return err
		}
		if seen[id] {
			return model.InvalidField(field, model.Say("holds an id twice", "含有重复的编号"))
		}
		seen[id] = true
	}
	return nil
}

// Same compares ids without regard to their order.
func Same(a, b []ID) bool {
	order := func(ids []ID) []ID {
		return slices.SortedFunc(slices.Values(ids), func(x, y ID) int {
			return cmp.Or(strings.Compare(x.Source, y.Source), strings.Compare(x.ID, y.ID))
		})
	}
	return slices.Equal(order(a), order(b))
}

// Outcome is what became of a row. The numbers are those of hearth.directory.v1.RowOutcome.
type Outcome int

// The outcomes.
const (
	Created Outcome = iota + 1
	Updated
	Unchanged
	Refused
	Ended
)

// Change is one difference between a row and what stood before.
type Change struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Result answers one row.
type Result struct {
	// Row counts from 1.
	Row     int64
	Outcome Outcome
	// Resource is the bare id of what the row is about, "" for a refused or not yet made one.
	Resource string
	// Refusal of a refused row; nil otherwise.
	Refusal *model.Fault
	Changes []Change
}

// ErrIDReserved refuses ids of other systems from a caller who may not say what those are.
var ErrIDReserved = model.NewFault("EXTERNAL_ID_RESERVED")

// Reserved says who may.
var Reserved = model.Say("are set by other systems and administrators of the whole installation", "只能由其他系统或整个系统的管理员设置")

// The refusals of rows.
var (
	ErrRowTwice       = model.NewFault("ROW_TWICE")
	ErrUnknownUnit    = model.NewFault("UNKNOWN_UNIT")
	ErrUnknownManager = model.NewFault("UNKNOWN_MANAGER")
)

// Package list answers what a caller wants listed: by filter, order and page, over the fields that a resource allows.
package list

import (
	"maps"
	"time"
)

// The sizes of a page.
const (
	DefaultSize = 50
	MaxSize     = 1000
)

// Fields are what can be filtered and ordered by, each with what it holds.
type Fields map[string]Kind

// Of is what rows of a kind can be listed by. Most are listed NewestFirst, or Ascending or Descending by their key.
type Of[Row any] struct {
	// Fields are what a filter or an order may be over. One that may only be ordered by has a kind without operators: Timestamp.Only().
	Fields Fields
	// Order names the fields that may stand in order_by.
	Order []string
	// Default is the order when none is asked for, such as "create_time desc"; the unique key when empty.
	Default string
	// Key is what a store compares of a row: the value of a field of the order and, where the field is "id", the unique key.
	Key func(row Row, field string) any
	// Size is how many rows a page has where the caller does not say; DefaultSize when 0.
	Size int32
}

// NewestFirst lists by the time of creation, the last first. created gives that time and the unique key.
func NewestFirst[Row any](created func(Row) (time.Time, string), filter Fields) Of[Row] {
	return byCreation("create_time desc", created, filter)
}

// OldestFirst lists by the time of creation, the first first. created gives that time and the unique key.
func OldestFirst[Row any](created func(Row) (time.Time, string), filter Fields) Of[Row] {
	return byCreation("create_time", created, filter)
}

func byCreation[Row any](order string, created func(Row) (time.Time, string), filter Fields) Of[Row] {
	fields := Fields{"create_time": Timestamp.Only()}
	maps.Copy(fields, filter)
	return Of[Row]{Fields: fields, Default: order, Key: func(row Row, field string) any {
		instant, id := created(row)
		if field == "create_time" {
			return instant.UnixMicro()
		}
		return id
	}}
}

// Ascending lists by the unique key, the least first.
func Ascending[Row any, ID string | int64](key func(Row) ID, filter Fields) Of[Row] {
	return byKey("id", key, filter)
}

// Descending lists by the unique key, the greatest first.
func Descending[Row any, ID string | int64](key func(Row) ID, filter Fields) Of[Row] {
	return byKey("id desc", key, filter)
}

func byKey[Row any, ID string | int64](order string, key func(Row) ID, filter Fields) Of[Row] {
	fields := Fields{}
	if _, number := any(*new(ID)).(int64); number {
		fields["id"] = Int.Only()
	}
	maps.Copy(fields, filter)
	return Of[Row]{Fields: fields, Default: order, Key: func(row Row, _ string) any { return key(row) }}
}

// kind is what a field of an order holds. A unique key of which nothing is said is a text.
func (f Fields) kind(field string) Kind {
	kind, ok := f[field]
	switch {
	case ok:
		return kind
	case field == "id":
		return String
	default:
		panic("list: " + field + " is ordered by and has no kind")
	}
}

// Package model holds the pure values that every domain of Hearth may use: who is calling and how far they may reach,
// refusals, localised text, days, listings. It knows the standard library only.
package model

import (
	"strings"
	"time"
)

// Clock tells the time. Services take it as a value, so that tests can hold it.
type Clock func() time.Time

// Name is the resource name of an id within a collection: Name("units", "0192…") is "units/0192…". An empty id has an empty name.
func Name(collection, id string) string {
	if id == "" {
		return ""
	}
	return collection + "/" + id
}

// ID is the bare id within a resource name, which is what databases hold: ID("units/0192…") is "0192…".
func ID(name string) string {
	return name[strings.LastIndexByte(name, '/')+1:]
}

// Names is Name over several ids.
func Names(collection string, ids []string) []string {
	return each(ids, func(id string) string { return Name(collection, id) })
}

// IDs is ID over several names.
func IDs(names []string) []string {
	return each(names, ID)
}

func each(values []string, change func(string) string) []string {
	if len(values) == 0 {
		return nil
	}
	changed := make([]string, len(values))
	for i, value := range values {
		changed[i] = change(value)
	}
	return changed
}

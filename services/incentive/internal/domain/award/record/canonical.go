package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// Canonical is a value as JSON in the one way in which it is hashed: keys in the order of their bytes, no space, in strings nothing escaped
// but what JSON demands. It is what Python writes with json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).
// Numbers are whole; it refuses others, since two programs may write them differently.
func Canonical(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var plain any
	if err := decoder.Decode(&plain); err != nil {
		return nil, err
	}
	return appendValue(nil, plain)
}

func appendValue(to []byte, value any) ([]byte, error) {
	switch value := value.(type) {
	case nil:
		return append(to, "null"...), nil
	case bool:
		return fmt.Append(to, value), nil
	case string:
		return appendString(to, value), nil
	case json.Number:
		if _, err := value.Int64(); err != nil {
			return nil, fmt.Errorf("record: %s is not a whole number", value)
		}
		return append(to, value...), nil
	case []any:
		return appendAll(to, '[', ']', value, func(to []byte, one any) ([]byte, error) { return appendValue(to, one) })
	case map[string]any:
		return appendAll(to, '{', '}', slices.Sorted(maps.Keys(value)), func(to []byte, key string) ([]byte, error) {
			return appendValue(append(appendString(to, key), ':'), value[key])
		})
	}
	return nil, fmt.Errorf("record: %T is not JSON", value)
}

func appendAll[T any](to []byte, open, end byte, all []T, one func([]byte, T) ([]byte, error)) ([]byte, error) {
	to = append(to, open)
	for i, of := range all {
		if i > 0 {
			to = append(to, ',')
		}
		var err error
		if to, err = one(to, of); err != nil {
			return nil, err
		}
	}
	return append(to, end), nil
}

var short = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

func appendString(to []byte, text string) []byte {
	to = append(to, '"')
	for _, r := range text {
		switch escape, ok := short[r]; {
		case ok:
			to = append(to, escape...)
		case r < ' ':
			to = fmt.Appendf(to, `\u%04x`, r)
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return append(to, '"')
}

package list

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

const (
	version   = 1
	sealBytes = 16
	maxToken  = 2048 // characters
)

// A token is base64url of: the version, a hash of the seal and the values, the values. The hash is no secret and needs none: who
// makes up values reaches no rows beyond the scope, which each page applies anew.
func token(seal string, keys []any) string {
	values := encode(keys)
	return base64.RawURLEncoding.EncodeToString(append(append([]byte{version}, check(seal, values)...), values...))
}

// open reads the values of a token that was made under the seal.
func open(seal, text string) (keys []any, ok bool) {
	if len(text) > maxToken || strings.ContainsAny(text, "\r\n") { // base64 reads over ends of lines
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < 1+sealBytes || raw[0] != version {
		return nil, false
	}
	values := raw[1+sealBytes:]
	if string(check(seal, values)) != string(raw[1:1+sealBytes]) {
		return nil, false
	}
	return decode(values)
}

func check(seal string, values []byte) []byte {
	sum := sha256.Sum256(append([]byte(seal), values...))
	return sum[:sealBytes]
}

func encode(keys []any) []byte {
	var b []byte
	for _, key := range keys {
		switch key := key.(type) {
		case string:
			b = append(binary.AppendUvarint(append(b, 's'), uint64(len(key))), key...)
		case int64:
			b = binary.AppendVarint(append(b, 'i'), key)
		case bool:
			b = append(b, 'b', 0)
			if key {
				b[len(b)-1] = 1
			}
		}
	}
	return b
}

// isText says whether a database can compare with the text.
func isText(b []byte) bool { return utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 }

func decode(b []byte) (keys []any, ok bool) {
	for len(b) > 0 {
		kind := b[0]
		b = b[1:]
		switch kind {
		case 's':
			size, n := binary.Uvarint(b)
			if n <= 0 || size > uint64(len(b)-n) || !isText(b[n:n+int(size)]) {
				return nil, false
			}
			keys = append(keys, string(b[n:n+int(size)]))
			b = b[n+int(size):]
		case 'i':
			value, n := binary.Varint(b)
			if n <= 0 {
				return nil, false
			}
			keys = append(keys, value)
			b = b[n:]
		case 'b':
			if len(b) == 0 || b[0] > 1 {
				return nil, false
			}
			keys = append(keys, b[0] == 1)
			b = b[1:]
		default:
			return nil, false
		}
	}
	return keys, true
}

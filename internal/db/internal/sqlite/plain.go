package sqlite

import (
	"strconv"
	"strings"
)

// plain writes ? for the placeholders $1, $2 ... where they stand in this order, each once. SQLite takes $1 for a name and looks
// it up among all the names of the statement whenever it binds a value, so that an INSERT of many rows costs the square of
// its values; a ? has no name. Other statements, and those with comments, stay as they are.
func plain(query string) string {
	var b strings.Builder
	next := 1
	for i := 0; i < len(query); i++ {
		switch char := query[i]; char {
		case '\'', '"':
			end := strings.IndexByte(query[i+1:], char)
			if end < 0 {
				return query
			}
			b.WriteString(query[i : i+end+2])
			i += end + 1
		case '-', '/':
			if strings.HasPrefix(query[i:], "--") || strings.HasPrefix(query[i:], "/*") {
				return query
			}
			b.WriteByte(char)
		case '?':
			return query
		case '$':
			number := strconv.Itoa(next)
			after, ok := strings.CutPrefix(query[i+1:], number)
			if !ok || after != "" && after[0] >= '0' && after[0] <= '9' {
				return query
			}
			b.WriteByte('?')
			i += len(number)
			next++
		default:
			b.WriteByte(char)
		}
	}
	return b.String()
}

package tidy

import (
	"path"
	"regexp"
	"strings"
)

var rosterTable = regexp.MustCompile(`\broster_(?:site|unit|person|placement|state)\b`)

// Roster says where the tables of the roster are named beyond its own package: what others ask of them is there as a function or as a
// fragment of SQL. Tests may look into them.
func Roster(tree Tree) []string {
	return eachLine(tree, func(file File, line string) string {
		if path.Ext(file.Path) != ".go" || strings.HasSuffix(file.Path, "_test.go") || strings.HasPrefix(file.Path, "internal/roster/") ||
			!rosterTable.MatchString(line) {
			return ""
		}
		return "a table of the roster, which internal/roster alone names"
	})
}

package tidy

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
)

var (
	refused  = regexp.MustCompile(`\bNewFault\("([A-Z0-9_]*)"\)`)
	promised = regexp.MustCompile(`ERROR_REASON_([A-Z0-9_]+) = [1-9]`)
)

// Reasons says where the program refuses for a reason that no contract knows, of which a caller would see no more than of a defect; and
// which reasons of the contracts nothing is ever refused for.
func Reasons(tree Tree) []string {
	given, known := map[string]string{}, map[string]string{} // the file by the reason
	for _, file := range tree {
		switch {
		case path.Ext(file.Path) == ".proto":
			for _, found := range promised.FindAllStringSubmatch(file.Text, -1) {
				known[found[1]] = file.Path
			}
		case file.isGo() && !file.isTest() && !file.generated && !testSupport(placeOf(file.dir())):
			for _, found := range refused.FindAllStringSubmatch(file.Text, -1) {
				given[found[1]] = file.Path
			}
		}
	}
	var wrong []string
	for _, reason := range slices.Sorted(maps.Keys(given)) {
		if known[reason] == "" {
			wrong = append(wrong, fmt.Sprintf("%s refuses for %s, which stands in no contract", given[reason], reason))
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(known)) {
		if given[reason] == "" {
			wrong = append(wrong, fmt.Sprintf("%s promises %s, for which nothing is refused", known[reason], reason))
		}
	}
	return wrong
}

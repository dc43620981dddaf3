package tidy

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// MaxLines is how long a file may be that somebody wrote.
const MaxLines = 500

// written are the kinds of files that somebody writes and somebody reads.
var written = []string{".go", ".proto", ".sql", ".sh", ".md", ".yaml", ".yml", ".ts", ".tsx", ".js", ".css", ".html", ".toml"}

// Lengths says which files are too long.
func Lengths(tree Tree) []string {
	var wrong []string
	for _, file := range tree {
		if file.isGenerated() || !slices.Contains(written, path.Ext(file.Path)) {
			continue
		}
		if lines := strings.Count(file.Text, "\n"); lines > MaxLines {
			wrong = append(wrong, fmt.Sprintf("%s has %d lines, more than %d", file.Path, lines, MaxLines))
		}
	}
	return wrong
}

var (
	// The brackets keep the marks of this line from being found.
	promise = regexp.MustCompile(`\b(?:TO[D]O|FIX[M]E|XX[X])\b(.*)`)
	reason  = regexp.MustCompile(`^\([^)]{10,}\)`)
)

// Promises says where work is put off without a reason in brackets behind the mark.
func Promises(tree Tree) []string {
	return eachLine(tree, func(file File, line string) string {
		if found := promise.FindStringSubmatch(line); found != nil && !file.isGenerated() && !reason.MatchString(found[1]) {
			return "work is put off, and nothing says why"
		}
		return ""
	})
}

var (
	machinePath  = regexp.MustCompile(`(?:^|[^\w./~-])/(?:work|root|tmp)/\w`)
	registryHost = regexp.MustCompile(`\b(?:proxy\.golang|sum\.golang|registry\.npmjs|registry\.yarnpkg|pypi|deb\.debian)\.(?:org|com)\b`)
)

// Places says where the tree speaks of the machine that it was written on, or of where packages were fetched.
func Places(tree Tree) []string {
	return eachLine(tree, func(_ File, line string) string {
		switch {
		case machinePath.MatchString(line):
			return "a path of one machine"
		case registryHost.MatchString(line):
			return "the host of a package registry"
		}
		return ""
	})
}

func eachLine(tree Tree, why func(File, string) string) []string {
	var wrong []string
	for _, file := range tree {
		n := 0
		for line := range strings.Lines(file.Text) {
			n++
			if w := why(file, line); w != "" {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s", file.Path, n, w))
			}
		}
	}
	return wrong
}

// Operations says which operation ids of an OpenAPI document are used twice, which happens where two services have a
// resource of the same name.
func Operations(tree Tree) []string {
	var wrong []string
	for _, file := range tree {
		if !strings.HasSuffix(file.Path, ".swagger.json") {
			continue
		}
		var document struct {
			Paths map[string]map[string]struct{ OperationID string }
		}
		if err := json.Unmarshal([]byte(file.Text), &document); err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", file.Path, err))
			continue
		}
		seen := make(map[string]int)
		for _, methods := range document.Paths {
			for _, operation := range methods {
				seen[operation.OperationID]++
				if seen[operation.OperationID] == 2 {
					wrong = append(wrong, fmt.Sprintf("%s: two operations are %s; tell them apart in proto/openapi.yaml",
						file.Path, operation.OperationID))
				}
			}
		}
	}
	slices.Sort(wrong)
	return wrong
}

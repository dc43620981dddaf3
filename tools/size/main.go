// Command size prints how large each Go package of a module is: lines of code, lines of tests, the longest file, and the
// medians. Generated files and folders with a go.mod of their own are left out; blank lines and comments count.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
)

type room struct {
	path        string
	code, tests int
	longest     string
	longestLen  int
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: size <module folder>")
		os.Exit(2)
	}
	rooms, err := measure(os.DirFS(os.Args[1]))
	if err == nil {
		err = printTable(rooms)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

func measure(tree fs.FS) ([]room, error) {
	rooms := make(map[string]*room)
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(tree, path, entry.Name())
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(tree, path)
		if err != nil || generated.Match(text) {
			return err
		}
		dir := filepath.Dir(path)
		if rooms[dir] == nil {
			rooms[dir] = &room{path: dir}
		}
		rooms[dir].add(filepath.Base(path), bytes.Count(text, []byte{'\n'}))
		return nil
	})
	sorted := make([]room, 0, len(rooms))
	for _, r := range rooms {
		sorted = append(sorted, *r)
	}
	slices.SortFunc(sorted, func(a, b room) int { return cmp.Compare(a.path, b.path) })
	return sorted, err
}

func skip(tree fs.FS, path, name string) error {
	if path == "." {
		return nil
	}
	_, err := fs.Stat(tree, path+"/go.mod")
	if err == nil || strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" {
		return fs.SkipDir
	}
	return nil
}

func (r *room) add(file string, lines int) {
	if strings.HasSuffix(file, "_test.go") {
		r.tests += lines
	} else {
		r.code += lines
	}
	if lines > r.longestLen {
		r.longest, r.longestLen = file, lines
	}
}

func printTable(rooms []room) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "package\tcode\ttests\tlongest file\t")
	var code, tests []int
	for _, r := range rooms {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s (%d)\t\n", r.path, r.code, r.tests, r.longest, r.longestLen)
		if r.code > 0 { // a folder of tests alone is no package that somebody must understand before using it
			code = append(code, r.code)
			tests = append(tests, r.tests)
		}
	}
	fmt.Fprintf(w, "median of %d\t%d\t%d\t\t\n", len(code), median(code), median(tests))
	fmt.Fprintf(w, "sum\t%d\t%d\t\t\n", sum(rooms, func(r room) int { return r.code }), sum(rooms, func(r room) int { return r.tests }))
	return w.Flush()
}

func median(n []int) int {
	if len(n) == 0 {
		return 0
	}
	n = slices.Sorted(slices.Values(n))
	return (n[(len(n)-1)/2] + n[len(n)/2]) / 2
}

func sum(rooms []room, of func(room) int) int {
	total := 0
	for _, r := range rooms {
		total += of(r)
	}
	return total
}

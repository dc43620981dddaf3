// Package tidy holds the rules that the source tree keeps and no compiler watches: which way imports point, how long a
// file may be, what things are called. A rule is a pure function over the files, so that each is tried on a made-up
// tree that breaks it.
package tidy

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Module is the path of Hearth's Go module.
const Module = "github.com/hearth-culture/hearth"

// File is one text file. Package, Comment and Imports are filled for Go files alone.
type File struct {
	Path    string // with slashes, from the root of the tree
	Text    string
	Package string
	Comment bool // carries the package comment
	Imports []string

	generated bool // a Go file that a tool wrote
}

// Tree is the files in the order of their paths.
type Tree []File

// Load reads the text files below root, but for what is built, downloaded or hidden.
func Load(root fs.FS) (Tree, error) {
	texts := make(map[string]string)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if foreign(name) {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err == nil && utf8.Valid(text) && !bytes.ContainsRune(text, 0) {
			texts[name] = string(text)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return Parse(texts)
}

func foreign(dir string) bool {
	base := path.Base(dir)
	hidden := strings.HasPrefix(base, ".") && base != "." && base != ".ci"
	return hidden || dir == "bin" || base == "node_modules"
}

// Parse makes a tree of texts by their paths.
func Parse(texts map[string]string) (Tree, error) {
	var tree Tree
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file := File{Path: name, Text: texts[name]}
		if file.isGo() {
			if err := file.parse(); err != nil {
				return nil, err
			}
		}
		tree = append(tree, file)
	}
	return tree, nil
}

func (f *File) parse() error {
	parsed, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return err
	}
	f.Package = parsed.Name.Name
	f.generated = ast.IsGenerated(parsed)
	f.Comment = parsed.Doc != nil && hasText(parsed.Doc)
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("%s: import %s: %w", f.Path, spec.Path.Value, err)
		}
		f.Imports = append(f.Imports, imported)
	}
	return nil
}

// hasText is false for a comment of directives alone, such as a build constraint.
func hasText(doc *ast.CommentGroup) bool { return strings.TrimSpace(doc.Text()) != "" }

func (f File) dir() string  { return path.Dir(f.Path) }
func (f File) isTest() bool { return strings.HasSuffix(f.Path, "_test.go") }
func (f File) isGo() bool {
	return path.Ext(f.Path) == ".go" && !slices.Contains(strings.Split(f.Path, "/"), "testdata")
}

// generatedNames are the files by tools that carry no mark of it.
var generatedNames = []string{"go.sum", "package-lock.json", "pnpm-lock.yaml"}

// isGenerated tells what a tool wrote.
func (f File) isGenerated() bool {
	firstLine, _, _ := strings.Cut(f.Text, "\n")
	return f.generated || strings.Contains(firstLine, "@generated") || strings.HasSuffix(f.Path, ".swagger.json") ||
		slices.Contains(generatedNames, path.Base(f.Path))
}

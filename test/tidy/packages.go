package tidy

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

var shapeless = []string{"util", "utils", "common", "helper", "helpers", "manager", "managers", "misc"}

// Names says which packages are named after no idea.
func Names(tree Tree) []string {
	wrong := make(map[string]bool)
	for _, file := range tree {
		if file.Package == "" {
			continue
		}
		for _, name := range []string{strings.TrimSuffix(file.Package, "_test"), path.Base(file.dir())} {
			if slices.Contains(shapeless, name) {
				wrong[fmt.Sprintf("%s: the name %s says nothing of what the package is about", file.dir(), name)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(wrong))
}

// Comments says which packages do not say what they are. Of a folder with tests alone the tests must say it.
func Comments(tree Tree) []string {
	packages := make(map[string][]File)
	for _, file := range tree {
		if file.Package != "" && !file.isGenerated() {
			packages[file.dir()] = append(packages[file.dir()], file)
		}
	}
	var wrong []string
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		files := packages[dir]
		if code := slices.DeleteFunc(slices.Clone(files), File.isTest); len(code) > 0 {
			files = code
		}
		if !slices.ContainsFunc(files, func(f File) bool { return f.Comment }) {
			wrong = append(wrong, dir+": no package comment")
		}
	}
	return wrong
}

package tidy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
)

// Facts says which facts of a domain (model.Fact) no event says: types with the method Happened that are no case of a type switch in the
// events of their service. Recorded, such a fact would fail the call.
func Facts(tree Tree) []string {
	declared := make(map[string]string) // fact → service
	said := make(map[string]bool)       // service and fact
	var wrong []string
	for _, file := range tree {
		at := placeOf(file.dir())
		if !file.isGo() || file.isTest() || at.layer != "domain" && at.layer != "events" {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Text, parser.SkipObjectResolution)
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		if at.layer == "domain" {
			for _, name := range factsOf(parsed) {
				declared[path.Join(Module, at.dir)+"."+name] = at.service
			}
			continue
		}
		for _, fact := range casesOf(parsed) {
			said[at.service+" "+fact] = true
		}
	}
	for fact, service := range declared {
		if !said[service+" "+fact] {
			wrong = append(wrong, fmt.Sprintf("%s is a fact, and services/%s/internal/events has no case for it", fact, service))
		}
	}
	slices.Sort(wrong)
	return wrong
}

// factsOf are the types with the method Happened.
func factsOf(file *ast.File) (names []string) {
	for _, declared := range file.Decls {
		method, ok := declared.(*ast.FuncDecl)
		if !ok || method.Recv == nil || method.Name.Name != "Happened" {
			continue
		}
		receiver := method.Recv.List[0].Type
		if pointer, ok := receiver.(*ast.StarExpr); ok {
			receiver = pointer.X
		}
		if name, ok := receiver.(*ast.Ident); ok {
			names = append(names, name.Name)
		}
	}
	return names
}

// casesOf are the imported types that a file's type switches name, as path and name.
func casesOf(file *ast.File) (names []string) {
	imported := make(map[string]string)
	for _, spec := range file.Imports {
		from, _ := strconv.Unquote(spec.Path.Value) // the parser has accepted it
		name := path.Base(from)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imported[name] = from
	}
	ast.Inspect(file, func(node ast.Node) bool {
		choice, ok := node.(*ast.TypeSwitchStmt)
		if !ok {
			return true
		}
		for _, clause := range choice.Body.List {
			for _, of := range clause.(*ast.CaseClause).List {
				if pointer, ok := of.(*ast.StarExpr); ok {
					of = pointer.X
				}
				if selected, ok := of.(*ast.SelectorExpr); ok {
					if from, ok := selected.X.(*ast.Ident); ok {
						names = append(names, imported[from.Name]+"."+selected.Sel.Name)
					}
				}
			}
		}
		return true
	})
	return names
}

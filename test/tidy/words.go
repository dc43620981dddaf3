package tidy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Words says which sentences for people (model.Say, model.Words) lack a language, or put other arguments into one than into the other.
// The type of a violation sees to it that there is nothing else to say to a person about a field.
func Words(tree Tree) []string {
	var wrong []string
	for _, file := range tree {
		if !file.isGo() || file.isTest() || file.generated || path.Base(path.Dir(file.Path)) == "testdata" {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file.Path, file.Text, parser.SkipObjectResolution)
		if err != nil {
			return append(wrong, err.Error())
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if why := silent(node); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s", file.Path, set.Position(node.Pos()).Line, why))
			}
			return true
		})
	}
	return wrong
}

// silent is what is wrong with a node that says something; "" for all others.
func silent(node ast.Node) string {
	switch node := node.(type) {
	case *ast.CallExpr:
		if nameOf(node.Fun) != "Say" || len(node.Args) < 2 {
			return ""
		}
		en, isEn := literal(node.Args[0])
		zh, isZh := literal(node.Args[1])
		if !isEn || !isZh {
			return "" // both are taken from words that stand elsewhere; the command line has a Say of keys
		}
		if !strings.ContainsFunc(verb.ReplaceAllString(en+zh, ""), unicode.IsLetter) {
			return "" // a frame for other words
		}
		if slices.Equal(verbs(en), verbs(zh)) || strings.Contains(en+zh, "%[") {
			return unread(en, zh)
		}
		return fmt.Sprintf("%q and %q say different things", en, zh)
	case *ast.CompositeLit:
		if nameOf(node.Type) != "Words" || len(node.Elts) == 0 {
			return ""
		}
		said := map[string]bool{}
		for _, element := range node.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				said[nameOf(pair.Key)] = true
			}
		}
		if !said["En"] || !said["ZhCN"] {
			return "words in one language"
		}
	}
	return ""
}

// unread is why one of two texts is nothing to read in its language.
func unread(en, zh string) string {
	han := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	switch {
	case en == "" || han(en):
		return fmt.Sprintf("%q is not English", en)
	case !han(zh):
		return fmt.Sprintf("%q is not Chinese", zh)
	}
	return ""
}

var verb = regexp.MustCompile(`%[a-z]`)

func verbs(text string) []string { return verb.FindAllString(text, -1) }

func literal(expr ast.Expr) (string, bool) {
	basic, ok := expr.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

// nameOf is the last part of a name: Say of model.Say.
func nameOf(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.SelectorExpr:
		return expr.Sel.Name
	}
	return ""
}

// Package condition knows when an item is shown: by an expression in CEL over the answers to the items before it, such as
// `answers.q1 >= 4 && "email" in answers.q2`.
package condition

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"github.com/hearth-culture/hearth/internal/expression"
	"github.com/hearth-culture/hearth/internal/model"
)

// variable is what conditions call the answers.
const variable = "answers"

// Condition says when an item is shown.
type Condition struct {
	program cel.Program
	// Of are the subjects that it speaks of, by their index, ascending.
	Of []int
}

// Language is what the conditions of an instrument are written in.
type Language struct {
	*expression.Language
	all   []Subject
	index map[string]int
}

// NewLanguage lets conditions speak of these subjects, so that one is refused when it is written, and not when somebody answers.
func NewLanguage(all []Subject) (*Language, error) {
	l := &Language{all: all, index: map[string]int{}}
	for n, one := range all {
		l.index[one.ID] = n
	}
	var err error
	l.Language, err = expression.NewLanguage(expression.Subjects{
		Variables: map[string]string{variable: answersType}, Types: typesOf(all), MostElements: mostOptions, LongestText: longestID,
	})
	return l, err
}

// Compile reads a condition that may speak of the first subjects, as many as before. What it refuses is an expression.Mistake.
func (l *Language) Compile(text string, before int) (Condition, error) {
	var of []int
	program, err := l.Read(text, cel.BoolType, func(tree *ast.AST) (err error) {
		of, err = l.spokenOf(tree, before)
		return err
	})
	if err != nil {
		return Condition{}, err
	}
	return Condition{program, of}, nil
}

func wrong(en, zhCN string, args ...any) error {
	return expression.Mistake{Why: model.Say(en, zhCN, args...)}
}

// spokenOf are the subjects that an expression names. It must name each by itself, and none that stands too late.
func (l *Language) spokenOf(expression *ast.AST, before int) (of []int, err error) {
	named := make([]bool, len(l.all))
	whole := ast.MatchDescendants(ast.NavigateAST(expression), func(e ast.NavigableExpr) bool {
		if e.Kind() != ast.IdentKind || e.AsIdent() != variable {
			return false
		}
		parent, ok := e.Parent()
		if !ok || parent.Kind() != ast.SelectKind {
			return true
		}
		at, known := l.index[parent.AsSelect().FieldName()]
		if known {
			named[at] = true
		}
		return !known // a variable of a comprehension may have the name of the answers
	})
	if len(whole) > 0 {
		return nil, wrong("names all answers at once: name them as answers.item", "须逐题引用答案，形如 answers.item")
	}
	for n, is := range named {
		switch {
		case is && n >= before:
			return nil, wrong("speaks of %s, which does not stand before it", "引用了 %s，而该题并不在其之前", l.all[n].ID)
		case is:
			of = append(of, n)
		}
	}
	return of, nil
}

// Met says whether the condition is met by the answers that value knows: by the id of a subject, or of a row as `subject.row`. nil is no answer.
// What cannot be computed is not met.
func (c Condition) Met(value func(id string) any) bool {
	result, _, err := c.program.Eval(map[string]any{variable: given{value: value}})
	return err == nil && result.Value() == true
}

// Package condition knows when an item is shown: by an expression in CEL over the answers to the items before it, such as
// `answers.q1 >= 4 && "email" in answers.q2`.
package condition

import (
	"errors"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	// variable is what conditions call the answers.
	variable = "answers"
	// longest bounds the text of a condition, in characters.
	longest = 1000
	// mostCost bounds what a condition may take to compute, in CEL's units: a comparison takes some three of them, and nobody waits for thousands.
	mostCost = 10_000
)

// Condition says when an item is shown.
type Condition struct {
	program cel.Program
	// Of are the subjects that it speaks of, by their index, ascending.
	Of []int
}

// Language is what the conditions of an instrument are written in.
type Language struct {
	env      *cel.Env
	subjects *subjects
}

// NewLanguage lets conditions speak of these subjects.
func NewLanguage(all []Subject) (*Language, error) {
	known, err := newSubjects(all)
	if err != nil {
		return nil, err
	}
	env, err := cel.NewEnv(cel.CustomTypeProvider(known), cel.Variable(variable, cel.ObjectType(answersType)), cel.ParserRecursionLimit(50))
	return &Language{env, known}, err
}

// ErrCondition is a text that is no condition. It says why to people.
type ErrCondition struct{ Why model.Words }

// Error is the English sentence.
func (e ErrCondition) Error() string { return e.Why.En }

func wrong(en, zhCN string, args ...any) error { return ErrCondition{model.Say(en, zhCN, args...)} }

// Compile reads a condition that may speak of the first subjects, as many as before. What it refuses is an ErrCondition.
func (l *Language) Compile(text string, before int) (Condition, error) {
	if len(text) > 4*longest || len([]rune(text)) > longest {
		return Condition{}, wrong("is longer than %d characters", "超过 %d 个字符", longest)
	}
	checked, issues := l.env.Compile(text)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		return Condition{}, wrong("cannot be read as CEL, at character %d of line %d: %s", "无法按 CEL 解析（第 %[2]d 行第 %[1]d 个字符处）：%[3]s",
			first.Location.Column()+1, first.Location.Line(), first.Message)
	}
	if checked.OutputType() != cel.BoolType {
		return Condition{}, wrong("is not something that is met or not: it is of the type %s", "结果不是真或假，而是 %s 类型", checked.OutputType())
	}
	of, err := l.spokenOf(checked.NativeRep(), before)
	if err != nil {
		return Condition{}, err
	}
	cost, err := l.env.EstimateCost(checked, l.subjects)
	if err != nil || cost.Max > mostCost {
		return Condition{}, wrong("takes too long to compute", "计算量过大")
	}
	program, err := l.env.Program(checked, cel.CostLimit(mostCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return Condition{}, wrong("cannot be computed: %s", "无法计算：%s", err.Error())
	}
	return Condition{program, of}, nil
}

// spokenOf are the subjects that an expression names. It must name each by itself, and none that stands too late.
func (l *Language) spokenOf(expression *ast.AST, before int) (of []int, err error) {
	named := make([]bool, len(l.subjects.all))
	whole := ast.MatchDescendants(ast.NavigateAST(expression), func(e ast.NavigableExpr) bool {
		if e.Kind() != ast.IdentKind || e.AsIdent() != variable {
			return false
		}
		parent, ok := e.Parent()
		if !ok || parent.Kind() != ast.SelectKind {
			return true
		}
		at, known := l.subjects.index[parent.AsSelect().FieldName()]
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
			return nil, wrong("speaks of %s, which does not stand before it", "引用了 %s，而该题并不在其之前", l.subjects.all[n].ID)
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

var errNoAnswer = errors.New("condition: there is no answer")

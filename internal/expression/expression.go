// Package expression reads what people write in CEL about things whose fields are known, such as the condition of a rule. A mistake is
// found when it is written, is said in both languages, and what takes too long to compute is refused. The package computes alone: it
// reaches nothing.
package expression

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	// longest bounds an expression, in characters.
	longest = 1000
	// mostCost bounds what computing one may take, in CEL's units: a comparison takes some three of them, and nobody waits for thousands.
	mostCost = 10_000
	// deepest bounds how many brackets may stand in each other.
	deepest = 50
)

// Language is what expressions are written in.
type Language struct {
	env      *cel.Env
	subjects subjects
}

// NewLanguage lets expressions speak of the subjects.
func NewLanguage(of Subjects) (*Language, error) {
	known, err := of.known()
	if err != nil {
		return nil, err
	}
	options := []cel.EnvOption{cel.CustomTypeProvider(known), cel.ParserRecursionLimit(deepest)}
	for name, kind := range of.Variables {
		options = append(options, cel.Variable(name, cel.ObjectType(kind)))
	}
	env, err := cel.NewEnv(options...)
	return &Language{env, known}, err
}

// called is what people call what an expression may come to.
var called = map[*cel.Type]model.Words{cel.BoolType: model.Say("true or false", "真或假"), cel.IntType: model.Say("a whole number", "整数")}

// Read makes a program of an expression that comes to what is wanted: cel.BoolType or cel.IntType. allowed may refuse what is written well;
// nil refuses nothing.
//
// Errors: Mistake, and those of allowed.
func (l *Language) Read(text string, wanted *cel.Type, allowed func(*ast.AST) error) (cel.Program, error) {
	if len(text) > 4*longest || len([]rune(text)) > longest {
		return nil, wrong("is longer than %d characters", "超过 %d 个字符", longest)
	}
	checked, issues := l.env.Compile(text)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		return nil, Mistake{model.Say("cannot be read as CEL, at character %d of line %d: %s", "无法按 CEL 解析（第 %[2]d 行第 %[1]d 个字符处）：%[3]s",
			first.Location.Column()+1, first.Location.Line(), explain(first.Message)), first.Message}
	}
	if !checked.OutputType().IsExactType(wanted) {
		return nil, wrong("is of the type %s and not %s", "类型为 %s，应为%s", checked.OutputType().String(), called[wanted])
	}
	if allowed != nil {
		if err := allowed(checked.NativeRep()); err != nil {
			return nil, err
		}
	}
	cost, err := l.env.EstimateCost(checked, l.subjects)
	if err != nil || cost.Max > mostCost {
		return nil, wrong("takes too long to compute", "计算量过大")
	}
	made, err := l.env.Program(checked, cel.CostLimit(mostCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, wrong("cannot be computed: %s", "无法计算：%s", err.Error())
	}
	return made, nil
}

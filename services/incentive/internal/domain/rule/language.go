package rule

import (
	"cel.dev/cel-go/cel"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

const (
	// longest bounds a condition and an amount, in characters.
	longest = 1000
	// mostCost bounds what computing one may take, in CEL's units; a comparison takes some three of them.
	mostCost = 10_000
	// mostPoints is the most that a rule grants for one fact.
	mostPoints = 10_000
)

// program computes a condition and an amount.
type program struct{ condition, amount cel.Program }

// compile reads the expressions of a rule. What cannot be read is INVALID_FIELD, which says where.
func compile(spec Spec) (program, error) {
	known, err := newSubjects(spec.On)
	if err != nil {
		return program{}, err
	}
	env, err := cel.NewEnv(known.variables(spec.Share)...)
	if err != nil {
		return program{}, err
	}
	var p program
	if p.condition, err = read(env, known, "rule.condition", spec.Condition, cel.BoolType, model.Say("true or false", "真或假")); err != nil {
		return program{}, err
	}
	p.amount, err = read(env, known, "rule.amount", spec.Amount, cel.IntType, model.Say("a whole number", "整数"))
	return p, err
}

func read(env *cel.Env, known *subjects, field, text string, wanted *cel.Type, called model.Words) (cel.Program, error) {
	refuse := func(en, zhCN string, args ...any) (cel.Program, error) {
		return nil, model.InvalidField(field, model.Say(en, zhCN, args...))
	}
	if len(text) > 4*longest || len([]rune(text)) > longest {
		return refuse("is longer than %d characters", "超过 %d 个字符", longest)
	}
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		return nil, model.InvalidField(field, model.Say("cannot be read as CEL, at character %d of line %d: %s", "无法按 CEL 解析（第 %[2]d 行第 %[1]d 个字符处）：%[3]s",
			first.Location.Column()+1, first.Location.Line(), mistake(first.Message))).With("cel", first.Message)
	}
	if !checked.OutputType().IsExactType(wanted) {
		return refuse("is of the type %s and not %s", "类型为 %s，应为%s", checked.OutputType().String(), called)
	}
	cost, err := env.EstimateCost(checked, known)
	if err != nil || cost.Max > mostCost {
		return refuse("takes too long to compute", "计算量过大")
	}
	made, err := env.Program(checked, cel.CostLimit(mostCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return refuse("cannot be computed: %s", "无法计算：%s", err.Error())
	}
	return made, nil
}

// points is what is to be granted for a fact; 0 where the condition is not met or cannot be computed.
func (p program) points(f fact.Fact, who *Profile) int64 {
	values := valuesOf(f, who)
	met, _, err := p.condition.Eval(values)
	if err != nil || met.Value() != true {
		return 0
	}
	amount, _, err := p.amount.Eval(values)
	if err != nil {
		return 0
	}
	points, _ := amount.Value().(int64) // the type was checked
	return min(max(points, 0), mostPoints)
}

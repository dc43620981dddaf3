package rule

import (
	"errors"

	"cel.dev/cel-go/cel"

	"github.com/hearth-culture/hearth/internal/expression"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// mostPoints is the most that a rule grants for one fact.
const mostPoints = 10_000

// program computes a condition and an amount.
type program struct{ condition, amount cel.Program }

// compile reads the expressions of a rule. What cannot be read is INVALID_FIELD, which says where.
func compile(spec Spec) (program, error) {
	language, err := expression.NewLanguage(subjectsOf(spec.On, spec.Share))
	if err != nil {
		return program{}, err
	}
	var p program
	if p.condition, err = read(language, "rule.condition", spec.Condition, cel.BoolType); err != nil {
		return program{}, err
	}
	p.amount, err = read(language, "rule.amount", spec.Amount, cel.IntType)
	return p, err
}

func read(language *expression.Language, field, text string, wanted *cel.Type) (cel.Program, error) {
	made, err := language.Read(text, wanted, nil)
	if mistake, is := errors.AsType[expression.Mistake](err); is {
		return nil, mistake.At(field)
	}
	return made, err
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

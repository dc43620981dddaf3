package instrument

import (
	"errors"
	"fmt"

	"github.com/hearth-culture/hearth/internal/expression"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/condition"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// kinds are what conditions are told of the answers to each kind of item. Of free words they are told nothing.
var kinds = map[string]condition.Kind{
	"rating": condition.Int, "nps": condition.Int, "ces": condition.Int, "number": condition.Int, "matrix": condition.Int,
	"single": condition.String, "date": condition.String, "multi": condition.Strings, "ranking": condition.Strings, "consent": condition.Bool,
}

// compile makes the conditions ready, if there are any.
func (i *Instrument) compile(f *item.Findings) error {
	var subjects []condition.Subject
	var of []int                                // the item of each subject
	before := make([]int, len(i.content.Items)) // the subjects that stand before each item
	conditional := false
	for n, one := range i.content.Items {
		before[n] = len(subjects)
		conditional = conditional || one.Condition != ""
		kind, ok := kinds[one.Name()]
		if !ok {
			continue
		}
		subject := condition.Subject{ID: one.ID, Kind: kind}
		if one.Matrix != nil {
			for _, row := range one.Matrix.Rows {
				subject.Rows = append(subject.Rows, row.ID)
			}
		}
		subjects, of = append(subjects, subject), append(of, n)
	}
	if !conditional {
		return nil
	}
	language, err := condition.NewLanguage(subjects)
	if err != nil {
		return err
	}
	i.conditions, i.after = map[int]condition.Condition{}, map[int][]int{}
	for n, one := range i.content.Items {
		if one.Condition == "" {
			continue
		}
		compiled, err := language.Compile(one.Condition, before[n])
		if refused, is := errors.AsType[expression.Mistake](err); is {
			f.Add(fmt.Sprintf("instrument.items[%d].condition", n), refused.Why)
		} else if err != nil {
			return err
		}
		i.conditions[n] = compiled
		for _, subject := range compiled.Of {
			i.after[n] = append(i.after[n], of[subject])
		}
	}
	return nil
}

// shown says, by item, which are shown to somebody who answers so; nil where all are. An answer to one that is not shown is refused, the first first, so
// that no condition is ever asked about an answer that should not be there.
func (i Instrument) shown(answers []item.Answer) ([]bool, error) {
	if i.conditions == nil {
		return nil, nil
	}
	at := make(map[string]int, len(answers))
	for n, answer := range answers {
		at[answer.Item] = n
	}
	value := func(id string) any {
		if n, ok := at[id]; ok {
			return plain(answers[n].Value)
		}
		return nil
	}
	shown := make([]bool, len(i.content.Items))
	for n := range shown {
		condition, conditional := i.conditions[n]
		shown[n] = !conditional || condition.Met(value)
	}
	for _, p := range i.parts {
		if n, answered := at[p.ID]; answered && !shown[p.item] {
			return nil, item.NotShown.Refuse(p.ID, fmt.Sprintf("answers[%d]", n))
		}
	}
	return shown, nil
}

// plain is an answer as conditions are told of it.
func plain(value item.Value) any {
	switch value := value.(type) {
	case item.Rated:
		return int64(value)
	case item.Counted:
		return int64(value)
	case item.Chosen:
		return string(value)
	case item.Dated:
		return string(value)
	case item.Several:
		return []string(value)
	case item.Agreed:
		return bool(value)
	}
	return nil
}

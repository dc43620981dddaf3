package condition

import (
	"cel.dev/cel-go/common/types"

	"github.com/hearth-culture/hearth/internal/expression"
)

// Kind is what the answer to a subject is.
type Kind int

// The kinds.
const (
	Int Kind = iota
	String
	Strings
	Bool
)

var typeOf = map[Kind]*types.Type{Int: types.IntType, String: types.StringType, Strings: types.NewListType(types.StringType), Bool: types.BoolType}

// Subject is something that conditions may speak of.
type Subject struct {
	ID   string
	Kind Kind
	// Rows are those of a subject that is only answered row by row, each with an Int.
	Rows []string
}

// answersType is the type of all answers; it is no name that an item could have.
const answersType = "hearth.answers"

// How large an answer may be: options and their ids.
const mostOptions, longestID = 50, 32

// typesOf are the type of all answers and, for each subject with rows, that of its answers.
func typesOf(all []Subject) map[string]map[string]*types.FieldType {
	made := map[string]map[string]*types.FieldType{answersType: {}}
	for _, one := range all {
		if len(one.Rows) == 0 {
			made[answersType][one.ID] = expression.Field(one.ID, typeOf[one.Kind])
			continue
		}
		name := answersType + "." + one.ID
		made[name] = map[string]*types.FieldType{}
		for _, row := range one.Rows {
			made[name][row] = expression.Field(one.ID+"."+row, types.IntType)
		}
		made[answersType][one.ID] = rowsOf(one, types.NewObjectType(name))
	}
	return made
}

// given are answers, to CEL.
type given struct{ value func(id string) any }

// Value is the answer to a subject or a row.
func (g given) Value(id string) any { return g.value(id) }

func rowsOf(one Subject, kind *types.Type) *types.FieldType {
	return &types.FieldType{
		Type: kind,
		IsSet: func(target any) bool {
			for _, row := range one.Rows {
				if target.(given).value(one.ID+"."+row) != nil {
					return true
				}
			}
			return false
		},
		GetFrom: func(target any) (any, error) { return target, nil },
	}
}

package condition

import (
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
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

// subjects tell CEL the type of every answer, so that a condition is refused when it is written, and not when somebody answers.
type subjects struct {
	*types.Registry
	all    []Subject
	index  map[string]int
	fields map[string]map[string]*types.FieldType // by type
}

func newSubjects(all []Subject) (*subjects, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	s := &subjects{registry, all, map[string]int{}, map[string]map[string]*types.FieldType{answersType: {}}}
	for n, one := range all {
		s.index[one.ID] = n
		if len(one.Rows) == 0 {
			s.fields[answersType][one.ID] = answerOf(one.ID, typeOf[one.Kind])
			continue
		}
		name := answersType + "." + one.ID
		s.fields[name] = map[string]*types.FieldType{}
		for _, row := range one.Rows {
			s.fields[name][row] = answerOf(one.ID+"."+row, types.IntType)
		}
		s.fields[answersType][one.ID] = rowsOf(one, types.NewObjectType(name))
	}
	return s, nil
}

// given are answers, to CEL.
type given struct{ value func(id string) any }

func answerOf(id string, kind *types.Type) *types.FieldType {
	return &types.FieldType{
		Type:  kind,
		IsSet: func(target any) bool { return target.(given).value(id) != nil },
		GetFrom: func(target any) (any, error) {
			if value := target.(given).value(id); value != nil {
				return value, nil
			}
			return nil, errNoAnswer
		},
	}
}

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

// FindStructType knows the answers, and the rows of each subject.
func (s *subjects) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.fields[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return nil, false
}

// FindStructFieldNames are the subjects, or the rows of one.
func (s *subjects) FindStructFieldNames(name string) (names []string, ok bool) {
	fields, ok := s.fields[name]
	for field := range fields {
		names = append(names, field)
	}
	return names, ok
}

// FindStructFieldType is the type of an answer.
func (s *subjects) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	found, ok := s.fields[name][field]
	return found, ok
}

// NewValue makes none: answers are given, not made.
func (s *subjects) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("condition: no %s can be made", name)
}

// How large an answer may be: options and their ids.
const mostOptions, longestID = 50, 32

// EstimateSize bounds the answers, to estimate what a condition costs.
func (s *subjects) EstimateSize(element checker.AstNode) *checker.SizeEstimate {
	switch element.Type().Kind() {
	case types.ListKind:
		return &checker.SizeEstimate{Max: mostOptions}
	case types.StringKind:
		return &checker.SizeEstimate{Max: longestID}
	}
	return nil
}

// EstimateCallCost leaves the costs of calls to CEL.
func (s *subjects) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}

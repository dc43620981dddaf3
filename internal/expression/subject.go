package expression

import (
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Subjects are what expressions may speak of.
type Subjects struct {
	// Variables are the types by what they are called in an expression.
	Variables map[string]string
	// Types are the fields that one may ask for, by their type and name.
	Types map[string]map[string]*types.FieldType
	// MostElements and LongestText, in bytes, say how large values may be, to estimate what an expression costs.
	MostElements, LongestText uint64
}

// Values are what an expression is computed over, one for each variable: what stands under a key, nil for nothing.
type Values interface{ Value(key string) any }

// Field is a field of a type, the value of which stands under the key. What has no value cannot be computed, and has() is false of it.
func Field(key string, kind *types.Type) *types.FieldType {
	missing := fmt.Errorf("expression: there is no %s", key)
	return &types.FieldType{
		Type:  kind,
		IsSet: func(target any) bool { return target.(Values).Value(key) != nil },
		GetFrom: func(target any) (any, error) {
			if value := target.(Values).Value(key); value != nil {
				return value, nil
			}
			return nil, missing
		},
	}
}

// subjects tell CEL what there is to ask for.
type subjects struct {
	*types.Registry
	Subjects
}

func (of Subjects) known() (subjects, error) {
	registry, err := types.NewRegistry()
	return subjects{registry, of}, err
}

// FindStructType knows the types of the subjects.
func (s subjects) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.Types[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return nil, false
}

// FindStructFieldNames are what one may ask for.
func (s subjects) FindStructFieldNames(name string) (names []string, ok bool) {
	fields, ok := s.Types[name]
	return slices.Collect(maps.Keys(fields)), ok
}

// FindStructFieldType is the type of what one may ask for.
func (s subjects) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	found, ok := s.Types[name][field]
	return found, ok
}

// NewValue makes none: they are given, not made.
func (s subjects) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("expression: no %s can be made", name)
}

// EstimateSize bounds lists and texts, to estimate what an expression costs.
func (s subjects) EstimateSize(element checker.AstNode) *checker.SizeEstimate {
	switch element.Type().Kind() {
	case types.ListKind:
		return &checker.SizeEstimate{Max: s.MostElements}
	case types.StringKind:
		return &checker.SizeEstimate{Max: s.LongestText}
	}
	return nil
}

// EstimateCallCost leaves the costs of calls to CEL.
func (s subjects) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}

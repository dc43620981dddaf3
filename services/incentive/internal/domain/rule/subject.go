package rule

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// What expressions speak of, and the types of the two.
const (
	event, profile         = "event", "profile"
	eventType, profileType = "hearth.event", "hearth.profile"
)

var typeOf = map[fact.Kind]*types.Type{fact.Text: types.StringType, fact.Number: types.IntType, fact.Bool: types.BoolType}

// given are the values of a subject by their names, to CEL.
type given map[string]any

// subjects tell CEL what there is to ask for, so that a mistake is found when a rule is written, and not when something happens.
type subjects struct {
	*types.Registry
	fields map[string]map[string]*types.FieldType // by type
}

// newSubjects are the event of a type and the profile of a person.
func newSubjects(on fact.Type) (*subjects, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	of := map[string]*types.FieldType{"resource": field("resource", types.StringType), "unit": field("unit", types.StringType)}
	for name, kind := range fact.Shapes[on].Attributes {
		of[name] = field(name, typeOf[kind])
	}
	who := map[string]*types.FieldType{"units": field("units", types.NewListType(types.StringType)), "tenure_days": field("tenure_days", types.IntType)}
	for _, name := range []string{"employer", "site", "shift", "position", "channel"} {
		who[name] = field(name, types.StringType)
	}
	return &subjects{registry, map[string]map[string]*types.FieldType{eventType: of, profileType: who}}, nil
}

func field(name string, kind *types.Type) *types.FieldType {
	return &types.FieldType{
		Type:  kind,
		IsSet: func(target any) bool { _, ok := target.(given)[name]; return ok },
		GetFrom: func(target any) (any, error) {
			if value, ok := target.(given)[name]; ok {
				return value, nil
			}
			return nil, fmt.Errorf("rule: there is no %s", name)
		},
	}
}

// variables are what a rule may speak of. What is granted to a team depends on none of its people.
func (s *subjects) variables(share Share) []cel.EnvOption {
	options := []cel.EnvOption{cel.CustomTypeProvider(s), cel.ParserRecursionLimit(50), cel.Variable(event, cel.ObjectType(eventType))}
	if share == ToPerson {
		options = append(options, cel.Variable(profile, cel.ObjectType(profileType)))
	}
	return options
}

// FindStructType knows the two.
func (s *subjects) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.fields[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return nil, false
}

// FindStructFieldNames are what one may ask for.
func (s *subjects) FindStructFieldNames(name string) (names []string, ok bool) {
	fields, ok := s.fields[name]
	for field := range fields {
		names = append(names, field)
	}
	return names, ok
}

// FindStructFieldType is the type of what one may ask for.
func (s *subjects) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	found, ok := s.fields[name][field]
	return found, ok
}

// NewValue makes none: they are given, not made.
func (s *subjects) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("rule: no %s can be made", name)
}

// How large values may be: the units above a person, and a text.
const mostUnits, longestText = 30, 128

// EstimateSize bounds lists and texts, to estimate what an expression costs.
func (s *subjects) EstimateSize(element checker.AstNode) *checker.SizeEstimate {
	switch element.Type().Kind() {
	case types.ListKind:
		return &checker.SizeEstimate{Max: mostUnits}
	case types.StringKind:
		return &checker.SizeEstimate{Max: longestText}
	}
	return nil
}

// EstimateCallCost leaves the costs of calls to CEL.
func (s *subjects) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}

// valuesOf are a fact and, where there is one, a person, to CEL.
func valuesOf(f fact.Fact, who *Profile) map[string]any {
	of := given{"resource": f.Resource, "unit": model.Name("units", f.Unit)}
	for name, value := range f.Attributes {
		of[name] = value
	}
	values := map[string]any{event: of}
	if who != nil {
		values[profile] = given{
			"units": model.Names("units", who.Path), "employer": who.Employer, "site": model.Name("sites", who.Site), "shift": who.Shift,
			"position": who.Position, "channel": who.Channel, "tenure_days": int64(who.Day - who.Since),
		}
	}
	return values
}

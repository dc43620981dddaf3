package rule

import (
	"cel.dev/cel-go/common/types"

	"github.com/hearth-culture/hearth/internal/expression"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// What expressions speak of, and the types of the two.
const (
	event, profile         = "event", "profile"
	eventType, profileType = "hearth.event", "hearth.profile"
)

// How large values may be: the units above a person, and a text.
const mostUnits, longestText = 30, 128

var typeOf = map[fact.Kind]*types.Type{fact.Text: types.StringType, fact.Number: types.IntType, fact.Bool: types.BoolType}

// given are the values of a subject by their names.
type given map[string]any

// Value is one of them.
func (g given) Value(name string) any { return g[name] }

// subjectsOf are the event of a type and the profile of a person. What is granted to a team depends on none of its people.
func subjectsOf(on fact.Type, share Share) expression.Subjects {
	of, who := map[string]*types.FieldType{}, map[string]*types.FieldType{}
	add := func(to map[string]*types.FieldType, kind *types.Type, names ...string) {
		for _, name := range names {
			to[name] = expression.Field(name, kind)
		}
	}
	add(of, types.StringType, "resource", "unit")
	for name, kind := range fact.Shapes[on].Attributes {
		add(of, typeOf[kind], name)
	}
	add(who, types.NewListType(types.StringType), "units")
	add(who, types.IntType, "tenure_days")
	add(who, types.StringType, "employer", "site", "shift", "position", "channel")
	variables := map[string]string{event: eventType}
	if share == ToPerson {
		variables[profile] = profileType
	}
	return expression.Subjects{
		Variables: variables, Types: map[string]map[string]*types.FieldType{eventType: of, profileType: who}, MostElements: mostUnits, LongestText: longestText,
	}
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

package page

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/gateway/openapi"
)

// swagger is what the page shows of the OpenAPI document.
type swagger struct {
	Info        struct{ Title, Version, Description string }
	Tags        []struct{ Name, Description string }
	Paths       map[string]map[string]operation
	Definitions map[string]schema
}

type operation struct {
	Summary, Description, OperationID string
	Parameters                        []parameter
	Responses                         map[string]struct{ Schema schema }
	Tags                              []string
	verb, url                         string
}

type parameter struct {
	Name, In, Description, Type, Format string
	Required                            bool
	Schema                              *schema
	Items                               *schema
}

type schema struct {
	Ref                             string `json:"$ref"`
	Type, Format, Description, Name string
	AllOf                           []schema
	Items                           *schema
	AdditionalProperties            values
	Properties                      properties
	Enum                            []string
	ReadOnly                        bool
	Required                        []string
}

// values are what a map holds; nil where the document only says that there may be some.
type values struct{ of *schema }

// UnmarshalJSON reads a schema, or true.
func (v *values) UnmarshalJSON(text []byte) error {
	if string(text) == "true" || string(text) == "false" {
		return nil
	}
	return json.Unmarshal(text, &v.of)
}

// properties keep the order in which the contract has them.
type properties []schema

// UnmarshalJSON reads an object.
func (p *properties) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var field schema
		if err := decoder.Decode(&field); err != nil {
			return err
		}
		field.Name, _ = name.(string)
		*p = append(*p, field)
	}
	return nil
}

func readSwagger() (swagger, error) {
	var s swagger
	err := json.Unmarshal(openapi.Document, &s)
	return s, err
}

// operations are all of them by the full name of their gRPC method.
func (s swagger) operations() map[string]operation {
	byMethod := map[string]operation{}
	for url, verbs := range s.Paths {
		for verb, found := range verbs {
			found.verb, found.url = strings.ToUpper(verb), url
			_, method, _ := strings.Cut(found.OperationID, "_")
			byMethod[found.Tags[0]+"."+method] = found
		}
	}
	return byMethod
}

// types are all that requests and answers are made of, in the order of their names.
func (s swagger) types() []typeView {
	var types []typeView
	for _, name := range slices.Sorted(maps.Keys(s.Definitions)) {
		definition := s.Definitions[name]
		view := typeView{ID: name, Name: name, Description: definition.Description, Values: definition.Enum}
		view.Fields = fields(definition)
		types = append(types, view)
	}
	return types
}

func fields(of schema) []fieldView {
	var views []fieldView
	for _, field := range of.Properties {
		views = append(views, fieldView{
			Name: field.Name, Type: typeOf(field), Description: field.Description,
			Required: slices.Contains(of.Required, field.Name), ReadOnly: field.ReadOnly,
		})
	}
	return views
}

// typeOf says what a value is, with the name of its definition where it has one.
func typeOf(s schema) typeRef {
	if len(s.AllOf) > 0 {
		return typeOf(s.AllOf[0])
	}
	if name, ok := strings.CutPrefix(s.Ref, "#/definitions/"); ok {
		return typeRef{ID: name, Name: name[strings.LastIndex(name, ".")+1:]}
	}
	if s.Items != nil {
		ref := typeOf(*s.Items)
		ref.Many = true
		return ref
	}
	if s.AdditionalProperties.of != nil {
		ref := typeOf(*s.AdditionalProperties.of)
		ref.Map = true
		return ref
	}
	return typeRef{Name: cmp.Or(s.Format, s.Type)}
}

func (p parameter) view() fieldView {
	view := fieldView{Name: p.Name, In: p.In, Description: p.Description, Required: p.Required}
	if p.In == "body" {
		view.Name = "" // the body is what the name stands for, and does not hold it
	}
	if p.Schema != nil {
		view.Type = typeOf(*p.Schema)
		view.Fields = fields(*p.Schema)
		return view
	}
	view.Type = typeOf(schema{Type: p.Type, Format: p.Format, Items: p.Items})
	return view
}

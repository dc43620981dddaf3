package tidy

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFacts(t *testing.T) {
	const domain = `package kitchen

type Baked struct{}

func (Baked) Happened() {}

type Burnt struct{}

func (*Burnt) Happened() {}

type Recipe struct{}

func (Recipe) Happens() {}
`
	for name, test := range map[string]struct {
		events string
		want   []string
	}{
		"all said": {`package events

import k "` + Module + `/services/bakery/internal/domain/kitchen"

func draft(fact any) string {
	switch fact.(type) {
	case k.Baked:
		return "baked"
	case *k.Burnt:
		return "burnt"
	}
	return ""
}
`, nil},
		"one forgotten, another's of the same name said": {`package events

import (
	"` + Module + `/services/bakery/internal/domain/kitchen"
	"` + Module + `/services/bakery/internal/domain/garden"
)

func draft(fact any) string {
	switch fact.(type) {
	case kitchen.Baked, garden.Burnt:
		return "baked"
	}
	return ""
}
`, []string{Module + "/services/bakery/internal/domain/kitchen.Burnt is a fact, and services/bakery/internal/events has no case for it"}},
		"nothing said": {"package events\n", []string{
			Module + "/services/bakery/internal/domain/kitchen.Baked is a fact, and services/bakery/internal/events has no case for it",
			Module + "/services/bakery/internal/domain/kitchen.Burnt is a fact, and services/bakery/internal/events has no case for it",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tree, err := Parse(map[string]string{
				"services/bakery/internal/domain/kitchen/facts.go":      domain,
				"services/bakery/internal/domain/kitchen/facts_test.go": "package kitchen\n\nfunc (tested) Happened() {}\n",
				"services/bakery/internal/events/out.go":                test.events,
				// What others say counts for nothing.
				"services/florist/internal/events/out.go": `package events

import "` + Module + `/services/bakery/internal/domain/kitchen"

func draft(fact any) bool {
	switch fact.(type) {
	case kitchen.Baked, *kitchen.Burnt:
		return true
	}
	return false
}
`,
			})
			require.NoError(t, err)
			require.Equal(t, test.want, Facts(tree))
		})
	}
}

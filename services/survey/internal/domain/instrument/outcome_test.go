package instrument_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// factored has two factors of an index, one of how it should be, and an item of none.
func factored(outcome string) instrument.Content {
	desired := rating("c", 1, 5)
	desired.DesiredOf = "a"
	construct := func(id, parent string, items ...string) instrument.Construct {
		made := instrument.Construct{ID: id, DisplayName: text(id), Parent: parent}
		for _, one := range items {
			made.Items = append(made.Items, instrument.ConstructItem{Item: one})
		}
		return made
	}
	return instrument.Content{
		DisplayName: text("Measured"), Outcome: outcome,
		Items: []item.Item{rating("a", 1, 5), rating("b", 1, 5), desired, rating("d", 1, 5), of("words", item.Kind{LongText: &item.FreeText{}})},
		Constructs: []instrument.Construct{
			construct("index", ""), construct("one", "index", "a"), construct("two", "index", "b"), construct("wished", "", "c"),
		},
	}
}

func TestOutcome(t *testing.T) {
	for outcome, want := range map[string]instrument.Outcome{
		"":    {},
		"d":   {Of: []instrument.Member{{Column: 3, Weight: 1}}, Drivers: []int{1, 2}},
		"a":   {Of: []instrument.Member{{Column: 0, Weight: 1}}, Drivers: []int{2}},
		"two": {Of: []instrument.Member{{Column: 1, Weight: 1}}, Drivers: []int{1}},
	} {
		made, err := instrument.New(factored(outcome))
		require.NoError(t, err, outcome)
		require.Equal(t, want, made.Outcome(), outcome)
	}
	for _, wrong := range []string{"words", "nothing", "index"} {
		_, err := instrument.New(factored(wrong))
		require.ErrorContains(t, err, "instrument.outcome", wrong)
	}
	alone := factored("d")
	alone.Constructs = alone.Constructs[3:]
	_, err := instrument.New(alone)
	require.ErrorContains(t, err, "instrument.outcome", "what is desired is no driver")
}

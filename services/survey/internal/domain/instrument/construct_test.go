package instrument_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

func measured(constructs ...instrument.Construct) instrument.Content {
	content := everything()
	content.Constructs = constructs
	return content
}

func construct(id, parent string, items ...instrument.ConstructItem) instrument.Construct {
	return instrument.Construct{ID: id, DisplayName: text(id), Parent: parent, Items: items}
}

func TestWhatIsWrongWithConstructs(t *testing.T) {
	part := func(id string) instrument.ConstructItem { return instrument.ConstructItem{Item: id} }
	weighted := construct("a", "", part("r"))
	weighted.Weight = -1
	index := func(terms ...instrument.Term) instrument.Content {
		content := everything()
		content.LinearIndexes = []instrument.LinearIndex{{ID: "pdi", DisplayName: text("PDI"), Terms: terms}}
		return content
	}
	again := index(instrument.Term{Item: "r"})
	again.LinearIndexes = append(again.LinearIndexes, again.LinearIndexes[0])
	const first = "instrument.constructs[0]"
	for name, c := range map[string]struct {
		content instrument.Content
		fields  []string
	}{
		"a tree":               {measured(construct("index", ""), construct("factor", "index", part("r"), part("m.a"), part("nps"), part("ces"))), nil},
		"nothing below":        {measured(construct("index", "")), []string{first + ".items"}},
		"twice":                {measured(construct("a", "", part("r")), construct("a", "", part("ces"))), []string{"instrument.constructs[1].id"}},
		"no name":              {measured(instrument.Construct{ID: "a", Items: []instrument.ConstructItem{part("r")}}), []string{first + ".display_name"}},
		"a parent that is not": {measured(construct("a", "b", part("r"))), []string{first + ".parent"}},
		"a parent of its own":  {measured(construct("a", "a", part("r"))), []string{first + ".parent"}},
		"a parent behind":      {measured(construct("a", "b", part("r")), construct("b", "", part("ces"))), []string{first + ".parent"}},
		"less than nothing":    {measured(weighted), []string{first + ".weight"}},
		"an item of two":       {measured(construct("a", "", part("r")), construct("b", "", part("r"), part("ces"))), []string{"instrument.constructs[1].items[0].item"}},
		"a whole matrix":       {measured(construct("a", "", part("r"), part("m"))), []string{first + ".items[1].item"}},
		"an option":            {measured(construct("a", "", part("r"), part("rank.x"))), []string{first + ".items[1].item"}},
		"a choice":             {measured(construct("a", "", part("r"), part("s"))), []string{first + ".items[1].item"}},
		"words":                {measured(construct("a", "", part("r"), part("long"))), []string{first + ".items[1].item"}},
		"a weight that is none": {measured(construct("a", "", instrument.ConstructItem{Item: "r", Weight: math.NaN()})),
			[]string{first + ".items[0].weight"}},
		"an NPS turned round": {measured(construct("a", "", instrument.ConstructItem{Item: "nps", Reversed: true})), []string{first + ".items[0].reversed"}},
		"an index":            {index(instrument.Term{Item: "r", Coefficient: 35}, instrument.Term{Item: "m.b", Coefficient: -35}), nil},
		"an index of nothing": {index(), []string{"instrument.linear_indexes[0].terms"}},
		"an index of words":   {index(instrument.Term{Item: "long"}), []string{"instrument.linear_indexes[0].terms[0].item"}},
		"without end":         {index(instrument.Term{Item: "r", Coefficient: math.Inf(1)}), []string{"instrument.linear_indexes[0].terms[0].coefficient"}},
		"a term twice":        {index(instrument.Term{Item: "r"}, instrument.Term{Item: "r"}), []string{"instrument.linear_indexes[0].terms[1].item"}},
		"an index twice":      {again, []string{"instrument.linear_indexes[1].id"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := instrument.New(c.content)
			requireFields(t, c.fields, err)
		})
	}
}

func TestConstructs(t *testing.T) {
	content := measured(
		construct("index", ""),
		construct("voice", "index", instrument.ConstructItem{Item: "m.b", Weight: 2}, instrument.ConstructItem{Item: "r", Reversed: true}),
		construct("ease", "index", instrument.ConstructItem{Item: "ces"}),
	)
	content.Constructs[2].Weight = 0.5
	content.LinearIndexes = []instrument.LinearIndex{{ID: "pdi", DisplayName: text("PDI"), Constant: 10, Terms: []instrument.Term{{Item: "r", Coefficient: 35}}}}
	made, err := instrument.New(content)
	require.NoError(t, err)
	require.Empty(t, made.Members(0))
	require.Equal(t, []int{1, 2}, made.Children(0))
	require.Equal(t, []instrument.Member{{Column: 2, Weight: 2}, {Column: 0, Weight: 1}}, made.Members(1))
	require.Equal(t, []float64{1, 1, 0.5}, []float64{made.Weight(0), made.Weight(1), made.Weight(2)})
	columns := made.Columns()
	require.True(t, columns[0].Scale.Reversed)
	require.False(t, columns[2].Scale.Reversed)
	require.Equal(t, []int{1, 3, 1, 4, 2}, []int{columns[0].Construct, columns[1].Construct, columns[2].Construct, columns[3].Construct, columns[4].Construct})
	require.Equal(t, 3+8, made.Blocks())
	require.Equal(t, score.Linear{Constant: 10, Terms: []score.Term{{Item: "r", Coefficient: 35}}}, made.Linear(0))
}

func TestNowAndDesired(t *testing.T) {
	matrix := func(id, desiredOf string) item.Item {
		one := of(id, item.Kind{Matrix: &item.Matrix{Rows: choices("a", "b"), Scale: &item.Rating{Min: 1, Max: 5}}})
		one.DesiredOf = desiredOf
		return one
	}
	content := items(matrix("now", ""), matrix("then", "now"))
	content.Constructs = []instrument.Construct{construct("c", "", instrument.ConstructItem{Item: "now.b", Reversed: true})}
	made, err := instrument.New(content)
	require.NoError(t, err)
	require.Equal(t, []instrument.Pair{{Now: 0, Desired: 2}, {Now: 1, Desired: 3}}, made.Pairs())
	columns := made.Columns()
	require.False(t, columns[2].Scale.Reversed)
	require.True(t, columns[3].Scale.Reversed, "what is desired is read in the direction of what is now")

	content.Constructs = append(content.Constructs, construct("d", "", instrument.ConstructItem{Item: "then.b"}))
	_, err = instrument.New(content)
	requireFields(t, []string{"instrument.items[1].desired_of"}, err)
}

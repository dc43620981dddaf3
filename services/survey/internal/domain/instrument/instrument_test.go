package instrument_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

func text(en string) model.Text { return model.Text{"en": en} }

func choices(ids ...string) (all []item.Choice) {
	for _, id := range ids {
		all = append(all, item.Choice{ID: id, Text: text(id)})
	}
	return all
}

func of(id string, kind item.Kind) item.Item {
	return item.Item{ID: id, Text: text("? " + id), Kind: kind}
}

func rating(id string, low, high int32) item.Item {
	return of(id, item.Kind{Rating: &item.Rating{Min: low, Max: high}})
}

// everything has an item of each kind.
func everything() instrument.Content {
	return instrument.Content{
		DisplayName: text("Everything"),
		Items: []item.Item{
			rating("r", 1, 5),
			of("m", item.Kind{Matrix: &item.Matrix{Rows: choices("a", "b"), Scale: &item.Rating{Min: -3, Max: 3}}}),
			of("nps", item.Kind{Nps: &struct{}{}}),
			of("ces", item.Kind{Ces: &struct{}{}}),
			of("s", item.Kind{Single: &item.Single{Options: choices("x", "y", "z")}}),
			of("multi", item.Kind{Multi: &item.Multi{Options: choices("x", "y", "z"), Least: 1, Most: 2}}),
			of("rank", item.Kind{Ranking: &item.Ranking{Options: choices("x", "y", "z")}}),
			of("n", item.Kind{Number: &item.Number{Min: 0, Max: 60, Bounds: []int64{0, 12, 24}}}),
			of("d", item.Kind{Date: &item.Date{Earliest: "2000-01-01", Latest: "2026-12-31", Bounds: []string{"2019-12-31"}}}),
			of("short", item.Kind{ShortText: &item.FreeText{MaxLength: 10}}),
			of("long", item.Kind{LongText: &item.FreeText{}}),
			of("ok", item.Kind{Consent: &struct{}{}}),
		},
	}
}

func with(change func(*instrument.Content)) instrument.Content {
	content := everything()
	change(&content)
	return content
}

func items(all ...item.Item) instrument.Content {
	return instrument.Content{DisplayName: text("Some"), Items: all}
}

func required(one item.Item) item.Item {
	one.Required = true
	return one
}

func TestWhatIsWrongWithAnInstrument(t *testing.T) {
	many := make([]item.Item, 201)
	for i := range many {
		many[i] = rating(fmt.Sprintf("i%d", i), 1, 5)
	}
	wide := make([]item.Item, 21)
	for i := range wide {
		var rows []string
		for n := range 50 {
			rows = append(rows, fmt.Sprintf("r%d", n))
		}
		wide[i] = of(fmt.Sprintf("m%d", i), item.Kind{Matrix: &item.Matrix{Rows: choices(rows...), Scale: &item.Rating{Min: 1, Max: 5}}})
	}
	rated := func(change func(*item.Rating)) instrument.Content {
		one := rating("a", 1, 5)
		change(one.Rating)
		return items(one)
	}
	kind := func(kind item.Kind) instrument.Content { return items(of("a", kind)) }
	number := func(low, high int64, bounds ...int64) instrument.Content {
		return kind(item.Kind{Number: &item.Number{Min: low, Max: high, Bounds: bounds}})
	}
	date := func(first, last string, bounds ...string) instrument.Content {
		return kind(item.Kind{Date: &item.Date{Earliest: first, Latest: last, Bounds: bounds}})
	}
	desired := func(of string, one item.Item) item.Item {
		one.DesiredOf = of
		return one
	}
	paged := func(page int32, one item.Item) item.Item {
		one.Page = page
		return one
	}
	const first = "instrument.items[0]"
	for name, c := range map[string]struct {
		content instrument.Content
		fields  []string
	}{
		"everything":              {everything(), nil},
		"nothing":                 {instrument.Content{}, []string{"instrument.display_name", "instrument.items"}},
		"200 items":               {items(many[:200]...), nil},
		"201 items":               {items(many...), []string{"instrument.items"}},
		"1,000 rows":              {items(wide[:20]...), nil},
		"1,050 rows":              {items(wide...), []string{"instrument.items"}},
		"two faults":              {items(rating("1a", 1, 5), item.Item{ID: "b", Kind: item.Kind{Ces: &struct{}{}}}), []string{first + ".id", "instrument.items[1].text"}},
		"an id twice":             {items(rating("a", 1, 5), rating("a", 0, 10)), []string{"instrument.items[1].id"}},
		"ids that differ by case": {items(rating("a", 1, 5), rating("A", 0, 10)), nil},
		"no id":                   {items(rating("", 1, 5)), []string{first + ".id"}},
		"32 characters":           {items(rating(strings.Repeat("a", 32), 1, 5)), nil},
		"33 characters":           {items(rating(strings.Repeat("a", 33), 1, 5)), []string{first + ".id"}},
		"a line break":            {items(rating("a\n", 1, 5)), []string{first + ".id"}},
		"no kind":                 {kind(item.Kind{}), []string{first + ".kind"}},
		"two kinds":               {kind(item.Kind{Nps: &struct{}{}, Ces: &struct{}{}}), []string{first + ".kind"}},
		"1 point":                 {items(rating("a", 3, 3)), []string{first + ".rating"}},
		"2 points":                {items(rating("a", 0, 1)), nil},
		"11 points":               {items(rating("a", -5, 5)), nil},
		"12 points":               {items(rating("a", 0, 11)), []string{first + ".rating"}},
		"the widest there is":     {items(rating("a", math.MinInt32, math.MaxInt32)), []string{first + ".rating"}},
		"two steps named":         {rated(func(r *item.Rating) { r.Steps = []model.Text{text("no"), text("yes")} }), nil},
		"three of five named":     {rated(func(r *item.Rating) { r.Steps = []model.Text{text("1"), text("2"), text("3")} }), []string{first + ".rating.steps"}},
		"a step without a name":   {rated(func(r *item.Rating) { r.Steps = []model.Text{text("no"), nil} }), []string{first + ".rating.steps[1]"}},
		"favourable":              {rated(func(r *item.Rating) { r.Favourable, r.Unfavourable = []int32{5}, []int32{1, 2, 3} }), nil},
		"favourable beside it":    {rated(func(r *item.Rating) { r.Favourable = []int32{0} }), []string{first + ".rating.favourable"}},
		"both":                    {rated(func(r *item.Rating) { r.Favourable, r.Unfavourable = []int32{4}, []int32{4} }), []string{first + ".rating.unfavourable"}},
		"favourable twice":        {rated(func(r *item.Rating) { r.Favourable = []int32{4, 4} }), []string{first + ".rating.favourable"}},
		"a matrix of nothing":     {kind(item.Kind{Matrix: &item.Matrix{}}), []string{first + ".matrix.rows", first + ".matrix.scale"}},
		"a flat matrix":           {kind(item.Kind{Matrix: &item.Matrix{Rows: choices("a"), Scale: &item.Rating{}}}), []string{first + ".matrix.scale"}},
		"a row twice": {kind(item.Kind{Matrix: &item.Matrix{Rows: choices("a", "a"), Scale: &item.Rating{Max: 1}}}),
			[]string{first + ".matrix.rows[1].id"}},
		"one option":              {kind(item.Kind{Single: &item.Single{Options: choices("a")}}), []string{first + ".single.options"}},
		"an option with a dot":    {kind(item.Kind{Single: &item.Single{Options: choices("a", "b.c")}}), []string{first + ".single.options[1].id"}},
		"more than there are":     {kind(item.Kind{Multi: &item.Multi{Options: choices("a", "b"), Least: 3}}), []string{first + ".multi.least"}},
		"at most less":            {kind(item.Kind{Multi: &item.Multi{Options: choices("a", "b"), Least: 2, Most: 1}}), []string{first + ".multi.most"}},
		"at most all":             {kind(item.Kind{Multi: &item.Multi{Options: choices("a", "b"), Least: 2, Most: 2}}), nil},
		"eleven to rank":          {kind(item.Kind{Ranking: &item.Ranking{Options: choices(strings.Split("abcdefghijk", "")...)}}), []string{first + ".ranking.options"}},
		"a number":                {number(math.MinInt64, math.MaxInt64, 0), nil},
		"a number upside down":    {number(5, 4, 4), []string{first + ".number.max"}},
		"no bands":                {number(1, 5), []string{first + ".number.bounds"}},
		"a band after the end":    {number(1, 5, 5), []string{first + ".number.bounds"}},
		"a band before the range": {number(1, 5, 0, 3), []string{first + ".number.bounds"}},
		"bands that fall":         {number(1, 5, 3, 3), []string{first + ".number.bounds"}},
		"no such day":             {date("2026-02-30", "2026-12-31", "x"), []string{first + ".date.earliest", first + ".date.bounds[0]"}},
		"days upside down":        {date("2026-02-03", "2026-02-03", "2026-02-03"), []string{first + ".date.latest"}},
		"days that fall":          {date("2026-02-03", "2026-12-31", "2026-05-01", "2026-04-01"), []string{first + ".date.bounds"}},
		"too long":                {kind(item.Kind{ShortText: &item.FreeText{MaxLength: 201}}), []string{first + ".short_text.max_length"}},
		"longer":                  {kind(item.Kind{LongText: &item.FreeText{MaxLength: 4000}}), nil},
		"pages":                   {items(rating("a", 1, 5), paged(2, rating("b", 1, 5)), paged(4, rating("c", 1, 5))), nil},
		"a NUL in what helps":     {items(item.Item{ID: "a", Text: text("a"), Help: text("\x00"), Kind: item.Kind{Ces: &struct{}{}}}), []string{first + ".help"}},
		"a page back":             {items(paged(2, rating("a", 1, 5)), rating("b", 1, 5)), []string{"instrument.items[1].page"}},
		"too many titles":         {with(func(c *instrument.Content) { c.PageTitles = []model.Text{text("1"), text("2")} }), []string{"instrument.page_titles"}},
		"four people":             {with(func(c *instrument.Content) { c.LeastPeople = 4 }), []string{"instrument.least_people"}},
		"now and desired":         {items(rating("a", 1, 5), desired("a", rating("b", 1, 5))), nil},
		"desired first":           {items(desired("b", rating("a", 1, 5)), rating("b", 1, 5)), []string{first + ".desired_of"}},
		"desired of itself":       {items(desired("a", rating("a", 1, 5))), []string{first + ".desired_of"}},
		"another scale":           {items(rating("a", 1, 5), desired("a", rating("b", 1, 7))), []string{"instrument.items[1].desired_of"}},
		"another kind":            {items(rating("a", 1, 7), desired("a", of("b", item.Kind{Ces: &struct{}{}}))), []string{"instrument.items[1].desired_of"}},
		"desired of words": {items(of("a", item.Kind{LongText: &item.FreeText{}}), desired("a", of("b", item.Kind{LongText: &item.FreeText{}}))),
			[]string{"instrument.items[1].desired_of"}},
		"desired twice": {items(rating("a", 1, 5), desired("a", rating("b", 1, 5)), desired("a", rating("c", 1, 5))), []string{"instrument.items[2].desired_of"}},
		"desired of what is desired": {items(rating("a", 1, 5), desired("a", rating("b", 1, 5)), desired("b", rating("c", 1, 5))),
			[]string{"instrument.items[2].desired_of"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := instrument.New(c.content)
			requireFields(t, c.fields, err)
		})
	}
}

func requireFields(t *testing.T, fields []string, err error) {
	t.Helper()
	if fields == nil {
		require.NoError(t, err)
		return
	}
	var fault *model.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "INVALID_FIELD", fault.Reason)
	var found []string
	for _, violation := range fault.Violations {
		found = append(found, violation.Field)
		require.NotEmpty(t, violation.Why.En)
		require.NotEmpty(t, violation.Why.ZhCN)
	}
	require.Equal(t, fields, found)
}

func TestColumns(t *testing.T) {
	made, err := instrument.New(everything())
	require.NoError(t, err)
	type column struct {
		ID                       string
		Item, Options, Construct int
	}
	var got []column
	for _, c := range made.Columns() {
		require.Len(t, c.Scores, c.Options)
		got = append(got, column{c.ID, c.Item, c.Options, c.Construct})
	}
	require.Equal(t, []column{
		{"r", 0, 5, 0}, {"m.a", 1, 7, 1}, {"m.b", 1, 7, 1}, {"nps", 2, 11, 2}, {"ces", 3, 7, 3}, {"s", 4, 3, 4},
		{"multi.x", 5, 2, 5}, {"multi.y", 5, 2, 5}, {"multi.z", 5, 2, 5}, {"rank.x", 6, 3, 6}, {"rank.y", 6, 3, 6}, {"rank.z", 6, 3, 6},
		{"n", 7, 4, 7}, {"d", 8, 2, 8}, {"ok", 11, 2, 9},
	}, got)
	require.Equal(t, 10, made.Blocks())
	require.Len(t, made.Blank(), 15)
	columns := made.Columns()
	require.Equal(t, score.Rating(1, 5), *columns[0].Scale)
	require.Equal(t, []float64{-3, -2, -1, 0, 1, 2, 3}, columns[1].Scores)
	require.Equal(t, score.Scale{Options: 11, FavourableOptions: []int{9, 10}, UnfavourableOptions: []int{0, 1, 2, 3, 4, 5, 6}}, *columns[3].Scale)
	require.Equal(t, score.Rating(1, 7), *columns[4].Scale)
	for _, none := range []int{5, 6, 12, 13, 14} {
		require.Nil(t, columns[none].Scale)
		require.True(t, math.IsNaN(columns[none].Scores[0]))
	}
	require.Equal(t, score.Scale{Lowest: 1, Options: 3}, *columns[9].Scale)

	narrow, err := instrument.New(items(of("n", item.Kind{Number: &item.Number{Min: 2, Max: 4, Bounds: []int64{2, 3}}})))
	require.NoError(t, err)
	require.Equal(t, score.Scale{Lowest: 2, Options: 3}, *narrow.Columns()[0].Scale, "bands of one value each are a scale")
}

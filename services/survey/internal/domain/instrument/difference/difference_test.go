package difference_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/difference"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

func text(en string) model.Text { return model.Text{"en": en} }

func content() instrument.Content {
	return instrument.Content{
		DisplayName: text("Pulse"), PageTitles: []model.Text{text("One")},
		Items: []item.Item{
			{ID: "q1", Text: text("I belong."), Kind: item.Kind{Rating: &item.Rating{Min: 1, Max: 5, Steps: []model.Text{text("no"), text("yes")}}}},
			{ID: "q2", Text: text("Where?"), Kind: item.Kind{Single: &item.Single{Options: []item.Choice{{ID: "a", Text: text("A")}, {ID: "b", Text: text("B")}}}}},
			{ID: "q3", Text: text("Rows"), Kind: item.Kind{Matrix: &item.Matrix{Rows: []item.Choice{{ID: "r", Text: text("R")}}, Scale: &item.Rating{Max: 4}}}},
		},
		Constructs:    []instrument.Construct{{ID: "c", DisplayName: text("C"), Items: []instrument.ConstructItem{{Item: "q1"}}}},
		LinearIndexes: []instrument.LinearIndex{{ID: "l", DisplayName: text("L"), Terms: []instrument.Term{{Item: "q1", Coefficient: 2}}}},
	}
}

func TestChanges(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*instrument.Content)
		want   difference.Change
	}{
		"a translation": {func(c *instrument.Content) {
			c.Items[0].Text = model.Text{"en": "I belong.", "zh-CN": "我有归属感。"}
		},
			difference.Change{Path: "items.q1.text.zh-CN", Kind: difference.Text, After: "我有归属感。",
				Sentence: model.Say("In item q1, the wording in zh-CN reads “我有归属感。” instead of not set.", "题目 q1：表述（zh-CN）为 “我有归属感。”，此前为 未设置。")}},
		"a step's name": {func(c *instrument.Content) { c.Items[0].Rating.Steps[1] = text("always") },
			difference.Change{Path: "items.q1.rating.steps.2.en", Kind: difference.Text, Before: "yes", After: "always",
				Sentence: model.Say("In item q1, the names of steps (2) in en reads “always” instead of “yes”.", "题目 q1：等级名称（第 2 个）（en）为 “always”，此前为 “yes”。")}},
		"a page's title": {func(c *instrument.Content) { c.PageTitles[0] = text("First") },
			difference.Change{Path: "page_titles.1.en", Kind: difference.Text, Before: "One", After: "First",
				Sentence: model.Say("In the instrument, the titles of pages (1) in en reads “First” instead of “One”.", "问卷：页标题（第 1 个）（en）为 “First”，此前为 “One”。")}},
		"a scale": {func(c *instrument.Content) { c.Items[0].Rating.Max = 7 },
			difference.Change{Path: "items.q1.rating.max", Kind: difference.Changed, Before: "5", After: "7",
				Sentence: model.Say("In item q1, the highest value is “7” instead of “5”.", "题目 q1：最大值为 “7”，此前为 “5”。")}},
		"the scale of a matrix": {func(c *instrument.Content) { c.Items[2].Matrix.Scale.Favourable = []int32{4} },
			difference.Change{Path: "items.q3.matrix.scale.favourable", Kind: difference.Changed, After: "[4]",
				Sentence: model.Say("In item q3, what is favourable is “[4]” instead of not set.", "题目 q3：赞同选项为 “[4]”，此前为 未设置。")}},
		"steps": {func(c *instrument.Content) { c.Items[0].Rating.Steps = nil },
			difference.Change{Path: "items.q1.rating.steps", Kind: difference.Changed, Before: "2", After: "0",
				Sentence: model.Say("In item q1, the names of steps is “0” instead of “2”.", "题目 q1：等级名称为 “0”，此前为 “2”。")}},
		"a need": {func(c *instrument.Content) { c.Items[0].Required = true },
			difference.Change{Path: "items.q1.required", Kind: difference.Changed, After: "true",
				Sentence: model.Say("In item q1, whether it must be answered is yes instead of no.", "题目 q1：是否必答为 是，此前为 否。")}},
		"a kind": {func(c *instrument.Content) { c.Items[0].Kind = item.Kind{Nps: &struct{}{}} },
			difference.Change{Path: "items.q1.kind", Kind: difference.Changed, Before: "rating", After: "nps",
				Sentence: model.Say("In item q1, the kind is an NPS instead of a rating.", "题目 q1：题型为 净推荐值题，此前为 评分题。")}},
		"a new option": {func(c *instrument.Content) {
			c.Items[1].Single.Options = append(c.Items[1].Single.Options, item.Choice{ID: "c", Text: text("C")})
		}, difference.Change{Path: "items.q2.single.options.c", Kind: difference.Added, After: "C",
			Sentence: model.Say("There is option c of item q2 now: “C”.", "新增题目 q2 的选项 c：“C”。")}},
		"an item less": {func(c *instrument.Content) { c.Items = c.Items[:2] },
			difference.Change{Path: "items.q3", Kind: difference.Removed, Before: "Rows",
				Sentence: model.Say("There is item q3 no more: “Rows”.", "删除题目 q3：“Rows”。")}},
		"another order": {func(c *instrument.Content) { c.Items[0], c.Items[1] = c.Items[1], c.Items[0] },
			difference.Change{Path: "items", Kind: difference.Changed, Before: "q1, q2, q3", After: "q2, q1, q3",
				Sentence: model.Say("In the instrument, the order of items is “q2, q1, q3” instead of “q1, q2, q3”.", "问卷：题目顺序为 “q2, q1, q3”，此前为 “q1, q2, q3”。")}},
		"a direction": {func(c *instrument.Content) { c.Constructs[0].Items[0].Reversed = true },
			difference.Change{Path: "constructs.c.items.q1.reversed", Kind: difference.Changed, After: "true",
				Sentence: model.Say("In item q1 of construct c, whether it is turned round is yes instead of no.", "维度 c 的题目 q1：是否反向计分为 是，此前为 否。")}},
		"a coefficient": {func(c *instrument.Content) { c.LinearIndexes[0].Terms[0].Coefficient = -35 },
			difference.Change{Path: "linear_indexes.l.terms.q1.coefficient", Kind: difference.Changed, Before: "2", After: "-35",
				Sentence: model.Say("In term q1 of linear index l, the coefficient is “-35” instead of “2”.", "线性指数 l 的项 q1：系数为 “-35”，此前为 “2”。")}},
	} {
		t.Run(name, func(t *testing.T) {
			after := content()
			c.change(&after)
			changes := difference.Of(content(), after)
			require.Equal(t, []difference.Change{c.want}, changes)
			require.Equal(t, c.want.Kind == difference.Text, difference.TextsAlone(changes))
			require.Len(t, difference.Of(after, content()), 1)
		})
	}
	require.Empty(t, difference.Of(content(), content()))
}

// Every field that is kept has a name for people, so that no sentence has a hole.
func TestEveryFieldHasWords(t *testing.T) {
	var visit func(of reflect.Type)
	seen := map[reflect.Type]bool{}
	visit = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || seen[of] {
			return
		}
		seen[of] = true
		for n := range of.NumField() {
			field := of.Field(n)
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
				require.True(t, difference.Named(name), "%s.%s", of, name)
			}
			visit(field.Type)
		}
	}
	visit(reflect.TypeFor[instrument.Content]())
	require.Greater(t, len(seen), 12)
}

package domain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

func item(id string, required bool, low, high int32) domain.Item {
	return domain.Item{ID: id, Text: model.Text{"en": id}, Required: required, Min: low, Max: high}
}

func TestNewItems(t *testing.T) {
	many := make([]domain.Item, 201)
	for i := range many {
		many[i] = item("i"+strings.Repeat("x", i%30)+string(rune('a'+i/30)), false, 1, 5)
	}
	untitled := item("a", false, 1, 5)
	untitled.Text = nil
	tests := []struct {
		name  string
		items []domain.Item
		field string // of the refusal; "" for none
	}{
		{"none", nil, "instrument.items"},
		{"one", []domain.Item{item("a", true, 1, 5)}, ""},
		{"200", many[:200], ""},
		{"201", many, "instrument.items"},
		{"the same id", []domain.Item{item("a", true, 1, 5), item("a", false, 0, 10)}, "instrument.items[1].id"},
		{"ids that differ by case", []domain.Item{item("a", true, 1, 5), item("A", false, 0, 10)}, ""},
		{"an empty id", []domain.Item{item("", true, 1, 5)}, "instrument.items[0].id"},
		{"a digit first", []domain.Item{item("1a", true, 1, 5)}, "instrument.items[0].id"},
		{"a dash", []domain.Item{item("a-b", true, 1, 5)}, "instrument.items[0].id"},
		{"32 characters", []domain.Item{item(strings.Repeat("a", 32), true, 1, 5)}, ""},
		{"33 characters", []domain.Item{item(strings.Repeat("a", 33), true, 1, 5)}, "instrument.items[0].id"},
		{"a line break", []domain.Item{item("a\n", true, 1, 5)}, "instrument.items[0].id"},
		{"no text", []domain.Item{untitled}, "instrument.items[0].text"},
		{"1 point", []domain.Item{item("a", true, 3, 3)}, "instrument.items[0].rating"},
		{"2 points", []domain.Item{item("a", true, 0, 1)}, ""},
		{"11 points", []domain.Item{item("a", true, -5, 5)}, ""},
		{"12 points", []domain.Item{item("a", true, 0, 11)}, "instrument.items[0].rating"},
		{"upside down", []domain.Item{item("a", true, 5, 1)}, "instrument.items[0].rating"},
		{"the widest there is", []domain.Item{item("a", true, -2147483648, 2147483647)}, "instrument.items[0].rating"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			items, err := domain.NewItems(test.items)
			if test.field == "" {
				require.NoError(t, err)
				require.Equal(t, test.items, items.All())
				return
			}
			var fault *model.Fault
			require.ErrorAs(t, err, &fault)
			require.Equal(t, "INVALID_FIELD", fault.Reason)
			require.Equal(t, test.field, fault.Violations[0].Field)
		})
	}
}

func TestFillIn(t *testing.T) {
	items, err := domain.NewItems([]domain.Item{item("a", true, 1, 5), item("b", false, 0, 10), item("c", false, -3, 3)})
	require.NoError(t, err)
	answers := func(pairs ...any) (all []domain.Answer) {
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, domain.Answer{Item: pairs[i].(string), Rating: int32(pairs[i+1].(int))})
		}
		return all
	}
	tests := []struct {
		name          string
		answers       []domain.Answer
		want          []byte
		item, problem string
	}{
		{"all", answers("a", 1, "b", 0, "c", -3), []byte{1, 1, 1}, "", ""},
		{"the other ends, in another order", answers("c", 3, "b", 10, "a", 5), []byte{5, 11, 7}, "", ""},
		{"what is needed", answers("a", 3), []byte{3, 0, 0}, "", ""},
		{"nothing", nil, nil, "a", "MISSING"},
		{"not what is needed", answers("b", 3), nil, "a", "MISSING"},
		{"unknown", answers("a", 3, "d", 3), nil, "d", "UNKNOWN_ITEM"},
		{"twice", answers("a", 3, "b", 0, "b", 0), nil, "b", "TWICE"},
		{"below", answers("a", 0), nil, "a", "OUTSIDE_SCALE"},
		{"above", answers("a", 6), nil, "a", "OUTSIDE_SCALE"},
		{"far above", answers("a", 257), nil, "a", "OUTSIDE_SCALE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sheet, err := items.FillIn(test.answers)
			require.Equal(t, test.want, sheet)
			if test.problem == "" {
				require.NoError(t, err)
				return
			}
			var fault *model.Fault
			require.ErrorAs(t, err, &fault)
			require.ErrorIs(t, err, domain.ErrAnswerInvalid)
			require.Equal(t, map[string]string{"item": test.item, "problem": test.problem}, fault.Meta)
		})
	}
}

// What stands on a sheet is what was answered, and every sheet of an instrument has the same length.
func TestSheetsRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := make([]domain.Item, rapid.IntRange(1, 20).Draw(r, "items"))
		for i := range all {
			low := rapid.Int32Range(-100, 90).Draw(r, "min")
			all[i] = item("i"+string(rune('a'+i)), false, low, low+rapid.Int32Range(1, 10).Draw(r, "points"))
		}
		items, err := domain.NewItems(all)
		require.NoError(r, err)
		var answers []domain.Answer
		for _, one := range all {
			if rapid.Bool().Draw(r, "answered") {
				answers = append(answers, domain.Answer{Item: one.ID, Rating: rapid.Int32Range(one.Min, one.Max).Draw(r, "rating")})
			}
		}
		sheet, err := items.FillIn(answers)
		require.NoError(r, err)
		require.Len(r, sheet, len(items.Blank()))
		require.Equal(r, answers, items.Read(sheet))
	})
}

func TestItemsCannotBeChanged(t *testing.T) {
	given := []domain.Item{item("a", true, 1, 5)}
	items, err := domain.NewItems(given)
	require.NoError(t, err)
	given[0].Max = 99
	items.All()[0].Max = 99
	_, err = items.FillIn([]domain.Answer{{Item: "a", Rating: 9}})
	require.ErrorIs(t, err, domain.ErrAnswerInvalid)
}

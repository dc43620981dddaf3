package instrument_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// drawn is any valid instrument, answers to some of its items, and what is read back of them.
func drawn(r *rapid.T) (content instrument.Content, answers, read []item.Answer) {
	content.DisplayName = text("Drawn")
	for n := range rapid.IntRange(1, 12).Draw(r, "items") {
		one, parts := drawnItem(r, fmt.Sprintf("i%d", n))
		content.Items = append(content.Items, one)
		for _, part := range parts {
			if rapid.Bool().Draw(r, "answered") {
				given, back := part.draw()
				answers, read = append(answers, answer(part.id, given)), append(read, answer(part.id, back))
			}
		}
	}
	return content, answers, read
}

// drawnPart draws an answer to it, and says how that is read back.
type drawnPart struct {
	id   string
	draw func() (given, back item.Value)
}

func drawnItem(r *rapid.T, id string) (item.Item, []drawnPart) {
	one := func(kind item.Kind, draw func() (given, back item.Value)) (item.Item, []drawnPart) {
		return of(id, kind), []drawnPart{{id, draw}}
	}
	rate := func(low, high int32) func() (item.Value, item.Value) {
		return func() (item.Value, item.Value) {
			value := item.Rated(rapid.Int32Range(low, high).Draw(r, "rating"))
			return value, value
		}
	}
	low := rapid.Int32Range(-100, 90).Draw(r, "min")
	high := low + rapid.Int32Range(1, 10).Draw(r, "points")
	var ids []string
	for n := range rapid.IntRange(2, 10).Draw(r, "options") {
		ids = append(ids, fmt.Sprintf("o%d", n))
	}
	switch rapid.IntRange(0, 9).Draw(r, "kind") {
	case 0:
		return one(item.Kind{Rating: &item.Rating{Min: low, Max: high}}, rate(low, high))
	case 1:
		var parts []drawnPart
		for _, row := range ids {
			parts = append(parts, drawnPart{id + "." + row, rate(low, high)})
		}
		return of(id, item.Kind{Matrix: &item.Matrix{Rows: choices(ids...), Scale: &item.Rating{Min: low, Max: high}}}), parts
	case 2:
		return one(item.Kind{Nps: &struct{}{}}, rate(0, 10))
	case 3:
		return one(item.Kind{Single: &item.Single{Options: choices(ids...)}}, func() (item.Value, item.Value) {
			value := item.Chosen(rapid.SampledFrom(ids).Draw(r, "option"))
			return value, value
		})
	case 4:
		return one(item.Kind{Multi: &item.Multi{Options: choices(ids...)}}, func() (item.Value, item.Value) {
			chosen := rapid.SliceOfDistinct(rapid.SampledFrom(ids), func(id string) string { return id }).Draw(r, "chosen")
			return item.Several(chosen), append(item.Several{}, slices.Sorted(slices.Values(chosen))...)
		})
	case 5:
		return one(item.Kind{Ranking: &item.Ranking{Options: choices(ids...)}}, func() (item.Value, item.Value) {
			value := item.Several(rapid.Permutation(ids).Draw(r, "order"))
			return value, value
		})
	case 6:
		bounds := slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.Int64Range(0, 999), 1, 20, rapid.ID[int64]).Draw(r, "bounds")))
		return one(item.Kind{Number: &item.Number{Max: 1000, Bounds: bounds}}, func() (item.Value, item.Value) {
			number := rapid.Int64Range(0, 1000).Draw(r, "number")
			band := 1
			for _, bound := range bounds {
				if number > bound {
					band++
				}
			}
			return item.Counted(number), item.Banded(band)
		})
	case 7:
		day := func(n int) string { return model.Day(20_000 + n).String() }
		return one(item.Kind{Date: &item.Date{Earliest: day(0), Latest: day(99), Bounds: []string{day(49)}}}, func() (item.Value, item.Value) {
			n := rapid.IntRange(0, 99).Draw(r, "day")
			return item.Dated(day(n)), item.Banded(1 + n/50)
		})
	case 8:
		return one(item.Kind{LongText: &item.FreeText{}}, func() (item.Value, item.Value) {
			value := item.Written(rapid.StringMatching(`[a-z好👍]([a-z好👍 \n]{0,50}[a-z好👍])?`).Draw(r, "words"))
			return value, value
		})
	default:
		return one(item.Kind{Consent: &struct{}{}}, func() (item.Value, item.Value) {
			value := item.Agreed(rapid.Bool().Draw(r, "agreed"))
			return value, value
		})
	}
}

package instrument

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Write says what people decided about an instrument.
func Write(c domain.Content) *surveyv1.Instrument {
	return &surveyv1.Instrument{
		DisplayName: resource.Localized(c.DisplayName), Purpose: resource.Localized(c.Purpose), Reading: resource.Localized(c.Reading),
		Minutes: c.Minutes, LeastPeople: c.LeastPeople, Shuffle: c.Shuffle, PageTitles: localized(c.PageTitles),
		Items: each(c.Items, writeItem), Constructs: each(c.Constructs, writeConstruct), LinearIndexes: each(c.LinearIndexes, writeLinear),
		Licence: surveyv1.Licence(c.Licence), Warning: resource.Localized(c.Warning), Outcome: c.Outcome,
	}
}

func localized(all []model.Text) []*typev1.LocalizedText { return each(all, resource.Localized) }

func writeItem(i item.Item) *surveyv1.Item {
	out := &surveyv1.Item{
		Id: i.ID, Text: resource.Localized(i.Text), Required: i.Required, Help: resource.Localized(i.Help), Page: i.Page,
		Condition: i.Condition, DesiredOf: i.DesiredOf,
	}
	switch k := i.Kind; k.Name() {
	case "rating":
		out.Kind = &surveyv1.Item_Rating{Rating: writeRating(k.Rating)}
	case "matrix":
		out.Kind = &surveyv1.Item_Matrix{Matrix: &surveyv1.Matrix{Rows: written(k.Matrix.Rows), Scale: writeRating(k.Matrix.Scale)}}
	case "nps":
		out.Kind = &surveyv1.Item_Nps{Nps: &surveyv1.Nps{}}
	case "ces":
		out.Kind = &surveyv1.Item_Ces{Ces: &surveyv1.Ces{}}
	case "single":
		out.Kind = &surveyv1.Item_Single{Single: &surveyv1.Single{Options: written(k.Single.Options)}}
	case "multi":
		out.Kind = &surveyv1.Item_Multi{Multi: &surveyv1.Multi{Options: written(k.Multi.Options), Least: k.Multi.Least, Most: k.Multi.Most}}
	case "ranking":
		out.Kind = &surveyv1.Item_Ranking{Ranking: &surveyv1.Ranking{Options: written(k.Ranking.Options)}}
	case "number":
		out.Kind = &surveyv1.Item_Number{Number: &surveyv1.Number{
			Min: k.Number.Min, Max: k.Number.Max, Bounds: k.Number.Bounds, Unit: resource.Localized(k.Number.Unit),
		}}
	case "date":
		out.Kind = &surveyv1.Item_Date{Date: &surveyv1.DateItem{Earliest: k.Date.Earliest, Latest: k.Date.Latest, Bounds: k.Date.Bounds}}
	case "short_text":
		out.Kind = &surveyv1.Item_ShortText{ShortText: &surveyv1.ShortText{MaxLength: k.ShortText.MaxLength}}
	case "long_text":
		out.Kind = &surveyv1.Item_LongText{LongText: &surveyv1.LongText{MaxLength: k.LongText.MaxLength}}
	case "consent":
		out.Kind = &surveyv1.Item_Consent{Consent: &surveyv1.Consent{}}
	}
	return out
}

func writeRating(r *item.Rating) *surveyv1.Rating {
	return &surveyv1.Rating{Min: r.Min, Max: r.Max, Steps: localized(r.Steps), Favourable: r.Favourable, Unfavourable: r.Unfavourable}
}

func written(all []item.Choice) []*surveyv1.Choice {
	return each(all, func(one item.Choice) *surveyv1.Choice {
		return &surveyv1.Choice{Id: one.ID, Text: resource.Localized(one.Text)}
	})
}

func writeConstruct(c domain.Construct) *surveyv1.Construct {
	return &surveyv1.Construct{
		Id: c.ID, DisplayName: resource.Localized(c.DisplayName), Parent: c.Parent, Weight: c.Weight, Reading: resource.Localized(c.Reading),
		Items: each(c.Items, func(one domain.ConstructItem) *surveyv1.ConstructItem {
			return &surveyv1.ConstructItem{Item: one.Item, Reversed: one.Reversed, Weight: one.Weight}
		}),
	}
}

func writeLinear(l domain.LinearIndex) *surveyv1.LinearIndex {
	return &surveyv1.LinearIndex{
		Id: l.ID, DisplayName: resource.Localized(l.DisplayName), Constant: l.Constant,
		Terms: each(l.Terms, func(one domain.Term) *surveyv1.Term {
			return &surveyv1.Term{Item: one.Item, Coefficient: one.Coefficient}
		}),
	}
}

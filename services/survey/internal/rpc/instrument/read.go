// Package instrument answers the calls about instruments, and has the words of the contract for them and for answers.
package instrument

import (
	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Read is what people decide about an instrument.
func Read(from *surveyv1.Instrument) domain.Content {
	return domain.Content{
		DisplayName: from.GetDisplayName().GetTexts(), Purpose: from.GetPurpose().GetTexts(), Reading: from.GetReading().GetTexts(),
		Minutes: from.GetMinutes(), LeastPeople: from.GetLeastPeople(), Shuffle: from.GetShuffle(), PageTitles: texts(from.GetPageTitles()),
		Items: each(from.GetItems(), readItem), Constructs: each(from.GetConstructs(), readConstruct),
		LinearIndexes: each(from.GetLinearIndexes(), readLinear), Licence: domain.Licence(from.GetLicence()), Warning: from.GetWarning().GetTexts(),
		Outcome: from.GetOutcome(),
	}
}

// each is nil for none.
func each[From, To any](all []From, read func(From) To) []To {
	var made []To
	for _, one := range all {
		made = append(made, read(one))
	}
	return made
}

func texts(all []*typev1.LocalizedText) []model.Text {
	return each(all, func(text *typev1.LocalizedText) model.Text { return text.GetTexts() })
}

func readItem(from *surveyv1.Item) item.Item {
	return item.Item{
		ID: from.GetId(), Text: from.GetText().GetTexts(), Required: from.GetRequired(), Help: from.GetHelp().GetTexts(), Page: from.GetPage(),
		Condition: from.GetCondition(), DesiredOf: from.GetDesiredOf(), Kind: readKind(from),
	}
}

func readKind(from *surveyv1.Item) item.Kind {
	switch kind := from.GetKind().(type) {
	case *surveyv1.Item_Rating:
		return item.Kind{Rating: readRating(kind.Rating)}
	case *surveyv1.Item_Matrix:
		return item.Kind{Matrix: &item.Matrix{Rows: choices(kind.Matrix.GetRows()), Scale: readRating(kind.Matrix.GetScale())}}
	case *surveyv1.Item_Nps:
		return item.Kind{Nps: &struct{}{}}
	case *surveyv1.Item_Ces:
		return item.Kind{Ces: &struct{}{}}
	case *surveyv1.Item_Single:
		return item.Kind{Single: &item.Single{Options: choices(kind.Single.GetOptions())}}
	case *surveyv1.Item_Multi:
		return item.Kind{Multi: &item.Multi{Options: choices(kind.Multi.GetOptions()), Least: kind.Multi.GetLeast(), Most: kind.Multi.GetMost()}}
	case *surveyv1.Item_Ranking:
		return item.Kind{Ranking: &item.Ranking{Options: choices(kind.Ranking.GetOptions())}}
	case *surveyv1.Item_Number:
		return item.Kind{Number: &item.Number{
			Min: kind.Number.GetMin(), Max: kind.Number.GetMax(), Bounds: kind.Number.GetBounds(), Unit: kind.Number.GetUnit().GetTexts(),
		}}
	case *surveyv1.Item_Date:
		return item.Kind{Date: &item.Date{Earliest: kind.Date.GetEarliest(), Latest: kind.Date.GetLatest(), Bounds: kind.Date.GetBounds()}}
	case *surveyv1.Item_ShortText:
		return item.Kind{ShortText: &item.FreeText{MaxLength: kind.ShortText.GetMaxLength()}}
	case *surveyv1.Item_LongText:
		return item.Kind{LongText: &item.FreeText{MaxLength: kind.LongText.GetMaxLength()}}
	case *surveyv1.Item_Consent:
		return item.Kind{Consent: &struct{}{}}
	}
	return item.Kind{}
}

func readRating(from *surveyv1.Rating) *item.Rating {
	if from == nil {
		return nil
	}
	return &item.Rating{
		Min: from.GetMin(), Max: from.GetMax(), Steps: texts(from.GetSteps()), Favourable: from.GetFavourable(), Unfavourable: from.GetUnfavourable(),
	}
}

func choices(from []*surveyv1.Choice) []item.Choice {
	return each(from, func(one *surveyv1.Choice) item.Choice {
		return item.Choice{ID: one.GetId(), Text: one.GetText().GetTexts()}
	})
}

func readConstruct(from *surveyv1.Construct) domain.Construct {
	return domain.Construct{
		ID: from.GetId(), DisplayName: from.GetDisplayName().GetTexts(), Parent: from.GetParent(), Weight: from.GetWeight(), Reading: from.GetReading().GetTexts(),
		Items: each(from.GetItems(), func(one *surveyv1.ConstructItem) domain.ConstructItem {
			return domain.ConstructItem{Item: one.GetItem(), Reversed: one.GetReversed(), Weight: one.GetWeight()}
		}),
	}
}

func readLinear(from *surveyv1.LinearIndex) domain.LinearIndex {
	return domain.LinearIndex{
		ID: from.GetId(), DisplayName: from.GetDisplayName().GetTexts(), Constant: from.GetConstant(),
		Terms: each(from.GetTerms(), func(one *surveyv1.Term) domain.Term {
			return domain.Term{Item: one.GetItem(), Coefficient: one.GetCoefficient()}
		}),
	}
}

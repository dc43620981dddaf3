// Package released is what every reader gets of a release: what it is about, what was asked, and the cells and comments within their reach. Exports are
// made of nothing else, so nothing else can be in them.
package released

import (
	"iter"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Release is one reader's view of a release.
type Release struct {
	About      *surveyv1.Release
	Instrument *surveyv1.Instrument
	// Cells are those within the reader's reach with all their figures, in their order. They can be asked for more than once.
	Cells iter.Seq2[*surveyv1.Cell, error]
	// Comments and Themes are those within the reader's reach, in their order. They can be asked for more than once.
	Comments iter.Seq2[*surveyv1.Comment, error]
	Themes   iter.Seq2[*surveyv1.ItemThemes, error]
	// Locale is the language of texts, "en" or "zh-CN".
	Locale string
}

// Chinese is the locale that is not English.
const Chinese = "zh-CN"

// Text is a text in the reader's language.
func (r Release) Text(text *typev1.LocalizedText) string {
	return model.Text(text.GetTexts()).In(r.Locale)
}

// Say is the one of two texts that is in the reader's language.
func (r Release) Say(words model.Words) string {
	if r.Locale == Chinese {
		return words.ZhCN
	}
	return words.En
}

// Question is what was asked by the item with the id, in the reader's language; "" by none.
func (r Release) Question(id string) string {
	for _, item := range r.Instrument.GetItems() {
		if item.GetId() == id {
			return r.Text(item.GetText())
		}
	}
	return ""
}

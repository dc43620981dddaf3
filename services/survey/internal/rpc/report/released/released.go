// Package released is what every reader gets of a release: what it is about, what was asked, and the cells and comments within their reach. Exports are
// made of nothing else, so nothing else can be in them.
package released

import (
	"iter"
	"time"

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
	// Norms are what others answered to the instrument, the newest first.
	Norms []*surveyv1.Norm
	// History tells how a cell came to be where it is, nil where no wave before this one shows it; nil itself where nobody can ask.
	History func(*surveyv1.Cell) (*History, error)
}

// History is a cell in the waves that its survey repeats.
type History struct {
	// Change is the cell less the same cell of the wave before, which closed on the day of Since.
	Change *surveyv1.CellComparison
	Since  time.Time
	Trends *surveyv1.ListTrendsResponse
}

// Past is the history of a cell, nil for none.
func (r Release) Past(cell *surveyv1.Cell) (*History, error) {
	if r.History == nil {
		return nil, nil
	}
	return r.History(cell)
}

// Title is what the survey is called, or what asks where it has no name.
func (r Release) Title() string {
	if title := r.Text(r.About.GetDisplayName()); title != "" {
		return title
	}
	return r.Text(r.Instrument.GetDisplayName())
}

// Level is what the level of a cell is called.
func (r Release) Level(cell *surveyv1.Cell) string {
	if name := r.Text(cell.GetLevelName()); name != "" {
		return name
	}
	return cell.GetLevel()
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

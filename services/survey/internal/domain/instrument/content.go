// Package instrument is what a questionnaire asks and measures: its items, constructs and indexes, what is wrong with them, and how the answers to
// it stand on a sheet.
package instrument

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Content is all that people decide about an instrument. Its names in JSON are those under which it is kept.
type Content struct {
	DisplayName model.Text `json:"display_name"`
	// Purpose is what it is for, Reading how to read its results.
	Purpose model.Text `json:"purpose,omitempty"`
	Reading model.Text `json:"reading,omitempty"`
	// Minutes is how long it takes; 0 when it says nothing.
	Minutes int32 `json:"minutes,omitempty"`
	// LeastPeople is the fewest of whom its figures may be shown; 0 is 5.
	LeastPeople int32 `json:"least_people,omitempty"`
	// Shuffle has the items of a page come in another order for each person.
	Shuffle       bool          `json:"shuffle,omitempty"`
	PageTitles    []model.Text  `json:"page_titles,omitempty"`
	Items         []item.Item   `json:"items"`
	Constructs    []Construct   `json:"constructs,omitempty"`
	LinearIndexes []LinearIndex `json:"linear_indexes,omitempty"`
	// Outcome is the construct, rating or row with which the other constructs are said to go together; "" for none.
	Outcome string  `json:"outcome,omitempty"`
	Licence Licence `json:"licence,omitempty"`
	// Warning is what everybody who reads its figures must know.
	Warning model.Text `json:"warning,omitempty"`
}

// Licence is under which terms an instrument may be used. The numbers are those of hearth.survey.v1.Licence.
type Licence int32

// The licences.
const (
	Own Licence = iota
	OpenLicence
	RequiresPermission
)

// Construct is something that items measure together, and may stand below another one.
type Construct struct {
	ID          string     `json:"id"`
	DisplayName model.Text `json:"display_name"`
	// Parent is the construct above, "" for a root; it stands before this one.
	Parent string `json:"parent,omitempty"`
	// Weight is that within the parent; 0 is 1.
	Weight  float64         `json:"weight,omitempty"`
	Items   []ConstructItem `json:"items,omitempty"`
	Reading model.Text      `json:"reading,omitempty"`
}

// ConstructItem is an item, or a row of a matrix, as a part of its construct.
type ConstructItem struct {
	Item     string `json:"item"`
	Reversed bool   `json:"reversed,omitempty"`
	// Weight is that within the construct; 0 is 1.
	Weight float64 `json:"weight,omitempty"`
}

// LinearIndex is an index that is defined as data.
type LinearIndex struct {
	ID          string     `json:"id"`
	DisplayName model.Text `json:"display_name"`
	Terms       []Term     `json:"terms"`
	Constant    float64    `json:"constant,omitempty"`
}

// Term is one summand of a linear index.
type Term struct {
	Item        string  `json:"item"`
	Coefficient float64 `json:"coefficient"`
}

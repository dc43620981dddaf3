// Package item knows the kinds of questions that an instrument may ask: what each must say of itself, and how an answer to it stands on
// a sheet.
package item

import (
	"github.com/hearth-culture/hearth/internal/model"
)

// Item is one question. Its names in JSON are those under which it is kept.
type Item struct {
	ID       string     `json:"id"`
	Text     model.Text `json:"text"`
	Required bool       `json:"required,omitempty"`
	Help     model.Text `json:"help,omitempty"`
	// Page counts from 1; 0 is 1.
	Page int32 `json:"page,omitempty"`
	// Condition says in CEL when it is shown; always when empty.
	Condition string `json:"condition,omitempty"`
	// DesiredOf is the item that asks of now what this one asks of how it should be.
	DesiredOf string `json:"desired_of,omitempty"`
	Kind
}

// OnPage is the page on which it stands, from 1.
func (i Item) OnPage() int32 { return max(i.Page, 1) }

// Kind is how an item is answered: one of these is set.
type Kind struct {
	Rating    *Rating   `json:"rating,omitempty"`
	Matrix    *Matrix   `json:"matrix,omitempty"`
	Nps       *struct{} `json:"nps,omitempty"`
	Ces       *struct{} `json:"ces,omitempty"`
	Single    *Single   `json:"single,omitempty"`
	Multi     *Multi    `json:"multi,omitempty"`
	Ranking   *Ranking  `json:"ranking,omitempty"`
	Number    *Number   `json:"number,omitempty"`
	Date      *Date     `json:"date,omitempty"`
	ShortText *FreeText `json:"short_text,omitempty"`
	LongText  *FreeText `json:"long_text,omitempty"`
	Consent   *struct{} `json:"consent,omitempty"`
}

// Name is that of the kind in the contract; "" where none or several are set.
func (k Kind) Name() string {
	name, set := "", 0
	for of, is := range map[string]bool{
		"rating": k.Rating != nil, "matrix": k.Matrix != nil, "nps": k.Nps != nil, "ces": k.Ces != nil, "single": k.Single != nil,
		"multi": k.Multi != nil, "ranking": k.Ranking != nil, "number": k.Number != nil, "date": k.Date != nil,
		"short_text": k.ShortText != nil, "long_text": k.LongText != nil, "consent": k.Consent != nil,
	} {
		if is {
			name = of
			set++
		}
	}
	if set != 1 {
		return ""
	}
	return name
}

// Rating is a scale of whole numbers.
type Rating struct {
	Min int32 `json:"min"`
	Max int32 `json:"max"`
	// Steps are the names from the lowest step on: of all, of the first and the last, or of none.
	Steps []model.Text `json:"steps,omitempty"`
	// Favourable and Unfavourable are values of the scale as it stands after it was turned round.
	Favourable   []int32 `json:"favourable,omitempty"`
	Unfavourable []int32 `json:"unfavourable,omitempty"`
}

// Matrix is several ratings with one scale.
type Matrix struct {
	Rows  []Choice `json:"rows"`
	Scale *Rating  `json:"scale"`
}

// Choice is a row of a matrix or an option.
type Choice struct {
	ID   string     `json:"id"`
	Text model.Text `json:"text"`
}

// Single is one choice of several.
type Single struct {
	Options []Choice `json:"options"`
}

// Multi is any choice of several, as many as Least to Most where these are not 0.
type Multi struct {
	Options []Choice `json:"options"`
	Least   int32    `json:"least,omitempty"`
	Most    int32    `json:"most,omitempty"`
}

// Ranking puts all options in order.
type Ranking struct {
	Options []Choice `json:"options"`
}

// Number is a whole number. Bounds are the last value of every band but the last.
type Number struct {
	Min    int64      `json:"min"`
	Max    int64      `json:"max"`
	Bounds []int64    `json:"bounds"`
	Unit   model.Text `json:"unit,omitempty"`
}

// Date is a day, in ISO 8601. Bounds are the last day of every band but the last.
type Date struct {
	Earliest string   `json:"earliest"`
	Latest   string   `json:"latest"`
	Bounds   []string `json:"bounds"`
}

// FreeText is words, at most MaxLength characters; as many as the kind allows when 0.
type FreeText struct {
	MaxLength int32 `json:"max_length,omitempty"`
}

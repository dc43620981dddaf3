package released

import surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

// Key says which group of people a cell is of: a unit, as a whole or by one level.
type Key struct {
	Unit      string
	Attribute surveyv1.Attribute
	Level     string
}

// KeyOf is the key of a cell.
func KeyOf(cell *surveyv1.Cell) Key { return Key{cell.GetUnit(), cell.GetAttribute(), cell.GetLevel()} }

// Whole says that it is a unit with all its people.
func (k Key) Whole() bool { return k.Attribute == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED }

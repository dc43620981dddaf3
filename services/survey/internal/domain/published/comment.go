package published

import "github.com/hearth-culture/hearth/services/survey/internal/domain/comment"

// Comment is what somebody wrote to an item, as it may be read: at a unit above them at which enough wrote, and with what may name
// somebody, or a unit that must not be named, masked.
type Comment struct {
	// Place is its number in the order of the release: by item, by unit, then by chance.
	Place int64
	Item  string
	// Cell is the place of the unit.
	Cell int64
	Text string
	// Unit and Name are those of the cell. They are read, not kept.
	Unit string
	Name UnitName
}

// Themes are what all that may be read of an item at a unit and below it speaks of.
type Themes struct {
	Place int64
	Item  string
	Cell  int64
	comment.Summary
	Unit string
	Name UnitName
}

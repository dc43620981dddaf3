package comparison

// Rest is what a group holds beside a part of it: what anybody can compute who sees both. It is false where that is nobody, or, against
// the rules of a release, fewer than k.
func Rest(whole, part Side, sheets int64) (Side, bool) {
	if sheets < whole.K {
		return Side{}, false
	}
	rest := whole
	rest.Eligible = whole.Eligible - part.Eligible
	rest.Scores = nil
	rest.Counts = make([][]int64, len(whole.Counts))
	for i, counts := range whole.Counts {
		if counts == nil || part.Counts[i] == nil {
			continue
		}
		rest.Counts[i] = make([]int64, len(counts))
		for option, n := range counts {
			rest.Counts[i][option] = n - part.Counts[i][option]
		}
	}
	return rest, true
}

// Place is where the people of a cell are: a unit of the tree, and of it one level of an attribute. Attribute is 0 for all.
type Place struct {
	Unit, Attribute int
	Level           string
}

// Relation is how the people of two cells of one release lie to each other.
type Relation int

// The relations.
const (
	Apart Relation = iota + 1
	// FirstHolds and SecondHolds: all people of the other cell are in that one.
	FirstHolds
	SecondHolds
	// Overlap: they have people in common, and neither holds the other; or they may have.
	Overlap
)

// Relate tells how two cells lie to each other, by the tree in which parents stand before those below them; that of the root is -1. Cells by level
// of one attribute are told apart by it; of two attributes, nobody knows who is in both.
func Relate(parents []int, first, second Place) Relation {
	up, down := inside(parents, second.Unit, first.Unit), inside(parents, first.Unit, second.Unit)
	same := first.Attribute == second.Attribute && first.Level == second.Level
	switch {
	case !up && !down, first.Attribute == second.Attribute && first.Level != second.Level:
		return Apart
	case up && (same || first.Attribute == 0):
		return FirstHolds
	case down && (same || second.Attribute == 0):
		return SecondHolds
	}
	return Overlap
}

// inside tells whether a unit is another one or below it.
func inside(parents []int, unit, of int) bool {
	for unit >= 0 && unit != of {
		unit = parents[unit]
	}
	return unit >= 0
}

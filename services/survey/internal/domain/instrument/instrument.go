package instrument

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/condition"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Instrument is content that holds together, made ready to be answered and read. There is none but by New. It does not change, and may be used by
// many at once.
type Instrument struct {
	content  Content
	parts    []part
	index    map[string]int // of the parts, by the name that answers use
	columns  []Column
	blocks   int
	members  [][]Member
	children [][]int
	pairs    []Pair
	outcome  Outcome
	free     bool
	// conditions are, by item, those of items that have one; nil where none has.
	conditions map[int]condition.Condition
	// after are, by item, the items of which its condition speaks.
	after map[int][]int
}

// part is what is answered by itself, and where it stands.
type part struct {
	item.Part
	required bool
	item     int // its index among the items
	first    int // its first column
}

// Column is one byte of every sheet: what one item, row or option was answered.
type Column struct {
	// ID is "q1", "m.row" or "q.option".
	ID string
	// Item is the index of the item that it is of.
	Item int
	// Options are the bytes from 1 on that may stand on the sheet; 0 is blank. Of an option of a multiple choice, 1 is not chosen and 2 chosen; of
	// one of a ranking they are its place; of a consent 1 is no and 2 yes.
	Options int
	// Scale is turned round as the construct says; nil where options have no order: of a single or multiple choice, a consent, and of bands of more
	// than one value.
	Scale *score.Scale
	// Scores are the values of the options as they were answered, NaN where they have none.
	Scores []float64
	// Construct is what is hidden or shown together: the index of the construct, or a number from that of the constructs on for an item without one.
	Construct int
}

// Member is a column as a part of a construct.
type Member struct {
	Column int
	Weight float64
}

// Pair are the columns that ask the same of now and of how it should be.
type Pair struct{ Now, Desired int }

// New refuses content that does not hold together, and names all that is wrong with it, field by field.
func New(content Content) (Instrument, error) {
	var found item.Findings
	content.check(&found)
	if err := found.Err(); err != nil {
		return Instrument{}, err
	}
	made := Instrument{content: content, index: map[string]int{}}
	made.layOut()
	made.construct(&found)
	made.pair(&found)
	made.checkIndexes(&found)
	made.findOutcome(&found)
	if err := made.compile(&found); err != nil {
		return Instrument{}, err
	}
	return made, found.Err()
}

// layOut gives every part its columns.
func (i *Instrument) layOut() {
	for n, one := range i.content.Items {
		for _, p := range one.Parts() {
			i.index[p.ID] = len(i.parts)
			i.free = i.free || p.Free()
			i.parts = append(i.parts, part{Part: p, required: one.Required, item: n, first: len(i.columns)})
			for _, c := range p.Columns {
				i.columns = append(i.columns, Column{ID: c.ID, Item: n, Options: c.Options, Scale: c.Scale, Scores: c.Scores, Construct: -1})
			}
		}
	}
}

// Content is what the instrument was made of. It must not be changed.
func (i Instrument) Content() Content { return i.content }

// Free says whether anything is answered in free words.
func (i Instrument) Free() bool { return i.free }

// Columns are those of every sheet, in order.
func (i Instrument) Columns() []Column { return slices.Clone(i.columns) }

// Blocks is how many there are that Column.Construct counts.
func (i Instrument) Blocks() int { return i.blocks }

// Members are the columns of a construct itself, without those of the constructs below it.
func (i Instrument) Members(construct int) []Member { return slices.Clone(i.members[construct]) }

// Children are the constructs right below one.
func (i Instrument) Children(construct int) []int { return slices.Clone(i.children[construct]) }

// Weight is that of a construct within its parent.
func (i Instrument) Weight(construct int) float64 {
	return weight(i.content.Constructs[construct].Weight)
}

// Pairs are the columns that ask the same of now and of how it should be.
func (i Instrument) Pairs() []Pair { return slices.Clone(i.pairs) }

// Linear is one of the linear indexes; its terms name columns.
func (i Instrument) Linear(index int) score.Linear {
	of := i.content.LinearIndexes[index]
	linear := score.Linear{Constant: of.Constant}
	for _, term := range of.Terms {
		linear.Terms = append(linear.Terms, score.Term(term))
	}
	return linear
}

func weight(given float64) float64 {
	if given == 0 {
		return 1
	}
	return given
}

package item

import (
	"math"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Part is what is answered by itself: an item, or a row of a matrix.
type Part struct {
	// ID names it in answers: "q1", "m.row".
	ID string
	// Columns are its bytes on a sheet, in order; none for free words.
	Columns []Column
	// Rated: it may be of a construct.
	Rated bool

	packer
	longest int
	long    bool
}

// Free says whether it is answered in free words.
func (p Part) Free() bool { return p.longest > 0 }

// Column is one byte of every sheet.
type Column struct {
	ID      string
	Options int
	Scale   *score.Scale
	Scores  []float64
}

// Parts are what of an item is answered, in order. The item must have passed Check.
func (i Item) Parts() []Part {
	switch i.Name() {
	case "rating":
		return []Part{rated(i.ID, i.Rating.Scale())}
	case "matrix":
		parts := make([]Part, len(i.Matrix.Rows))
		for n, row := range i.Matrix.Rows {
			parts[n] = rated(i.ID+"."+row.ID, i.Matrix.Scale.Scale())
		}
		return parts
	case "nps":
		return []Part{rated(i.ID, nps())}
	case "ces":
		return []Part{rated(i.ID, score.Rating(1, 7))}
	case "single":
		return []Part{one(i.ID, len(i.Single.Options), newChoice(i.Single.Options))}
	case "multi":
		return []Part{i.each(i.Multi.Options, func() Column { return Column{Options: 2, Scores: unscored(2)} }, several{
			newChoice(i.Multi.Options), max(int(i.Multi.Least), needed(i.Required)), int(i.Multi.Most),
		})}
	case "ranking":
		places := score.Scale{Lowest: 1, Options: len(i.Ranking.Options)}
		return []Part{i.each(i.Ranking.Options, func() Column { return scaled(places) }, ranked{newChoice(i.Ranking.Options)})}
	case "number":
		return []Part{i.Number.part(i.ID)}
	case "date":
		return []Part{i.Date.part(i.ID)}
	case "consent":
		return []Part{one(i.ID, 2, consent{i.Required})}
	case "short_text":
		return []Part{i.ShortText.part(i.ID, mostShort, false)}
	default:
		return []Part{i.LongText.part(i.ID, usualLong, true)}
	}
}

func needed(required bool) int {
	if required {
		return 1
	}
	return 0
}

func (w FreeText) part(id string, usual int, long bool) Part {
	if w.MaxLength > 0 {
		usual = int(w.MaxLength)
	}
	return Part{ID: id, longest: usual, long: long}
}

// Scale is what the values of a rating stand for, as they are answered.
func (r Rating) Scale() score.Scale {
	scale := score.Rating(r.Min, int(r.points()))
	if len(r.Favourable)+len(r.Unfavourable) > 0 {
		steps := func(values []int32) (options []int) {
			for _, value := range values {
				options = append(options, int(value-r.Min))
			}
			return options
		}
		scale.FavourableOptions, scale.UnfavourableOptions = steps(r.Favourable), steps(r.Unfavourable)
	}
	return scale
}

// nps names promoters and detractors.
func nps() score.Scale {
	return score.Scale{Options: 11, FavourableOptions: []int{9, 10}, UnfavourableOptions: []int{0, 1, 2, 3, 4, 5, 6}}
}

func rated(id string, scale score.Scale) Part {
	column := scaled(scale)
	column.ID = id
	return Part{ID: id, Columns: []Column{column}, Rated: true, packer: points{scale.Lowest, int32(scale.Options)}}
}

func scaled(scale score.Scale) Column {
	column := Column{Options: scale.Options, Scale: &scale}
	for option := range scale.Options {
		column.Scores = append(column.Scores, scale.Min()+float64(option))
	}
	return column
}

func unscored(options int) []float64 {
	scores := make([]float64, options)
	for i := range scores {
		scores[i] = math.NaN()
	}
	return scores
}

func one(id string, options int, p packer) Part {
	return Part{ID: id, Columns: []Column{{ID: id, Options: options, Scores: unscored(options)}}, packer: p}
}

// each has a column for each option, `item.option`.
func (i Item) each(options []Choice, column func() Column, p packer) Part {
	part := Part{ID: i.ID, packer: p}
	for _, option := range options {
		made := column()
		made.ID = i.ID + "." + option.ID
		part.Columns = append(part.Columns, made)
	}
	return part
}

// part keeps a number as its band. Where each band is one value, these are a scale.
func (n Number) part(id string) Part {
	part := one(id, len(n.Bounds)+1, counted{bands[int64]{n.Min, n.Max, n.Bounds}})
	if int64(len(n.Bounds)) == n.Max-n.Min && n.Min >= math.MinInt32 && n.Max <= math.MaxInt32 {
		column := scaled(score.Scale{Lowest: int32(n.Min), Options: len(n.Bounds) + 1})
		column.ID = id
		part.Columns = []Column{column}
	}
	return part
}

func (d Date) part(id string) Part {
	first, _ := dayOf(d.Earliest)
	last, _ := dayOf(d.Latest)
	bounds := make([]model.Day, len(d.Bounds))
	for n, text := range d.Bounds {
		bounds[n], _ = dayOf(text)
	}
	return one(id, len(bounds)+1, dated{bands[model.Day]{first, last, bounds}})
}

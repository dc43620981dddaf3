package released

import (
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// columns are what the figures are of an item: none for free words.
func (r Release) columns(item *surveyv1.Item) []Column {
	whole := Column{ID: item.GetId(), Text: r.Text(item.GetText())}
	switch kind := item.GetKind().(type) {
	case *surveyv1.Item_Rating:
		return []Column{r.rated(whole, kind.Rating)}
	case *surveyv1.Item_Matrix:
		return r.each(whole, kind.Matrix.GetRows(), func(row Column) Column { return r.rated(row, kind.Matrix.GetScale()) })
	case *surveyv1.Item_Nps:
		whole.NPS = true
		return []Column{r.rated(whole, &surveyv1.Rating{Max: 10, Favourable: []int32{9, 10}, Unfavourable: []int32{0, 1, 2, 3, 4, 5, 6}})}
	case *surveyv1.Item_Ces:
		return []Column{r.rated(whole, &surveyv1.Rating{Min: 1, Max: 7})}
	case *surveyv1.Item_Single:
		for _, option := range kind.Single.GetOptions() {
			whole.Options = append(whole.Options, r.Text(option.GetText()))
		}
	case *surveyv1.Item_Multi:
		return r.each(whole, kind.Multi.GetOptions(), func(option Column) Column {
			option.Options = []string{r.Say(model.Say("not chosen", "未选")), r.Say(model.Say("chosen", "已选"))}
			return option
		})
	case *surveyv1.Item_Ranking:
		return r.each(whole, kind.Ranking.GetOptions(), func(option Column) Column {
			option.Scale = true
			for place := range kind.Ranking.GetOptions() {
				option.Options = append(option.Options, strconv.Itoa(place+1))
			}
			return option
		})
	case *surveyv1.Item_Number:
		whole.Options = r.numbers(kind.Number)
		whole.Scale = int64(len(kind.Number.GetBounds())) == kind.Number.GetMax()-kind.Number.GetMin()
	case *surveyv1.Item_Date:
		whole.Options = days(kind.Date)
	case *surveyv1.Item_Consent:
		whole.Options = []string{r.Say(model.Say("no", "不同意")), r.Say(model.Say("yes", "同意"))}
	default:
		return nil
	}
	return []Column{whole}
}

func (r Release) each(whole Column, choices []*surveyv1.Choice, of func(Column) Column) []Column {
	columns := make([]Column, len(choices))
	for i, choice := range choices {
		columns[i] = of(Column{ID: whole.ID + "." + choice.GetId(), Text: whole.Text, Part: r.Text(choice.GetText())})
	}
	return columns
}

// rated names the steps of a scale and which of them are favourable.
func (r Release) rated(column Column, scale *surveyv1.Rating) Column {
	column.Scale = true
	points := int(scale.GetMax()-scale.GetMin()) + 1
	good, bad := scale.GetFavourable(), scale.GetUnfavourable()
	if len(good)+len(bad) == 0 && (points == 5 || points == 7) {
		low, high := scale.GetMin(), scale.GetMax()
		good, bad = []int32{high - 1, high}, []int32{low, low + 1}
	}
	for step := range points {
		value := scale.GetMin() + int32(step)
		column.Options = append(column.Options, r.step(scale, step, points))
		if len(good)+len(bad) > 0 {
			column.Good = append(column.Good, slices.Contains(good, value))
			column.Bad = append(column.Bad, slices.Contains(bad, value))
		}
	}
	return column
}

func (r Release) step(scale *surveyv1.Rating, step, points int) string {
	value := strconv.Itoa(int(scale.GetMin()) + step)
	names := scale.GetSteps()
	switch {
	case len(names) == points:
		return value + " " + r.Text(names[step])
	case len(names) == 2 && step == 0:
		return value + " " + r.Text(names[0])
	case len(names) == 2 && step == points-1:
		return value + " " + r.Text(names[1])
	}
	return value
}

// numbers are the bands of a number: "0–4", "5–9".
func (r Release) numbers(number *surveyv1.Number) (bands []string) {
	first := number.GetMin()
	for _, last := range append(slices.Clone(number.GetBounds()), number.GetMax()) {
		band := strconv.FormatInt(first, 10)
		if last != first {
			band += "–" + strconv.FormatInt(last, 10)
		}
		if unit := r.Text(number.GetUnit()); unit != "" {
			band += " " + unit
		}
		bands = append(bands, band)
		first = last + 1
	}
	return bands
}

// days are the bands of a date: "2020-01-01 – 2020-12-31".
func days(date *surveyv1.DateItem) (bands []string) {
	first := date.GetEarliest()
	for _, last := range append(slices.Clone(date.GetBounds()), date.GetLatest()) {
		bands = append(bands, first+" – "+last)
		if day, err := time.Parse(time.DateOnly, last); err == nil {
			first = day.AddDate(0, 0, 1).Format(time.DateOnly)
		}
	}
	return bands
}

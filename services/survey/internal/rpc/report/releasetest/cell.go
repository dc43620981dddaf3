package releasetest

import (
	"math"
	"slices"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Cell is a whole unit, of whose people so many were asked. To each rating they gave the same counts of 1 to 5.
func Cell(unit, parent string, name *typev1.LocalizedText, eligible int64, counts []int64) *surveyv1.Cell {
	var sheets int64
	for _, count := range counts {
		sheets += count
	}
	made := &surveyv1.Cell{
		Unit: unit, UnitName: name, UnitCode: "U" + unit[len(unit)-1:], Eligible: eligible, Sheets: sheets, Rate: float64(sheets) / float64(eligible),
	}
	if parent != "" {
		made.Parent = &parent
	}
	turned := slices.Clone(counts)
	slices.Reverse(turned)
	heard := rated("heard", counts)
	alone := rated("alone", counts)
	alone.Counts = turned
	promoters := &surveyv1.ItemFigures{
		Item: "recommend", Counts: append(make([]int64, 6), counts...), N: sheets, Score: new(12.5), ScoreSe: new(9.25), Mean: new(7.5),
	}
	early := sheets / 3
	made.Items = []*surveyv1.ItemFigures{
		heard, alone, rated("grow", counts), promoters, {Item: "shift", Counts: []int64{early, sheets - early}, N: sheets},
	}
	for _, construct := range []string{"belonging", "voice", "growth"} {
		made.Constructs = append(made.Constructs, &surveyv1.ConstructFigures{
			Construct: construct, Items: 2, Mean: heard.Mean, Favourable: &heard.Favourable.Rate, Unfavourable: &heard.Unfavourable.Rate,
			Index: heard.Index, RWg: new(.75), N: heard.N, FavourableLow: &heard.Favourable.Low, FavourableHigh: &heard.Favourable.High,
		})
	}
	if parent == "" {
		made.Constructs[1].Alpha, made.Constructs[1].Icc1 = new(.8125), new(.09375)
		made.Constructs[1].MeanLow, made.Constructs[1].MeanHigh = new(3.75), new(4.25)
	}
	made.Indexes = []*surveyv1.IndexFigure{{Index: "pulse", Value: new(3.25)}}
	return made
}

func rated(id string, counts []int64) *surveyv1.ItemFigures {
	var n, sum, squares float64
	for i, count := range counts {
		value := float64(i + 1)
		n, sum, squares = n+float64(count), sum+value*float64(count), squares+value*value*float64(count)
	}
	mean := sum / n
	share := func(count int64) *surveyv1.Share {
		rate := float64(count) / n
		return &surveyv1.Share{Count: count, Rate: rate, Low: max(0, rate-.125), High: min(1, rate+.125)}
	}
	return &surveyv1.ItemFigures{
		Item: id, Counts: counts, N: int64(n), Mean: &mean, Sd: new(math.Sqrt((squares - n*mean*mean) / (n - 1))), Index: new(25 * (mean - 1)),
		Favourable: share(counts[3] + counts[4]), Unfavourable: share(counts[0] + counts[1]),
	}
}

// Level makes of a cell one of a shift.
func Level(cell *surveyv1.Cell, level string) *surveyv1.Cell {
	cell.Attribute, cell.Level = surveyv1.Attribute_ATTRIBUTE_SHIFT, level
	return cell
}

// Hide hides a construct and its items, and puts figures into them that no export may show.
func Hide(cell *surveyv1.Cell, construct string, items ...string) *surveyv1.Cell {
	share := &surveyv1.Share{Count: Poison, Rate: Poison, Low: Poison, High: Poison}
	for i, figures := range cell.GetItems() {
		if slices.Contains(items, figures.GetItem()) {
			cell.Items[i] = &surveyv1.ItemFigures{
				Item: figures.GetItem(), Hidden: true, Counts: []int64{Poison, 0, 0, 0, 0}, Blank: Poison, N: Poison,
				Mean: new(float64(Poison)), Sd: new(float64(Poison)), Favourable: share, Unfavourable: share, Index: new(float64(Poison)),
			}
		}
	}
	for i, figures := range cell.GetConstructs() {
		if figures.GetConstruct() == construct {
			cell.Constructs[i] = &surveyv1.ConstructFigures{
				Construct: construct, Hidden: true, Items: Poison, Mean: new(float64(Poison)), Favourable: new(float64(Poison)),
				Unfavourable: new(float64(Poison)), Index: new(float64(Poison)), RWg: new(float64(Poison)), Alpha: new(float64(Poison)),
				N: Poison, MeanLow: new(float64(Poison)), MeanHigh: new(float64(Poison)), FavourableLow: new(float64(Poison)), FavourableHigh: new(float64(Poison)),
			}
		}
	}
	cell.Indexes = []*surveyv1.IndexFigure{{Index: "pulse", Hidden: true, Value: new(float64(Poison))}}
	return cell
}

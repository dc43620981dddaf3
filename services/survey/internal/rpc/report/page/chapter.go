package page

import (
	"fmt"
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/chart"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// chapter is all that is said of one group of people.
type chapter struct {
	Words            *words
	ID, Title        string
	Eligible, Sheets int64
	Rate             float64
	Factors          []factor
	Reliable         bool // a statistic on whole sheets is shown
	Indexes          []index
	Promoters        []promoter
	Blocks           []block
	Heads            []string
	Levels           []row
	Gaps             []gap
	Pairs            int
	Change           *change
	Drivers          *drivers
	Elsewhere        []elsewhere
}

type factor struct {
	Name    string
	Depth   int
	Reading string
	*surveyv1.ConstructFigures
}

// Shown says whether any figure is.
func (f factor) Shown() bool { return f.ConstructFigures != nil && !f.GetHidden() }

type index struct {
	Name  string
	Value *float64
}

type promoter struct {
	Item string
	*surveyv1.ItemFigures
	Low, High float64
}

// block is the items of one factor, or of none.
type block struct {
	Name, Reading string
	Items         []line
}

// line is one item.
type line struct {
	Label    string
	Reversed bool
	Shown    bool
	Stack    chart.Stack
	Counts   []option
	Interval *chart.Interval
	*surveyv1.ItemFigures
}

type option struct {
	Label, Fill string
	Count       int64
}

func chapterID(i int) string { return "group-" + strconv.Itoa(i+1) }

func (v view) chapter(i int, of *group) chapter {
	cell := of.cell
	made := chapter{
		Words: v.words, ID: chapterID(i), Title: v.title(cell), Eligible: cell.GetEligible(), Sheets: cell.GetSheets(), Rate: cell.GetRate(),
		Heads: v.heads(), Blocks: v.blocks(cell),
		Change: v.change(of.past), Drivers: v.drivers(cell), Elsewhere: v.elsewhere(cell),
	}
	shown := map[string]*surveyv1.ConstructFigures{}
	for _, figures := range cell.GetConstructs() {
		shown[figures.GetConstruct()] = figures
	}
	for _, construct := range v.form.Constructs {
		figures := shown[construct.ID]
		one := factor{construct.Name, construct.Depth, construct.Reading, figures}
		made.Factors = append(made.Factors, one)
		made.Reliable = made.Reliable || one.Shown() && (figures.Alpha != nil || figures.Omega != nil || figures.Icc1 != nil)
	}
	for _, figure := range cell.GetIndexes() {
		one := index{Name: v.form.IndexName(figure.GetIndex())}
		if !figure.GetHidden() {
			one.Value = figure.Value
		}
		made.Indexes = append(made.Indexes, one)
	}
	for _, column := range v.form.Columns {
		if column.NPS {
			made.Promoters = append(made.Promoters, promoted(column.Label(), released.Item(cell, column.ID)))
		}
	}
	for _, level := range of.levels {
		one := v.row(level, 0)
		one.Name = v.level(level)
		made.Levels = append(made.Levels, one)
	}
	made.Gaps, made.Pairs = of.spread.gaps()
	return made
}

// twoSided is the normal quantile of an interval of 95 %.
const twoSided = 1.959963984540054

func promoted(item string, figures *surveyv1.ItemFigures) promoter {
	if figures.GetHidden() || figures.GetScoreSe() == 0 && (figures == nil || figures.ScoreSe == nil) {
		return promoter{Item: item}
	}
	half := twoSided * figures.GetScoreSe()
	return promoter{item, figures, max(-100, figures.GetScore()-half), min(100, figures.GetScore()+half)}
}

// blocks are the items by their factors, and last those of none.
func (v view) blocks(cell *surveyv1.Cell) (all []block) {
	of := map[int]bool{}
	for _, construct := range v.form.Constructs {
		made := block{Name: construct.Name, Reading: construct.Reading}
		for _, at := range construct.Columns {
			of[at] = true
			made.Items = append(made.Items, v.line(cell, v.form.Columns[at]))
		}
		if len(made.Items) > 0 {
			all = append(all, made)
		}
	}
	rest := block{Name: v.words.OtherItems}
	for at, column := range v.form.Columns {
		if !of[at] {
			rest.Items = append(rest.Items, v.line(cell, column))
		}
	}
	if len(rest.Items) > 0 {
		all = append(all, rest)
	}
	return all
}

func (v view) line(cell *surveyv1.Cell, column released.Column) line {
	made := line{Label: column.Label(), Reversed: column.Reversed}
	figures := released.Item(cell, column.ID)
	if figures == nil || figures.GetHidden() || len(figures.GetCounts()) != len(column.Options) {
		return made
	}
	made.Shown, made.ItemFigures = true, figures
	paints := chart.Kinds(len(column.Options))
	switch {
	case column.Good != nil:
		paints = chart.Favour(column.Good, column.Bad)
	case column.Scale:
		paints = chart.Steps(len(column.Options))
	}
	var said []string
	for i, count := range figures.GetCounts() {
		made.Counts = append(made.Counts, option{column.Options[i], paints[i].Fill, count})
		said = append(said, column.Options[i]+v.words.Colon+strconv.FormatInt(count, 10))
	}
	made.Stack = chart.NewStack(strings.Join(said, v.words.Semicolon), figures.GetCounts(), paints)
	if share := figures.GetFavourable(); share != nil {
		made.Interval = &chart.Interval{
			Title: fmt.Sprintf(v.words.Interval, percent(share.GetRate()), percent(share.GetLow()), percent(share.GetHigh())),
			Rate:  share.GetRate(), Low: share.GetLow(), High: share.GetHigh(),
		}
	}
	return made
}

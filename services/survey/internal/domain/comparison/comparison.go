// Package comparison says how far two groups lie apart, from the counts that a release shows of each and from nothing else. What is hidden
// of one of them is hidden.
//
// The groups hold different people, or the answers of two waves. The tests take answers as independent. People of one team are alike, so
// that differences between teams look a little surer than they are; the same people in two waves are alike, too, so that a change looks
// a little less sure than it is. Nothing is corrected for a finite population: whether a difference would come again is no question about those
// who happened to be asked (Cochran 1977, Sampling Techniques, 2.14).
package comparison

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Side is one of the groups.
type Side struct {
	report.Cell
	Form form.Form
}

// Comparison is all differences of two groups, first less second.
type Comparison struct {
	// Tests is how many were made: they are one family, and the Q of each is its P adjusted for their number (Benjamini and Hochberg).
	Tests      int
	Items      []Item
	Constructs []Construct
	// LeftOut are the columns and constructs of either side that the other does not ask in the same way.
	LeftOut []string
}

// Item is one column that both were asked. All else is empty where it is Hidden.
type Item struct {
	ID            string
	Hidden        bool
	First, Second report.Item
	// Difference is that of the means and nil where there is none; Mean tests it by Welch, and Favourable the difference of the favourable
	// shares. They are nil where the answers do not allow it.
	Difference *float64
	Mean       *Test
	Favourable *Favourable
}

// Construct is what items of both measure.
type Construct struct {
	ID            string
	Hidden        bool
	First, Second report.Construct
	// Difference is that of the means, nil also where they are of different items.
	Difference *float64
	// Mean is nil but where the spread of people's scores is known of both: the answers of a person to several items go together, so that
	// counts of items do not tell it.
	Mean *Test
	// Favourable tests the favourable shares as if each person had answered all items alike (compare.Rates), nil as Difference is.
	Favourable *Favourable
}

// Test is what is known of the difference of two means.
type Test struct {
	compare.Test
	// Q is P, adjusted for the number of tests.
	Q float64
	// Interval is of 95 %.
	Interval interval.Interval
	// HedgesG is the difference in standard deviations, corrected by the gamma function.
	HedgesG float64
	Verdict Verdict
	// note is from where on a difference is one of note, in the unit of the means.
	note float64
}

// Favourable is what is known of the difference of two shares.
type Favourable struct {
	compare.ProportionTest
	Q        float64
	Interval interval.Interval
	Verdict  Verdict
}

// Compare compares what both sides were asked in the same way.
func Compare(first, second Side) Comparison {
	pairs := match(first.Form, second.Form)
	made := Comparison{LeftOut: pairs.leftOut}
	items := [2][]report.Item{first.Items(first.Form), second.Items(second.Form)}
	constructs := [2][]report.Construct{first.Constructs(first.Form), second.Constructs(second.Form)}
	for _, pair := range pairs.columns {
		made.Items = append(made.Items, item(first, second, pair, items))
	}
	for _, pair := range pairs.constructs {
		made.Constructs = append(made.Constructs, construct(first, second, pair, constructs, items))
	}
	made.judge()
	return made
}

func item(first, second Side, at pair, figures [2][]report.Item) Item {
	column := first.Form.Columns[at.first]
	made := Item{ID: column.ID, First: figures[0][at.first], Second: figures[1][at.second]}
	if made.First.Hidden || made.Second.Hidden {
		return Item{ID: column.ID, Hidden: true}
	}
	made.Difference = difference(made.First.Mean, made.Second.Mean)
	if made.Difference == nil {
		return made
	}
	a, b := counts(first, at.first), counts(second, at.second)
	one, err := column.Scale.Summary(a)
	if err != nil {
		return made
	}
	other, err := column.Scale.Summary(b)
	if err != nil {
		return made
	}
	made.Mean = means(one, other)
	made.Favourable = favourable(*column.Scale, *second.Form.Columns[at.second].Scale, a, b)
	return made
}

func counts(of Side, column int) score.Counts {
	all := of.Counts[column]
	return score.Counts{Options: all[1:], Blank: all[0]}
}

// difference is nil where one of the two is not there.
func difference(first, second *float64) *float64 {
	if first == nil || second == nil {
		return nil
	}
	return new(*first - *second)
}

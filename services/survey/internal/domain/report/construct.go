package report

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Construct is the figures of what is scored together.
type Construct struct {
	Hidden bool
	// Used is how many of its items and of the constructs right below it count.
	Used                                  int
	Mean, Favourable, Unfavourable, Index *float64
	// N is the fewest answers to one of the items that count.
	N int64
	// Around is the interval of Mean, nil where the spread of the scores of people is not known. Within is that of Favourable, as if each of N people had
	// answered all items alike: the widest that it can be.
	Around, Within *interval.Interval
	// RWG is how far the group agrees, nil also where it differs more than by chance.
	RWG *float64
}

// Index is a linear index.
type Index struct {
	Hidden bool
	Value  *float64
}

// Constructs are the figures of all constructs. One of which a part is hidden is hidden.
func (c Cell) Constructs(f form.Form) []Construct {
	items := c.Items(f)
	all := make([]Construct, len(f.Constructs))
	// Children stand behind their parents, so from the last one on every part is there already.
	for i := len(all) - 1; i >= 0; i-- {
		all[i] = c.construct(f, i, items, all)
	}
	return all
}

// parts gathers one kind of figure of all that a construct is made of.
type parts struct{ mean, favourable, unfavourable, index []score.Part }

func (c Cell) construct(f form.Form, at int, items []Item, all []Construct) Construct {
	var p parts
	of, made := f.Constructs[at], Construct{}
	counts := func(n int64) {
		if n >= c.K && (made.N == 0 || n < made.N) {
			made.N = n
		}
	}
	for _, member := range of.Members {
		item := items[member.Column]
		if item.Hidden {
			return Construct{Hidden: true}
		}
		counts(item.N)
		p.add(item.N, member.Weight, item.Mean, rate(item.Favourable), rate(item.Unfavourable), item.Index)
	}
	for _, child := range of.Children {
		if all[child].Hidden {
			return Construct{Hidden: true}
		}
		// It counts where something in it does.
		one := all[child]
		counts(one.N)
		p.add(c.K, f.Constructs[child].Weight, one.Mean, one.Favourable, one.Unfavourable, one.Index)
	}
	made.RWG = c.rwg(f, of)
	factor := func(parts []score.Part) *float64 {
		value, used, err := score.Factor(parts, c.K)
		made.Used = max(made.Used, used)
		return given(value, err)
	}
	made.Mean, made.Index = factor(p.mean), factor(p.index)
	made.Favourable, made.Unfavourable = factor(p.favourable), factor(p.unfavourable)
	if made.Favourable != nil {
		made.Within = bounds(interval.RateFinite(*made.Favourable, made.N, c.Eligible))
	}
	if spread := c.Spread(f, at); made.Mean != nil && spread != nil {
		made.Around = c.Around(spread.Sheets, *made.Mean, spread.SD)
	}
	return made
}

// Spread is that of the scores of people, nil where it is not known. It is of a construct's own items, so that one which stands above others has none.
func (c Cell) Spread(f form.Form, construct int) *Scores {
	if construct >= len(c.Scores) || len(f.Constructs[construct].Children) > 0 {
		return nil
	}
	return c.Scores[construct]
}

// Around is the interval of a mean in a finite population, nil of a single answer.
func (c Cell) Around(n int64, mean, sd float64) *interval.Interval {
	return bounds(interval.MeanFinite(figure.Summary{N: n, Mean: mean, Variance: sd * sd}, c.Eligible))
}

func bounds(of interval.Interval, err error) *interval.Interval {
	if err != nil {
		return nil
	}
	return &of
}

func (p *parts) add(n int64, weight float64, mean, favourable, unfavourable, index *float64) {
	for _, one := range []struct {
		to    *[]score.Part
		value *float64
	}{{&p.mean, mean}, {&p.favourable, favourable}, {&p.unfavourable, unfavourable}, {&p.index, index}} {
		if one.value != nil {
			*one.to = append(*one.to, score.Part{Value: *one.value, N: n, Weight: weight})
		}
	}
}

func rate(share *Share) *float64 {
	if share == nil {
		return nil
	}
	return &share.Rate
}

// rwg is the agreement on a construct's own items, if they have equally many options.
func (c Cell) rwg(f form.Form, of form.Construct) *float64 {
	var items []figure.Summary
	options := 0
	for _, member := range of.Members {
		column := f.Columns[member.Column]
		if options != 0 && options != column.Options {
			return nil
		}
		options = column.Options
		counts := c.Counts[member.Column]
		summary, err := column.Scale.Summary(score.Counts{Options: counts[1:], Blank: counts[0]})
		if err != nil || summary.N < c.K {
			continue
		}
		items = append(items, summary)
	}
	within, err := agreement.RWGJ(items, options)
	if within.OutOfRange {
		return nil
	}
	return given(within.Value, err)
}

// Indexes are the linear indexes, each from the means of its items on their scales.
func (c Cell) Indexes(f form.Form) []Index {
	items := c.Items(f)
	known := map[string]Item{}
	for i, column := range f.Columns {
		known[column.ID] = items[i]
	}
	all := make([]Index, len(f.Indexes))
	for i, index := range f.Indexes {
		means := map[string]float64{}
		for _, term := range index.Linear.Terms {
			item := known[term.Item]
			all[i].Hidden = all[i].Hidden || item.Hidden
			if item.Mean != nil && item.N >= c.K {
				means[term.Item] = *item.Mean
			}
		}
		if !all[i].Hidden {
			all[i].Value = given(index.Linear.Score(means))
		}
	}
	return all
}

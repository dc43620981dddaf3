package page

import (
	"fmt"
	"math"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// glanced is what somebody who has a minute should know of a group.
type glanced struct {
	Title string
	Says  []string
}

// mostGlanced is of how many groups a minute is enough to read.
const mostGlanced = 3

// mostNamed is how many units are named in it.
const mostNamed = 3

func (v view) glance(seen *overview) (all []glanced) {
	for _, group := range seen.groups[:min(len(seen.groups), mostGlanced)] {
		w, cell := v.words, group.cell
		one := glanced{Title: v.title(cell)}
		say := func(text string, values ...any) { one.Says = append(one.Says, fmt.Sprintf(text, values...)) }
		say(w.GlanceAnswered, cell.GetSheets(), cell.GetEligible(), percent(cell.GetRate()))
		v.glanceFactors(cell, say)
		if past := v.change(group.past); past != nil {
			v.glanceChange(past, say)
		}
		if told := v.drivers(cell); told != nil && told.Plane != nil {
			v.glanceDrivers(told, say)
		}
		all = append(all, one)
	}
	if len(seen.standings.All) > 0 && len(all) > 0 {
		last := &all[len(all)-1]
		if len(all) > 1 {
			all = append(all, glanced{Title: v.words.Against})
			last = &all[len(all)-1]
		}
		last.Says = append(last.Says, v.glanceUnits(seen.found)...)
	}
	return all
}

// glanceFactors names the highest and the lowest of those that have items of their own.
func (v view) glanceFactors(cell *surveyv1.Cell, say func(string, ...any)) {
	var high, low *surveyv1.ConstructFigures
	for _, construct := range v.form.Constructs {
		for _, figures := range cell.GetConstructs() {
			if figures.GetConstruct() != construct.ID || figures.GetHidden() || figures.Favourable == nil || len(construct.Columns) == 0 {
				continue
			}
			if high == nil || figures.GetFavourable() > high.GetFavourable() {
				high = figures
			}
			if low == nil || figures.GetFavourable() < low.GetFavourable() {
				low = figures
			}
		}
	}
	if high == nil || math.Round(100*high.GetFavourable()) == math.Round(100*low.GetFavourable()) {
		return
	}
	say(v.words.GlanceFactors, v.form.ConstructName(high.GetConstruct()), percent(high.GetFavourable()),
		v.form.ConstructName(low.GetConstruct()), percent(low.GetFavourable()))
}

// glanceChange sorts factors by what may be said of them; items where there are no factors.
func (v view) glanceChange(past *change, say func(string, ...any)) {
	rows := past.Factors
	if len(v.form.Constructs) == 0 {
		rows = past.Items
	}
	by := map[surveyv1.Verdict][]string{}
	for _, row := range rows {
		text := row.Name
		if row.Share != nil {
			text = fmt.Sprintf(v.words.Named, text, fmt.Sprintf(v.words.Points, points(row.Share.GetDifference())))
		}
		verdict := row.Change.Verdict()
		by[verdict] = append(by[verdict], text)
	}
	for _, one := range []struct {
		verdict surveyv1.Verdict
		text    string
	}{
		{surveyv1.Verdict_VERDICT_HIGHER, v.words.GlanceHigher}, {surveyv1.Verdict_VERDICT_LOWER, v.words.GlanceLower},
		{surveyv1.Verdict_VERDICT_CLOSE, v.words.GlanceClose}, {surveyv1.Verdict_VERDICT_TOO_FEW, v.words.GlanceTooFew},
	} {
		if names := by[one.verdict]; len(names) > 0 {
			say(one.text, past.Since, strings.Join(names, v.words.Comma))
		}
	}
}

// glanceDrivers names where a talk may begin.
func (v view) glanceDrivers(told *drivers, say func(string, ...any)) {
	by := map[surveyv1.Quadrant][]string{}
	for _, row := range told.Rows {
		by[row.GetQuadrant()] = append(by[row.GetQuadrant()], row.Name)
	}
	if first := by[surveyv1.Quadrant_QUADRANT_IMPROVE]; len(first) > 0 {
		say(v.words.GlanceBegin, strings.Join(first, v.words.Comma), told.Outcome)
	}
	if keep := by[surveyv1.Quadrant_QUADRANT_KEEP]; len(keep) > 0 {
		say(v.words.GlanceKeep, strings.Join(keep, v.words.Comma), told.Outcome)
	}
}

// glanceUnits names the units that stand out most.
func (v view) glanceUnits(found []standout) (says []string) {
	if len(found) == 0 {
		return []string{v.words.GlanceNone}
	}
	named := func(higher bool) (texts []string, all int) {
		in, names := map[released.Key][]string{}, map[released.Key]string{}
		var order []released.Key
		for _, one := range found {
			if one.Higher() == higher {
				if in[one.at] == nil {
					order = append(order, one.at)
				}
				names[one.at] = one.Unit
				in[one.at] = append(in[one.at], one.What+" "+signed(one.Points))
			}
		}
		for _, at := range order[:min(len(order), mostNamed)] {
			texts = append(texts, fmt.Sprintf(v.words.Named, names[at], strings.Join(in[at][:min(len(in[at]), mostNamed)], v.words.Comma)))
		}
		return texts, len(order)
	}
	if texts, all := named(false); all > 0 {
		says = append(says, fmt.Sprintf(v.words.GlanceBelow, all, strings.Join(texts, v.words.Semicolon)))
	}
	if texts, all := named(true); all > 0 {
		says = append(says, fmt.Sprintf(v.words.GlanceAbove, all, strings.Join(texts, v.words.Semicolon)))
	}
	return says
}

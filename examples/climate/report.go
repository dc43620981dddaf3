package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// route is one way to the figures, and what it shows.
type route struct {
	name  string
	shows figures
}

// hidden are by construct the units of which it is not shown.
func hidden(page *surveyv1.ListCellsResponse) map[string][]string {
	units := map[string][]string{}
	for _, cell := range page.GetCells() {
		for _, c := range cell.GetConstructs() {
			if c.GetHidden() {
				units[c.GetConstruct()] = append(units[c.GetConstruct()], cell.GetUnitCode())
			}
		}
	}
	return units
}

// report prints a row for each expected figure, and says what is wrong with any: one that is too far off, one that is not the same by
// every route, and one that is absent though nothing of its construct is hidden.
func report(to io.Writer, expected []expectation, routes []route, hidden map[string][]string) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	heading := []string{"FIGURE", "README"}
	for _, r := range routes {
		heading = append(heading, r.name)
	}
	line(table, append(heading, "DIFFERENCE"))
	var wrong []string
	absent := map[string][]string{}
	for _, e := range expected {
		row := []string{e.of + " " + e.what, e.text}
		off, shown, first := 0.0, 0, routes[0].shows[e.figure]
		for _, r := range routes {
			value, is := r.shows[e.figure]
			if !is {
				row = append(row, "–")
				continue
			}
			shown++
			row = append(row, fmt.Sprintf("%.12g", value))
			off = max(off, math.Abs(value-e.value))
			if value != first {
				wrong = append(wrong, fmt.Sprintf("%s %s is not the same by %s", e.of, e.what, r.name))
			}
		}
		switch {
		case shown == 0:
			absent[e.of] = append(absent[e.of], e.what)
			row = append(row, "–")
		default:
			row = append(row, fmt.Sprintf("%.1e", off))
		}
		line(table, row)
		switch {
		case shown != 0 && shown != len(routes):
			wrong = append(wrong, fmt.Sprintf("%s %s is shown by %d of %d routes", e.of, e.what, shown, len(routes)))
		case shown == 0 && len(hidden[e.of]) == 0:
			wrong = append(wrong, fmt.Sprintf("%s %s is not shown, and nothing of %s is hidden", e.of, e.what, e.of))
		case shown != 0 && off > e.tolerance:
			wrong = append(wrong, fmt.Sprintf("%s %s is off by %g", e.of, e.what, off))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, construct := range slices.Sorted(maps.Keys(absent)) {
		_, err := fmt.Fprintf(to, "Not shown of %s: %s. Answers that are too much alike are hidden (docs/decisions/0009), here all of %s in %s,\n"+
			"and what compares all companies would tell of these.\n", construct, strings.Join(absent[construct], "; "), construct, strings.Join(hidden[construct], ", "))
		if err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "\n  "))
	}
	shown := len(expected)
	for _, what := range absent {
		shown -= len(what)
	}
	_, err := fmt.Fprintf(to, "%d of %d figures are shown, and are those of the README by every route.\n", shown, len(expected))
	return err
}

func line(to io.Writer, cells []string) { _, _ = fmt.Fprintln(to, strings.Join(cells, "\t")) }

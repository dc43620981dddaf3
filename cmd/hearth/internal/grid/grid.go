// Package grid prints tables: aligned for people, whose Chinese characters are two columns wide, or as CSV for programs.
package grid

import (
	"encoding/csv"
	"io"
	"strings"

	"golang.org/x/text/width"
)

// Table is a heading and rows with as many cells.
type Table struct {
	Heading []string
	Rows    [][]string
	// Right are the columns of figures, from 0: they end at the same place.
	Right map[int]bool
}

const gap = "  "

// Text prints the table for people.
func (t Table) Text(out io.Writer) error {
	widths := make([]int, len(t.Heading))
	all := append([][]string{t.Heading}, t.Rows...)
	for _, row := range all {
		for i, cell := range row {
			widths[i] = max(widths[i], Width(cell))
		}
	}
	var text strings.Builder
	for _, row := range all {
		var line strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-Width(cell))
			if t.Right[i] {
				cell = space + cell
			} else {
				cell += space
			}
			line.WriteString(cell + gap)
		}
		text.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// CSV writes the table for programs.
func (t Table) CSV(out io.Writer) error {
	return csv.NewWriter(out).WriteAll(append([][]string{t.Heading}, t.Rows...))
}

// Width is how many columns a text takes on a terminal.
func Width(text string) (columns int) {
	for _, char := range text {
		columns++
		if kind := width.LookupRune(char).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			columns++
		}
	}
	return columns
}

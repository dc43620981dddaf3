// Package chart draws figures as small SVG pictures, one for each line of a table. Each says in words what it shows, so none is needed
// to read the report.
package chart

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
)

//go:embed chart.html
var text string

// Add adds the templates "stack", of a Stack, "interval", of an Interval, "line", of a Line, and "quadrant", of a Quadrant.
func Add(to *template.Template) (*template.Template, error) { return to.Parse(text) }

// The size of a picture, in the units of its drawing.
const (
	Width  = 300.0
	Height = 18.0
)

// Stack is one bar of all answers to an item, a part for each option.
type Stack struct {
	Title string
	Parts []Part
}

// Part is the answers with one option.
type Part struct {
	X, Width float64
	Fill     string
	// Ink is the colour of the words on it, and Label these: "" where they have no room.
	Ink, Label string
}

// leastLabelled is how wide a part must be to be written on.
const leastLabelled = 26

// NewStack draws counts by option, with a paint for each. Its title is what it says to who cannot see it.
func NewStack(title string, counts []int64, paints []Paint) Stack {
	s := Stack{Title: title}
	var all, before int64
	for _, count := range counts {
		all += count
	}
	for i, count := range counts {
		if count == 0 {
			continue
		}
		part := Part{
			X: round(Width * float64(before) / float64(all)), Width: round(Width * float64(count) / float64(all)),
			Fill: paints[i].Fill, Ink: paints[i].Ink,
		}
		if part.Width >= leastLabelled {
			part.Label = fmt.Sprintf("%.0f%%", 100*float64(count)/float64(all))
		}
		s.Parts = append(s.Parts, part)
		before += count
	}
	return s
}

// Middle is where the words stand.
func (p Part) Middle() float64 { return round(p.X + p.Width/2) }

// Interval is a share from 0 to 1 as a point, with a line for its interval.
type Interval struct {
	Title           string
	Rate, Low, High float64
}

// Ticks are where the lines of 0, 25, 50, 75 and 100 % stand.
func (Interval) Ticks() []float64 {
	return []float64{place(0), place(.25), place(.5), place(.75), place(1)}
}

// From, To and At are the ends of the line and the place of the point.
func (i Interval) From() float64 { return place(i.Low) }

// To is the other end.
func (i Interval) To() float64 { return place(i.High) }

// At is the place of the point.
func (i Interval) At() float64 { return place(i.Rate) }

// margin leaves the point its room at both ends.
const margin = 6.0

func place(share float64) float64 { return round(margin + (Width-2*margin)*share) }

// round keeps pictures short: a hundredth of their unit is not seen.
func round(x float64) float64 { return math.Round(100*x) / 100 }

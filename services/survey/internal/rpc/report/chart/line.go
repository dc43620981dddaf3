package chart

// Line is a share from 0 to 1 over waves, a point for each with its interval.
type Line struct {
	Title string
	Dots  []Dot
}

// Dot is one wave: At is its place from 0 to 1, Says what stands above it, "" for nothing.
type Dot struct {
	At, Rate, Low, High float64
	Says                string
}

// LineHeight is how high a line is drawn, in the units of its drawing.
const LineHeight = 72.0

// lineMargin leaves room for what stands above the dots.
const lineMargin = 16.0

func height(share float64) float64 {
	return round(LineHeight - 6 - (LineHeight-6-lineMargin)*share)
}

// X is the place of a dot from the left, with room for what stands above the first and the last.
func (d Dot) X() float64 { return round(18 + (Width-36)*d.At) }

// Y is its height; Top and Bottom are the ends of its interval, and Above where the words stand.
func (d Dot) Y() float64 { return height(d.Rate) }

// Top is the upper end.
func (d Dot) Top() float64 { return height(d.High) }

// Bottom is the lower end.
func (d Dot) Bottom() float64 { return height(d.Low) }

// Above is where the words stand.
func (d Dot) Above() float64 { return round(d.Top() - 4) }

// Grid are the heights of 0, 50 and 100 %.
func (Line) Grid() []float64 { return []float64{height(0), height(.5), height(1)} }

// Path joins the dots.
func (l Line) Path() string {
	path := ""
	for i, dot := range l.Dots {
		command := "L"
		if i == 0 {
			command = "M"
		}
		path += command + number(dot.X()) + " " + number(dot.Y())
	}
	return path
}

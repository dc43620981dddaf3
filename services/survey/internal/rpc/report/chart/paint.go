package chart

// Paint is the colour of an area, and one to write on it that can be read: at least 4.5 to 1 (WCAG 2.2).
type Paint struct{ Fill, Ink string }

const (
	dark  = "#1b1b1b"
	light = "#ffffff"
)

var (
	// Colours that also who confuses red and green tells apart.
	good    = []Paint{{"#9cc9e8", dark}, {"#4a9bd1", dark}, {"#0b5c94", light}}
	bad     = []Paint{{"#b5480f", light}, {"#ee8f4f", dark}, {"#f8cba5", dark}}
	between = Paint{"#dcdcdc", dark}
	apart   = []Paint{{"#0b5c94", light}, {"#ee8f4f", dark}, {"#6b5ea4", light}, {"#9fcf8f", dark}, {"#6b6b6b", light}, {"#f2d45c", dark}}
	ordered = []Paint{{"#e3eef7", dark}, {"#b9d8ee", dark}, {"#86bbe0", dark}, {"#4a9bd1", dark}, {"#1f6fa6", light}, {"#0a4468", light}}
)

// Favour paints options by whether they are favourable, unfavourable, or neither, the stronger the further out.
func Favour(favourable, unfavourable []bool) []Paint {
	paints := make([]Paint, len(favourable))
	for i := range paints {
		switch {
		case favourable[i]:
			paints[i] = of(good, rank(favourable, i), count(favourable), ascends(favourable, unfavourable))
		case unfavourable[i]:
			paints[i] = of(bad, rank(unfavourable, i), count(unfavourable), ascends(favourable, unfavourable))
		default:
			paints[i] = between
		}
	}
	return paints
}

// Steps paints options that have an order.
func Steps(options int) []Paint {
	paints := make([]Paint, options)
	for i := range paints {
		paints[i] = of(ordered, i, options, true)
	}
	return paints
}

// Kinds paints options that have no order: neighbours differ.
func Kinds(options int) []Paint {
	paints := make([]Paint, options)
	for i := range paints {
		paints[i] = apart[i%len(apart)]
	}
	return paints
}

// of spreads a scale of paints over so many options.
func of(scale []Paint, at, options int, ascending bool) Paint {
	if !ascending {
		at = options - 1 - at
	}
	if options == 1 {
		return scale[len(scale)/2]
	}
	return scale[at*(len(scale)-1)/(options-1)]
}

// ascends says whether favourable options stand behind the unfavourable ones: not so where the scale is turned round.
func ascends(favourable, unfavourable []bool) bool {
	for i := range favourable {
		if favourable[i] {
			return false
		}
		if unfavourable[i] {
			return true
		}
	}
	return true
}

func rank(of []bool, at int) int { return count(of[:at]) }

func count(of []bool) (n int) {
	for _, is := range of {
		if is {
			n++
		}
	}
	return n
}

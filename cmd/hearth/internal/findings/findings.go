// Package findings lays out what follows from the figures of a release: how far groups lie apart, what became of them over surveys, and
// what goes together with an outcome. Each is there for people, and with all digits for programs. Nothing here names a cause.
package findings

import (
	"math"
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// exact is a figure with all its digits; empty where there is none.
func exact(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}

// orHidden is a figure for people, or the mark of what is not shown.
func orHidden(x *float64, say func(float64) string) string {
	if x == nil {
		return figures.Hidden
	}
	return say(*x)
}

// signed is a difference for people.
func signed(x float64) string {
	if figures.Decimal(math.Abs(x)) == figures.Decimal(0) {
		return figures.Decimal(0)
	}
	return plus(x, figures.Decimal(x))
}

// points is a difference of shares for people, in points of a hundred.
func points(x float64) string {
	rounded := math.Round(100 * x)
	return plus(rounded, strconv.FormatFloat(rounded+0, 'f', 0, 64))
}

func plus(x float64, text string) string {
	if x > 0 {
		return "+" + text
	}
	return text
}

// small is a probability for people.
func small(p float64) string {
	if p < 0.001 {
		return "< 0.001"
	}
	return strconv.FormatFloat(p, 'f', 3, 64)
}

func between(low, high float64, say func(float64) string) string {
	return say(low) + " – " + say(high)
}

// verdict is what may be said of a difference.
func verdict(v surveyv1.Verdict, l words.Locale) string {
	switch v {
	case surveyv1.Verdict_VERDICT_HIGHER:
		return l.Say("higher", "较高")
	case surveyv1.Verdict_VERDICT_LOWER:
		return l.Say("lower", "较低")
	case surveyv1.Verdict_VERDICT_CLOSE:
		return l.Say("about the same", "相近")
	case surveyv1.Verdict_VERDICT_TOO_FEW:
		return l.Say("too few to say", "人数太少，无法判断")
	default:
		return ""
	}
}

// word is the name of a value of the contract as programs write it.
func word(name, prefix string) string { return strings.ToLower(strings.TrimPrefix(name, prefix)) }

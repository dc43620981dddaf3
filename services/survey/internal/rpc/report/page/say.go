package page

import (
	"fmt"
	"strings"
)

// none stands wherever there is no figure: one mark for whatever the reason.
const none = "—"

func percent(share float64) string { return fmt.Sprintf("%.0f%%", 100*share) }

// decimal is a figure with two digits behind the point, or the mark for none.
func decimal(value *float64) string {
	if value == nil {
		return none
	}
	return two(*value)
}

// two is a figure with two digits behind the point.
func two(value float64) string {
	text := fmt.Sprintf("%.2f", value)
	if text == "-0.00" {
		return "0.00"
	}
	return strings.Replace(text, "-", "−", 1)
}

// whole is a figure from 0 to 100 as a whole number, or the mark for none.
func whole(value *float64) string {
	if value == nil {
		return none
	}
	return fmt.Sprintf("%.0f", *value)
}

// points are a difference of shares in whole points.
func points(difference float64) string { return signed(100 * difference) }

// chance is a probability: small ones are not told apart.
func chance(q float64) string {
	if q < .001 {
		return "<0.001"
	}
	return fmt.Sprintf("%.3f", q)
}

// between is the range of a share, "" where it has none.
func between(low, high *float64) string {
	if low == nil || high == nil {
		return ""
	}
	return " (" + percent(*low) + "–" + percent(*high) + ")"
}

// spanned is the range of a mean, "" where it has none.
func spanned(low, high *float64) string {
	if low == nil || high == nil {
		return ""
	}
	return " (" + two(*low) + "–" + two(*high) + ")"
}

// signed is a score from -100 to 100.
func signed(value float64) string {
	text := fmt.Sprintf("%+.0f", value)
	if text == "-0" || text == "+0" {
		return "0"
	}
	return strings.Replace(text, "-", "−", 1)
}

// definition says which answers to which items are favourable.
type definition struct {
	Good, Bad string
	Items     []string
}

// definitions are printed with the figures: the same favourable share can mean different things.
func (v view) definitions() (all []definition) {
	at := map[string]int{}
	for _, column := range v.form.Columns {
		if column.Good == nil {
			continue
		}
		good, bad := v.named(column.Options, column.Good), v.named(column.Options, column.Bad)
		i, ok := at[good+"\n"+bad]
		if !ok {
			i = len(all)
			at[good+"\n"+bad] = i
			all = append(all, definition{Good: good, Bad: bad})
		}
		all[i].Items = append(all[i].Items, column.Label())
	}
	return all
}

func (v view) named(options []string, which []bool) string {
	var chosen []string
	for i, option := range options {
		if which[i] {
			chosen = append(chosen, option)
		}
	}
	if len(chosen) == 0 {
		return none
	}
	return strings.Join(chosen, v.words.Comma)
}

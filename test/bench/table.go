package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// table is the figures as a Markdown table. What was not measured, for want of PostgreSQL, is left out and named below it.
func table(figures []figure, all results) string {
	var text strings.Builder
	var missing []string
	text.WriteString("| what | figure | yardstick | its figure | ratio | aim | |\n|---|--:|---|--:|--:|---|---|\n")
	for _, f := range figures {
		l, ok := f.line(all)
		if !ok {
			missing = append(missing, f.of)
			continue
		}
		fmt.Fprintf(&text, "| %s |\n", strings.Join(l, " | "))
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		fmt.Fprintf(&text, "\nNot measured here: %s.\n", strings.Join(slices.Compact(missing), ", "))
	}
	return text.String()
}

// line is what a row of the table says.
func (f figure) line(all results) (cells []string, ok bool) {
	own := all[[2]string{f.of, f.unit}]
	perUnit := cmp.Or(f.perUnit, f.unit)
	per := all[[2]string{f.per, perUnit}]
	if len(own) == 0 || f.per != "" && len(per) != len(own) {
		return nil, false
	}
	cells = []string{f.what, show(median(own), f.unit), f.yardstick, "", "", f.aim.String(f.unit), ""}
	ratio := math.NaN()
	if f.per != "" {
		ratio = median(speeds(own, per, strings.HasSuffix(f.unit, "/s")))
		cells[3], cells[4] = show(median(per), perUnit), fmt.Sprintf("%.2g", ratio)
	}
	if f.aim != (aim{}) {
		cells[6] = map[bool]string{true: "met", false: "missed"}[f.aim.met(median(own), ratio)]
	}
	return cells, true
}

// speeds are how fast a figure is, round by round, where its yardstick of the same round is 1.
func speeds(own, per []float64, rate bool) []float64 {
	found := make([]float64, len(own))
	for i := range own {
		if found[i] = own[i] / per[i]; !rate {
			found[i] = per[i] / own[i]
		}
	}
	return found
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func (a aim) met(value, ratio float64) bool {
	if a.ratio > 0 {
		return ratio >= a.ratio
	}
	return value >= a.atLeast && (a.below == 0 || value < a.below)
}

// String is the aim in words.
func (a aim) String(unit string) string {
	switch {
	case a.ratio > 0:
		return fmt.Sprintf("ratio ≥ %g", a.ratio)
	case a.atLeast > 0:
		return "≥ " + show(a.atLeast, unit)
	case a.below > 0:
		return "< " + show(a.below, unit)
	default:
		return ""
	}
}

// show is a value with its unit, to three digits or so.
func show(value float64, unit string) string {
	switch {
	case strings.HasSuffix(unit, "/s"):
		return thousands(value) + " /s"
	case strings.HasSuffix(unit, "B"):
		return fmt.Sprintf("%.0f MB", value/1e6)
	case value < 1e-3:
		return fmt.Sprintf("%.3g µs", value*1e6)
	default:
		return fmt.Sprintf("%.3g s", value)
	}
}

// thousands rounds to three digits and parts them by commas.
func thousands(value float64) string {
	step := math.Pow10(max(0, int(math.Log10(max(value, 1)))-2))
	digits := fmt.Sprintf("%.0f", math.Round(value/step)*step)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// facts say where and when was measured.
func facts(took time.Duration) string {
	return fmt.Sprintf("Measured on %s in %.0f minutes: %d cores, %s, %s/%s%s. Each figure is the median of its rounds, each ratio the median of the rounds' ratios.",
		time.Now().UTC().Format("2 January 2006"), took.Minutes(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, load())
}

// load says how busy the machine was, where the system tells.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(text))
	return fmt.Sprintf(", load average of 15 minutes %s at the end", fields[2])
}

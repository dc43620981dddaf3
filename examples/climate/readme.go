package main

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// figure names one number: of a construct of all people, or of one company.
type figure struct{ of, what string }

// expectation is what the data's README says of a figure.
type expectation struct {
	figure
	value float64
	// text is the value as it is written; tolerance how far a figure may be from it.
	text      string
	tolerance float64
}

// The columns of the README's table, by the beginning of their headings. "answers ≥ 4" is a count of a number of answers.
const (
	people, mean, sd, alpha          = "n", "mean", "sd", "α"
	icc1, icc1Unequal, icc2          = "ICC(1)", "ICC(1), n₀", "ICC(2)"
	atLeastFour, atLeastThree, given = "answers ≥ 4", "answers ≥ 3", "answers"
)

var columns = []struct{ heading, what string }{
	{"n", people}, {"mean", mean}, {"sd of person scores", sd}, {"Cronbach", alpha}, {"answers ≥ 4", atLeastFour}, {"answers ≥ 3", atLeastThree},
	{"ICC(1), k̄", icc1}, {"ICC(1), n₀", icc1Unequal}, {"ICC(2)", icc2},
}

var (
	// lowest is the lowest value of a construct whose scale does not begin with 1, such as "HOSTIL (0-4, high is bad)".
	lowest  = regexp.MustCompile(`^(\w+)(?: \((\d)-\d)?`)
	company = regexp.MustCompile(`(?m)^Company (\d+): (.+)\.$`)
	counted = regexp.MustCompile(`^(\d+) of (\d+)$`)
)

// readme are all figures of the data's README, in its order, and the lowest value of each construct's scale.
func readme(text string) (all []expectation, scales map[string]int, err error) {
	scales = map[string]int{}
	var headings []string
	for line := range strings.Lines(text) {
		cells := split(line)
		switch {
		case len(cells) == 0:
			headings = nil
		case cells[0] == "construct":
			headings = cells[1:]
		case headings == nil || strings.HasPrefix(cells[0], "---"):
		case len(cells) != len(headings)+1:
			return nil, nil, fmt.Errorf("a row of the README's table has %d cells: %s", len(cells), line)
		default:
			named := lowest.FindStringSubmatch(cells[0])
			scales[named[1]] = 1
			if named[2] != "" {
				scales[named[1]], _ = strconv.Atoi(named[2]) // a digit
			}
			row, err := constructRow(named[1], headings, cells[1:])
			if err != nil {
				return nil, nil, err
			}
			all = append(all, row...)
		}
	}
	for _, found := range company.FindAllStringSubmatch(text, -1) {
		for part := range strings.SplitSeq(found[2], ", ") {
			construct, value, _ := strings.Cut(part, " ")
			one, err := expect(figure{construct, "company-" + found[1]}, value)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, one)
		}
	}
	if len(scales) == 0 || len(all) == 0 {
		return nil, nil, errors.New("the README has no table of figures")
	}
	return all, scales, nil
}

func constructRow(construct string, headings, cells []string) (all []expectation, err error) {
	for i, cell := range cells {
		what, err := column(headings[i])
		if err != nil {
			return nil, err
		}
		texts := []string{cell}
		if parts := counted.FindStringSubmatch(cell); parts != nil {
			texts = parts[1:]
		}
		for j, text := range texts {
			if text == "" {
				continue
			}
			one, err := expect(figure{construct, []string{what, given}[j]}, text)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
	}
	return all, nil
}

func column(heading string) (string, error) {
	for _, one := range columns {
		if heading == one.heading || len(one.heading) > 1 && strings.HasPrefix(heading, one.heading) {
			return one.what, nil
		}
	}
	return "", fmt.Errorf("the README has a column %q, which nothing here compares", heading)
}

// expect takes a figure as it is written: to 1e-9, an ICC to 1e-7, and nothing closer than it is written.
func expect(of figure, text string) (expectation, error) {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return expectation{}, fmt.Errorf("%s, %s: %w", of.of, of.what, err)
	}
	_, decimals, fraction := strings.Cut(text, ".")
	tolerance := 1e-9
	if strings.HasPrefix(of.what, "ICC") {
		tolerance = 1e-7
	}
	if fraction {
		tolerance = max(tolerance, 0.5000001*math.Pow10(-len(decimals)))
	}
	return expectation{of, value, text, tolerance}, nil
}

// split are the cells of a line of a table.
func split(line string) (cells []string) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") {
		return nil
	}
	for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
		cells = append(cells, strings.TrimSpace(cell))
	}
	return cells
}

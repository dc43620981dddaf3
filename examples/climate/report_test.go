package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const said = `# A survey

| file | columns |
|---|---|
| units.csv | code |

| construct | n | mean | answers ≥ 4 | ICC(1), k̄ = N/J |
|---|---|---|---|---|
| CALM | 40 | 3.25 | 30 of 120 | 0.1234567890 |
| RAGE (0-4, high is bad) | 40 | 0.5000000000 | | 0.2 |

Company 02: CALM 3.4166667, RAGE 0.25.
`

func TestTheReadmeIsRead(t *testing.T) {
	all, scales, err := readme(said)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"CALM": 1, "RAGE": 0}, scales)
	got := map[figure]string{}
	for _, one := range all {
		got[one.figure] = one.text
	}
	require.Equal(t, map[figure]string{
		{"CALM", people}: "40", {"CALM", mean}: "3.25", {"CALM", atLeastFour}: "30", {"CALM", given}: "120", {"CALM", icc1}: "0.1234567890",
		{"RAGE", people}: "40", {"RAGE", mean}: "0.5000000000", {"RAGE", icc1}: "0.2",
		{"CALM", "company-02"}: "3.4166667", {"RAGE", "company-02"}: "0.25",
	}, got)

	for text, wrong := range map[string]string{
		"nothing":                                 "no table",
		strings.Replace(said, "mean", "mode", 1):  "mode",
		strings.Replace(said, "3.25", "three", 1): "three",
		strings.Replace(said, "3.25 |", "", 1):    "4 cells",
	} {
		_, _, err := readme(text)
		require.ErrorContains(t, err, wrong)
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	type change func(cli, rest figures)
	add := func(of figure, more float64) change {
		return func(cli, rest figures) { cli[of] += more; rest[of] += more }
	}
	calm, rage, company := figure{"CALM", mean}, figure{"RAGE", icc1}, figure{"CALM", "company-02"}
	without := func(cli, rest figures) { delete(cli, rage); delete(rest, rage) }
	for name, c := range map[string]struct {
		change change
		hidden bool
		want   string
	}{
		"nothing":                         {change: func(figures, figures) {}},
		"a mean within 1e-9":              {change: add(calm, 9e-10)},
		"a mean is off by more than 1e-9": {change: add(calm, 2e-9), want: "CALM mean is off"},
		"an ICC within 1e-7":              {change: add(rage, 9e-8)},
		"an ICC is off by more than 1e-7": {change: add(rage, 2e-7), want: "RAGE ICC(1) is off"},
		"what is written to seven digits": {change: add(company, 4e-8)},
		"and is off by more":              {change: add(company, 1e-7), want: "CALM company-02 is off"},
		"two routes differ in a bit":      {change: func(_, rest figures) { rest[calm] += 4e-16 }, want: "CALM mean is not the same by REST"},
		"one route shows less":            {change: func(_, rest figures) { delete(rest, rage) }, hidden: true, want: "1 of 2 routes"},
		"absent without a reason":         {change: without, want: "RAGE ICC(1) is not shown"},
		"absent where a company hides it": {change: without, hidden: true},
	} {
		t.Run(name, func(t *testing.T) {
			var expected []expectation
			shows := func() figures { return figures{calm: 3, rage: 0.054, company: 3.4166667} }
			for of, text := range map[figure]string{calm: "3.0000000000", rage: "0.0540000000", company: "3.4166667"} {
				one, err := expect(of, text)
				require.NoError(t, err)
				expected = append(expected, one)
			}
			cli, rest := shows(), shows()
			c.change(cli, rest)
			units := map[string][]string{}
			if c.hidden {
				units["RAGE"] = []string{"company-06"}
			}
			var out strings.Builder
			err := report(&out, expected, []route{{"CLI", cli}, {"REST", rest}}, units)
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Contains(t, out.String(), "of 3 figures are shown")
			require.Equal(t, c.hidden, strings.Contains(out.String(), "Not shown of RAGE: ICC(1)."))
		})
	}
}

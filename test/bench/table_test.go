package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchunit"
)

const printed = `goos: linux
some log line
BenchmarkSubmit/sqlite-2         	     100	    100000 ns/op	     12345 answers/s
BenchmarkSubmit/events-a-commit=100-2 	 1	 100000 ns/op
BenchmarkSubmit/sqlite-2         	     100	    100000 ns/op	     10000 answers/s
PASS
`

func TestResultsAreReadByNameAndUnit(t *testing.T) {
	all := results{}
	require.NoError(t, all.read(strings.NewReader(printed)))
	require.Equal(t, results{
		{"Submit/sqlite", "answers/s"}:           {12345, 10000},
		{"Submit/sqlite", "sec/op"}:              {1e-4, 1e-4},
		{"Submit/events-a-commit=100", "sec/op"}: {1e-4},
	}, all)
	require.Error(t, all.read(strings.NewReader("PASS\n")), "a pattern that chooses nothing")
}

func TestTheTable(t *testing.T) {
	all := results{
		{"Own", calls}: {100, 200, 50}, {"Per", calls}: {200, 200, 200},
		{"Own", perCall}: {2e-6}, {"Per", perCall}: {1e-6},
		{"Size", "B"}: {59.9e6},
	}
	lines := strings.Split(table([]figure{
		{"a", "Own", calls, "Per", "", "bare", aim{ratio: 0.5}},
		{"b", "Own", calls, "Per", "", "bare", aim{ratio: 0.51}},
		{"c", "Own", perCall, "Per", "", "bare", aim{}},
		{"d", "Size", "B", "", "", "", aim{below: 60e6}},
		{"e", "Own", calls, "", "", "", aim{atLeast: 15_000}},
		{"f", "Postgres", calls, "Per", "", "bare", aim{}},
	}, all), "\n")
	require.Equal(t, []string{
		"| a | 100 /s | bare | 200 /s | 0.5 | ratio ≥ 0.5 | met |",
		"| b | 100 /s | bare | 200 /s | 0.5 | ratio ≥ 0.51 | missed |",
		"| c | 2 µs | bare | 1 µs | 0.5 |  |  |",
		"| d | 60 MB |  |  |  | < 60 MB | met |",
		"| e | 100 /s |  |  |  | ≥ 15,000 /s | missed |",
		"", "Not measured here: Postgres.", "",
	}, lines[2:])
}

func TestAnAimIsMissedWhereItIsNotReached(t *testing.T) {
	for name, c := range map[string]struct {
		aim          aim
		value, ratio float64
		want         bool
	}{
		"a ratio":                            {aim{ratio: 0.5}, 1, 0.5, true},
		"less than a ratio":                  {aim{ratio: 0.5}, 1e9, 0.49, false},
		"a rate":                             {aim{atLeast: 50_000}, 50_000, 0, true},
		"less than a rate, beside something": {aim{atLeast: 50_000}, 48_600, 0.67, false},
		"a time":                             {aim{below: 10}, 6, 0.1, true},
		"more than a time, beside something": {aim{below: 10}, 10, 3, false},
	} {
		require.Equal(t, c.want, c.aim.met(c.value, c.ratio), name)
	}
}

func TestAFigureHasAYardstickOrAnAimOfItsOwn(t *testing.T) {
	for _, f := range figures {
		require.Equal(t, f.per == "", f.yardstick == "", f.what)
		require.True(t, f.per != "" || f.aim.ratio == 0, f.what)
		for _, unit := range []string{f.unit, f.perUnit} {
			_, read := benchunit.Tidy(1, unit)
			require.Equal(t, read, unit, "%s: the reader turns this unit into another", f.what)
		}
	}
}

func TestThousands(t *testing.T) {
	for value, want := range map[float64]string{0.4: "0", 999: "999", 1234: "1,230", 15000: "15,000", 23456: "23,500", 1234567: "1,230,000"} {
		require.Equal(t, want, thousands(value))
	}
}

func TestThePageKeepsWhatStandsAroundTheTable(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(page, []byte("before\n"+opening+"old\n"+closing+"after\n"), 0o600))
	require.NoError(t, write(page, "new\n"))
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, "before\n"+opening+"\nnew\n\n"+closing+"after\n", string(got))
	require.NoError(t, os.WriteFile(page, []byte("no marks"), 0o600))
	require.ErrorContains(t, write(page, "new"), "marks")
}

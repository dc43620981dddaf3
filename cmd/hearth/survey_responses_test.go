package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A survey in which names stand beside the answers, and nothing is hidden: from its draft to its report, in both languages.
func TestAnIdentifiedSurvey(t *testing.T) {
	house, instrument := asking(t)
	name := draft(t, house, "--title", "Talks", "--title-zh", "面谈", "--instrument", instrument, "--mode", "identified", "--k", "1", "--import")
	require.NoError(t, run(t, "", "survey", "open", name).error)
	require.NoError(t, run(t, "", "survey", "import", name, file(t, "a.csv", "number,heard,proud\nL0001,4,5\nL0002,2,\n")).error)

	read := run(t, "", "survey", "responses", "Talks", "--format", "csv")
	require.NoError(t, read.error)
	rows, err := csv.NewReader(strings.NewReader(read.out)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"WHO", "UNIT", "EMPLOYER", "QUESTION", "ANSWER"}, rows[0])
	said := map[string]int{}
	for _, row := range rows[1:] {
		require.Regexp(t, `^people/[0-9a-f-]{36}$`, row[0])
		said[fmt.Sprint(row[3], " ", row[4])]++
	}
	require.Equal(t, map[string]int{"heard 4": 1, "proud 5": 1, "heard 2": 1}, said)

	require.NoError(t, run(t, "", "survey", "close", name).error)
	require.NoError(t, run(t, "", "survey", "release", name).error)
	report := run(t, "", "survey", "report", name)
	require.NoError(t, report.error)
	require.Contains(t, report.out, "; names stand beside the answers, and nothing is hidden.\n")
	require.Regexp(t, `(?m)^Lantern Customer Care +2  33$`, report.out)
	printed := run(t, "", "survey", "export", name, "--format", "html")
	require.NoError(t, printed.error)
	require.Contains(t, printed.out, "its figures hide nothing")

	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	require.Contains(t, run(t, "", "survey", "responses", name).out, "作答人")
	require.Contains(t, run(t, "", "survey", "report", name).out, "实名作答，不隐藏任何结果。")
	var document struct{ Responses []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(run(t, "", "survey", "responses", name, "--format", "json").out), &document))
	require.Len(t, document.Responses, 2)
}

func TestConfidentialSurveysNameNobody(t *testing.T) {
	house, instrument := asking(t)
	name := draft(t, house, "--title", "Pulse", "--instrument", instrument)
	require.ErrorContains(t, run(t, "", "survey", "responses", name).error, "Nobody is shown who answered what in this survey.")
	for _, wrong := range [][]string{{"--mode", "anonymous"}, {"--mode", ""}, {"--mode", "IDENTIFIED"}} {
		got := run(t, "", append([]string{"survey", "create", "--title", "x", "--owner", "hris:CC", "--instrument", instrument}, wrong...)...)
		require.Equal(t, exitUsage, exitCode(got.error), wrong)
	}
	require.ErrorContains(t, run(t, "", "survey", "create", "--title", "x", "--owner", "hris:CC", "--instrument", instrument, "--k", "1").error, "k")
}

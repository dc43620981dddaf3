package main

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/testkit/answertest"
)

// What stands wrong in a file is named by its line and its column, and why in words; the rows around it go in.
func TestOddAnswersInAFile(t *testing.T) {
	house := serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	conn, ctx := calling(t, house)
	instruments := surveyv1.NewInstrumentServiceClient(conn)
	made, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: answertest.Instrument()})
	require.NoError(t, err)
	_, err = instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(t, err)
	name := draft(t, house, "--title", "Odd", "--instrument", made.GetName(), "--import")
	require.NoError(t, run(t, "", "survey", "open", name).error)

	people, err := csv.NewReader(strings.NewReader(sample(t))).ReadAll()
	require.NoError(t, err)
	heading := []string{"number", "now", "then", "rows.a", "rows.b", "one", "why", "some", "order", "years", "since", "word", "agrees"}
	var text strings.Builder
	rows := csv.NewWriter(&text)
	write := func(cells []string) (line int) {
		line = 1 + strings.Count(text.String(), "\n")
		require.NoError(t, rows.Write(cells))
		rows.Flush()
		return line
	}
	write(heading)
	sent, taken := 0, 0
	send := func(cells map[string]string) (line int) {
		sent++
		row := []string{people[sent][0]}
		for _, question := range heading[1:] {
			row = append(row, cells[question])
		}
		return write(row)
	}
	var want []string
	problems := map[string]bool{}
	for _, one := range answertest.Refused() {
		if one.Cells == nil {
			continue
		}
		line, column := send(one.Cells), 0
		for i, question := range heading {
			if question == one.Item {
				column = i + 1
			}
		}
		problems[one.Problem] = true
		want = append(want, fmt.Sprintf("refused  odd.csv, line %d, column %d (%s): %s: ", line, column, one.Item, one.Item))
	}
	for _, one := range answertest.Taken() {
		taken++
		send(one.Cells)
	}
	path := file(t, "odd.csv", text.String())
	got := run(t, "", "survey", "import", name, path)
	require.EqualError(t, got.error, fmt.Sprintf("rows refused: %d", len(want)))
	require.Equal(t, []string{fmt.Sprintf("%d imported", taken), fmt.Sprintf("%d refused", len(want))}, counts(got.out))
	for _, line := range want {
		require.Contains(t, got.out, line)
	}
	require.Greater(t, len(problems), 9)
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	chinese := run(t, "", "survey", "import", name, path)
	require.Contains(t, chinese.out, "odd.csv 第 2 行第 2 列（now）：now：超出可选范围")
	for problem := range problems {
		require.NotContains(t, got.out+chinese.out, problem, "people are told in words")
	}

	english(t)
	require.NoError(t, run(t, "", "survey", "close", name).error)
	late := run(t, "", "survey", "import", name, path)
	require.Error(t, late.error)
	require.Empty(t, late.out)
}

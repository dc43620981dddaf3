package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

const (
	unitsHeading  = "编码,类型,名称\n"
	peopleHeading = "工号,姓名,部门编号,用工单位,入职日期\n"
)

func open(t *testing.T, name string, kind mapping.Kind, text string) *File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	file, err := OpenFile(path, kind, mapping.Mapping{}, "hris", table.Options{})
	require.NoError(t, err)
	return file
}

func people(t *testing.T, rows int, name string) *File {
	var text strings.Builder
	text.WriteString(peopleHeading)
	for i := range rows {
		fmt.Fprintf(&text, "N%d,%s,T1,acme,2024-01-02\n", i+1, name)
	}
	return open(t, "people.csv", mapping.People, text.String())
}

func messages(t *testing.T, i *Intake) (sent []*directoryv1.ImportRows) {
	t.Helper()
	require.NoError(t, i.batches(func(rows *directoryv1.ImportRows) error {
		sent = append(sent, rows)
		return nil
	}))
	return sent
}

func TestMessagesHoldUnitsThenPeopleAndAreNeverTooLarge(t *testing.T) {
	units := open(t, "units.csv", mapping.Units, unitsHeading+"T1,班组,一组\n")
	i, err := Load(units, people(t, 2500, "王芳"))
	require.NoError(t, err)
	require.Equal(t, 2501, i.Rows())
	require.Equal(t, 1, i.In(units))
	sent := messages(t, i)
	var sizes [][2]int
	for _, rows := range sent {
		sizes = append(sizes, [2]int{len(rows.GetUnits()), len(rows.GetPeople())})
	}
	require.Equal(t, [][2]int{{1, 0}, {0, 1000}, {0, 1000}, {0, 500}}, sizes)
	require.Equal(t, "N1001", sent[2].GetPeople()[0].GetNumber(), "in the file's order")
	require.Empty(t, cmp.Diff(sent, messages(t, i), protocmp.Transform()), "a repeated upload is the same")

	long, err := Load(people(t, 300, strings.Repeat("x", table.MaxCell)))
	require.NoError(t, err)
	total := 0
	for _, rows := range messages(t, long) {
		total += len(rows.GetPeople())
		require.Less(t, proto.Size(rows), mostBytes+2*table.MaxCell)
	}
	require.Equal(t, 300, total)
}

func TestWhatCannotBeSent(t *testing.T) {
	units := open(t, "units.csv", mapping.Units, unitsHeading)
	nobody := open(t, "people.csv", mapping.People, peopleHeading+strings.Repeat(",王芳,T1,acme,2024-01-02\n", 100)+"1,2\n")
	_, err := Load(units, nobody)
	var problems words.Problems
	require.ErrorAs(t, err, &problems)
	require.Equal(t, "units.csv: there is nothing below the heading", problems[0].In("en"))
	require.Contains(t, problems[1].In("en"), "people.csv, line 2, column 1 (工号): nothing says whom")
	require.Equal(t, "people.csv, line 102: has 2 cells, the heading has 5", problems[len(problems)-1].In("en"))
	require.Len(t, problems, mostProblems+1)
}

func TestARowIsSaidWithItsPlace(t *testing.T) {
	units := open(t, "units.csv", mapping.Units, unitsHeading+"T1,班组,一组\n")
	i, err := Load(units, open(t, "people.csv", mapping.People, peopleHeading+"\nN1,王芳,T1,acme,soon\nN2,李雷,T1,acme,2024-01-02\n"))
	require.NoError(t, err)
	s := &Session{Client: &client.Client{Locale: "en"}, Intake: i}
	refused := directoryv1.RowOutcome_ROW_OUTCOME_REFUSED
	for _, c := range []struct {
		result *directoryv1.RowResult
		want   string
	}{
		{&directoryv1.RowResult{Row: 1, Outcome: refused, Reason: "UNIT_CYCLE", Field: "parent", Message: "m"}, "units.csv, line 2: A unit cannot stand below itself. (parent: m)"},
		{&directoryv1.RowResult{Row: 1, Outcome: refused, Reason: "INVALID_FIELD", Field: "unit.kind", Message: "is odd"}, "units.csv, line 2, column 2 (类型): unit.kind: is odd"},
		{&directoryv1.RowResult{Row: 2, Outcome: refused, Reason: "INVALID_FIELD", Field: "hire_date", Message: "is odd"}, `people.csv, line 3, column 5 (入职日期): "soon" is not a day`},
		{&directoryv1.RowResult{Row: 3, Outcome: refused, Reason: "ROW_TWICE", Field: "external_id", Message: "m"}, "people.csv, line 4, column 1 (工号): The same person or unit"},
		{&directoryv1.RowResult{Row: 3, Outcome: refused, Reason: "INVALID_FIELD", Field: "external_id.id", Message: "is odd"}, "people.csv, line 4, column 1 (工号): external_id.id: is odd"},
		{&directoryv1.RowResult{Row: 3, Outcome: refused, Reason: "FROM_A_LATER_VERSION", Field: "x", Message: "m"}, "people.csv, line 4: x: m"},
		{&directoryv1.RowResult{Row: 3, Outcome: refused, Reason: "NOT_EMPLOYED"}, "people.csv, line 4: The person is not employed on that day."},
	} {
		said, err := s.describe(t.Context(), s.row(c.result))
		require.NoError(t, err)
		require.Contains(t, said, c.want)
	}
	ended := s.row(&directoryv1.RowResult{Outcome: directoryv1.RowOutcome_ROW_OUTCOME_ENDED, Name: "people/1"})
	require.Empty(t, cmp.Diff(Row{Outcome: "ended", Name: "people/1"}, ended, cmp.AllowUnexported(Row{})))
}

package table_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
	"github.com/tealeg/xlsx/v3"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table"
)

func TestCommentsAreATable(t *testing.T) {
	all := records(t, write(t, table.Comments.CSV, releasetest.Small("zh-CN")))
	require.Len(t, all, 22)
	require.Equal(t, map[string]string{
		"unit": releasetest.Root, "unit_code": "U1", "unit_name": "星河联络中心", "id": "say", "text": "还有什么想说？", "comment": "夜班太累 00，打〔电话〕",
	}, all[0])
	require.Equal(t, releasetest.ScriptComment, all[3]["comment"])
	require.Equal(t, "'"+releasetest.FormulaComment, all[5]["comment"], "no text is a formula")
	require.Equal(t, "two\nlines", all[7]["comment"])

	text := write(t, table.Comments.Parquet, releasetest.Small("en"))
	rows, err := parquet.Read[table.Comment](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	require.Len(t, rows, 22)
	require.Equal(t, table.Comment{
		Unit: releasetest.Script, UnitCode: "U3", UnitName: releasetest.ScriptName, ID: "say", Text: "What else?", Comment: "The roster changes late 09",
	}, rows[21])

	book, err := xlsx.OpenBinary(write(t, table.Comments.XLSX, releasetest.Small("en")))
	require.NoError(t, err)
	require.Equal(t, "Comments", book.Sheets[0].Name)
	cell, err := book.Sheets[0].Cell(6, 5)
	require.NoError(t, err)
	require.Equal(t, releasetest.FormulaComment, cell.Value)
	require.Empty(t, cell.Formula())
}

func TestThemesAreATable(t *testing.T) {
	text := write(t, table.Themes.Parquet, releasetest.Small("en"))
	rows, err := parquet.Read[table.Theme](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	root := table.Theme{Unit: releasetest.Root, UnitCode: "U1", UnitName: "Star River contact centre", ID: "say", Text: "What else?", Comments: 22}
	first, second, third := root, root, root
	first.Kind, first.Theme, first.Name, first.N = "theme", "schedule", "Shifts and rest", 19
	second.Kind, second.Name, second.N, second.With = "keyword", "roster", 10, "late 10, changes 10"
	third.Kind, third.Name, third.N = "keyword", "夜班", 9
	require.Len(t, rows, 4)
	require.Empty(t, cmp.Diff([]table.Theme{first, second, third}, rows[:3]))
	all := records(t, write(t, table.Themes.CSV, releasetest.Small("zh-CN")))
	require.Equal(t, "排班与休息", all[0]["name"])
	require.Equal(t, "19", all[0]["n"])
}

func TestCommentsThatCannotBeReadEndTheFile(t *testing.T) {
	lost := errors.New("lost")
	r := releasetest.Small("en")
	r.Comments = func(yield func(*surveyv1.Comment, error) bool) { yield(nil, lost) }
	r.Themes = func(yield func(*surveyv1.ItemThemes, error) bool) { yield(nil, lost) }
	require.ErrorIs(t, table.Comments.CSV(io.Discard, r), lost)
	require.ErrorIs(t, table.Themes.XLSX(io.Discard, r), lost)
}

package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
	"github.com/tealeg/xlsx/v3"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, format func(io.Writer, released.Release) error, r released.Release) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, format(&out, r))
	return out.Bytes()
}

func TestCSVIsAsItWas(t *testing.T) {
	for name, format := range map[string]func(io.Writer, released.Release) error{
		"figures": table.Figures.CSV, "drivers": table.Drivers.CSV, "norms": table.Norms.CSV, "standings": table.Standings.CSV,
		"changes": table.Changes.CSV, "trends": table.Trends.CSV,
	} {
		for _, locale := range []string{"en", released.Chinese} {
			t.Run(name+" "+locale, func(t *testing.T) {
				got := write(t, format, releasetest.Small(locale))
				require.NotContains(t, string(got), strconv.Itoa(releasetest.Poison))
				path := filepath.Join("testdata", name+"-"+locale+".csv")
				if *update {
					require.NoError(t, os.MkdirAll("testdata", 0o755))
					require.NoError(t, os.WriteFile(path, got, 0o644))
				}
				want, err := os.ReadFile(path)
				require.NoError(t, err, "run with -update; then read what it wrote")
				require.Empty(t, cmp.Diff(string(want), string(got)))
			})
		}
	}
}

// records reads a table back, by its heads.
func records(t *testing.T, text []byte) (all []map[string]string) {
	t.Helper()
	rest, found := bytes.CutPrefix(text, []byte("\xef\xbb\xbf"))
	require.True(t, found, "spreadsheets take it for UTF-8")
	lines, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	require.NoError(t, err)
	return byHead(lines)
}

func byHead(lines [][]string) (all []map[string]string) {
	for _, line := range lines[1:] {
		record := map[string]string{}
		for i, field := range line {
			record[lines[0][i]] = field
		}
		all = append(all, record)
	}
	return all
}

func find(t *testing.T, all []map[string]string, code, level, id string) map[string]string {
	t.Helper()
	for _, record := range all {
		if record["unit_code"] == code && record["level"] == level && record["id"] == id {
			return record
		}
	}
	require.FailNow(t, "no row", "%s %s %s", code, level, id)
	return nil
}

func TestCSV(t *testing.T) {
	text := write(t, table.Figures.CSV, releasetest.Small("zh-CN"))
	require.NotContains(t, string(text), strconv.Itoa(releasetest.Poison))
	all := records(t, text)
	require.Len(t, all, 5*(5+3+1))
	one := find(t, all, "U1", "早班", "heard")
	require.Equal(t, "SHIFT", one["attribute"])
	require.Equal(t, "我的声音被听见", one["text"])
	require.Equal(t, "1 1 2 10 10", one["counts"])
	require.Equal(t, "20", one["favourable_count"])
	require.Equal(t, "星河联络中心", one["unit_name"])
	hidden := find(t, all, "U2", "", "heard")
	require.Equal(t, "true", hidden["hidden"])
	for name, field := range hidden {
		switch name {
		case "unit", "unit_code", "unit_name", "parent", "eligible", "sheets", "rate", "kind", "id", "text", "hidden":
			require.NotEmpty(t, field, name)
		default:
			require.Empty(t, field, name)
		}
	}
	require.Equal(t, "'"+releasetest.FormulaName, hidden["unit_name"])
}

func TestNoTextIsAFormula(t *testing.T) {
	for _, name := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠a", " =1", "　+1"} {
		r := releasetest.Of("en", &surveyv1.Cell{Unit: "units/x", Level: name, Items: []*surveyv1.ItemFigures{{Item: "heard"}}})
		lines, err := csv.NewReader(bytes.NewReader(write(t, table.Figures.CSV, r))).ReadAll()
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(lines[1][5], "'"), "%q", lines[1][5])
	}
	r := releasetest.Of("en", &surveyv1.Cell{Unit: "units/x", Level: "a=b-c", Items: []*surveyv1.ItemFigures{{Item: "heard", Mean: new(-1.5)}}})
	lines, err := csv.NewReader(bytes.NewReader(write(t, table.Figures.CSV, r))).ReadAll()
	require.NoError(t, err)
	require.Equal(t, "a=b-c", lines[1][5])
	require.Contains(t, lines[1], "-1.5", "a number stays one")
}

func TestParquetHoldsTheSameRows(t *testing.T) {
	text := write(t, table.Figures.Parquet, releasetest.Small("en"))
	got, err := parquet.Read[table.Row](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	var want []table.Row
	for row, err := range table.Rows(releasetest.Small("en")) {
		require.NoError(t, err)
		want = append(want, row)
	}
	require.Len(t, want, 5*(5+3+1))
	require.Empty(t, cmp.Diff(want, got, cmpopts.EquateEmpty()))
}

func TestXLSXHoldsTheSameCells(t *testing.T) {
	for locale, sheet := range map[string]string{"en": "Figures", "zh-CN": "数据"} {
		book, err := xlsx.OpenBinary(write(t, table.Figures.XLSX, releasetest.Small(locale)))
		require.NoError(t, err)
		require.Equal(t, sheet, book.Sheets[0].Name)
		var lines [][]string
		require.NoError(t, book.Sheets[0].ForEachRow(func(row *xlsx.Row) error {
			var line []string
			err := row.ForEachCell(func(cell *xlsx.Cell) error {
				require.Empty(t, cell.Formula())
				line = append(line, cell.Value)
				return nil
			})
			lines = append(lines, line)
			return err
		}))
		want := records(t, write(t, table.Figures.CSV, releasetest.Small(locale)))
		got := byHead(lines)
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, strings.TrimPrefix(want[i]["unit_name"], "'"), got[i]["unit_name"], "texts are not changed")
			for _, name := range []string{"unit", "level", "eligible", "kind", "id", "counts", "mean", "favourable", "alpha"} {
				require.Equal(t, want[i][name], got[i][name], name)
			}
			require.Equal(t, want[i]["hidden"] == "true", got[i]["hidden"] == "1")
		}
	}
}

func TestAReleaseOfNothing(t *testing.T) {
	empty := releasetest.Of("en")
	require.Empty(t, records(t, write(t, table.Figures.CSV, empty)))
	text := write(t, table.Figures.Parquet, empty)
	rows, err := parquet.Read[table.Row](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	require.Empty(t, rows)
	book, err := xlsx.OpenBinary(write(t, table.Figures.XLSX, empty))
	require.NoError(t, err)
	require.Equal(t, 1, book.Sheets[0].MaxRow)
}

func TestWhatCannotBeReadEndsTheFile(t *testing.T) {
	lost := errors.New("lost")
	for name, format := range map[string]func(io.Writer, released.Release) error{"CSV": table.Figures.CSV, "Parquet": table.Figures.Parquet, "XLSX": table.Figures.XLSX} {
		r := releasetest.Small("en")
		whole := r.Cells
		r.Cells = func(yield func(*surveyv1.Cell, error) bool) {
			for cell := range whole {
				if !yield(cell, nil) {
					return
				}
				break
			}
			yield(nil, lost)
		}
		require.ErrorIs(t, format(io.Discard, r), lost, name)
	}
}

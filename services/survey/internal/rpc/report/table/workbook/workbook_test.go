package workbook

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tealeg/xlsx/v3"
)

func TestMoreRowsThanASheetHolds(t *testing.T) {
	var out bytes.Buffer
	to := New(&out)
	to.most = 3
	require.NoError(t, to.Table("none", []string{"z"}))
	require.NoError(t, to.Table("a & b", []string{"x", "y"}))
	for i := range 5 {
		require.NoError(t, to.Row([]any{int64(i), nil}))
	}
	require.NoError(t, to.Table("last", []string{"w"}))
	require.NoError(t, to.Row([]any{"v"}))
	require.NoError(t, to.Close())
	book, err := xlsx.OpenBinary(out.Bytes())
	require.NoError(t, err)
	var got [][]string
	for _, sheet := range book.Sheets {
		got = append(got, []string{sheet.Name})
		require.NoError(t, sheet.ForEachRow(func(row *xlsx.Row) error {
			got[len(got)-1] = append(got[len(got)-1], row.GetCell(0).Value)
			return nil
		}))
	}
	require.Equal(t, [][]string{{"none", "z"}, {"a & b", "x", "0", "1"}, {"a & b 2", "x", "2", "3"}, {"a & b 3", "x", "4"}, {"last", "w", "v"}}, got)
}

func TestCellsKeepTheirValues(t *testing.T) {
	var out bytes.Buffer
	to := New(&out)
	require.NoError(t, to.Table("t", []string{"a"}))
	require.NoError(t, to.Row([]any{"<x> & \"y\"\n\x01", -1.5, int64(-3), true, false, nil, "", "=1+1"}))
	require.NoError(t, to.Close())
	book, err := xlsx.OpenBinary(out.Bytes())
	require.NoError(t, err)
	row, err := book.Sheets[0].Row(1)
	require.NoError(t, err)
	for i, want := range []string{"<x> & \"y\"\n\ufffd", "-1.5", "-3", "1", "0", "", "", "=1+1"} {
		require.Equal(t, want, row.GetCell(i).Value)
		require.Empty(t, row.GetCell(i).Formula())
	}
	require.Equal(t, xlsx.CellTypeBool, row.GetCell(3).Type())
	require.Equal(t, xlsx.CellTypeNumeric, row.GetCell(1).Type())
}

func TestLetters(t *testing.T) {
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		require.Equal(t, want, letters(column))
	}
}

package table_test

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
	"github.com/tealeg/xlsx/v3"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table"
)

func TestConstructsHaveIntervalsAndLevelsNames(t *testing.T) {
	cell := releasetest.Level(releasetest.Cell(releasetest.Root, "", releasetest.Text("Root", "总部"), 30, []int64{1, 1, 2, 10, 10}), "s-7")
	cell.LevelName = releasetest.Text("Site north", "北区职场")
	cell.Constructs[1].MeanLow, cell.Constructs[1].MeanHigh = new(3.75), new(4.25)
	one := find(t, records(t, write(t, table.Figures.CSV, releasetest.Of("zh-CN", cell))), "U1", "s-7", "voice")
	require.Equal(t, "北区职场", one["level_name"])
	require.Equal(t, []string{"3.75", "4.25", "24"}, []string{one["mean_low"], one["mean_high"], one["n"]})
	require.Equal(t, []string{"0.7083333333333334", "0.9583333333333334"}, []string{one["favourable_low"], one["favourable_high"]})
}

func TestDriversAreATable(t *testing.T) {
	all := records(t, write(t, table.Drivers.CSV, releasetest.Small("zh-CN")))
	require.Len(t, all, 2, "of the one cell that has some")
	require.Equal(t, map[string]string{
		"unit": releasetest.Root, "unit_code": "U1", "unit_name": "星河联络中心", "attribute": "", "level": "", "level_name": "",
		"outcome": "recommend", "outcome_text": "您会推荐我们吗？", "whole_sheets": "46", "r_squared": "0.375", "id": "voice", "text": "心声",
		"r": "0.5625", "r_low": "0.3125", "r_high": "0.75", "p": "0.0001", "q": "0.0002", "share": "0.75", "share_low": "0.5", "share_high": "0.9375",
		"index": "55.5", "priority": "0.33375", "quadrant": "IMPROVE",
	}, all[0])
}

func TestNormsAreATable(t *testing.T) {
	text := write(t, table.Norms.Parquet, releasetest.Small("en"))
	rows, err := parquet.Read[table.Norm](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	require.Len(t, rows, 5*2, "what this edition asks, of each cell")
	root := table.Group{Unit: releasetest.Root, UnitCode: "U1", UnitName: "Star River contact centre"}
	require.Empty(t, cmp.Diff([]table.Norm{
		{
			Group: root, Kind: "construct", ID: "voice", Text: "Voice", Statistic: "FAVOURABLE", Here: new(31. / 60), Elsewhere: .72, N: new(int64(1200)),
			Population: "contact centres", Source: "A study", Licence: "CC BY 4.0", Date: "2025-06-30",
		},
		{
			Group: root, Kind: "item", ID: "recommend", Text: "Would you recommend us?", Statistic: "SCORE", Here: new(12.5), Elsewhere: -4,
			Population: "service staff", Source: "Another", Licence: "own", Date: "2024-01-31",
		},
	}, rows[:2]))
	for _, row := range rows {
		if row.UnitName == releasetest.FormulaName && row.ID == "voice" {
			require.Nil(t, row.Here, "it is hidden")
		}
	}
}

func TestStandingsAreATable(t *testing.T) {
	all := records(t, write(t, table.Standings.CSV, releasetest.Small("en")))
	require.NotEmpty(t, all)
	verdicts := map[string]int{}
	for _, one := range all {
		verdicts[one["verdict"]]++
		require.Equal(t, strconv.Itoa(len(all)), one["tests"])
		require.Equal(t, releasetest.Root, one["above"])
		require.NotEqual(t, "voice U2", one["id"]+" "+one["unit_code"], "it is hidden")
	}
	require.Positive(t, verdicts["LOWER"])
	require.NotContains(t, verdicts, "")
}

func TestChangesAreATable(t *testing.T) {
	text := write(t, table.Changes.Parquet, releasetest.Small("en"))
	rows, err := parquet.Read[table.Change](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	require.Len(t, rows, 5*7, "of each cell what was compared, and the item that was not; another edition's is no part of it")
	head := table.Change{
		Group: table.Group{Unit: releasetest.Root, UnitCode: "U1", UnitName: "Star River contact centre"},
		Since: "2026-02-20", BeforeEligible: 58, BeforeSheets: 41, Compared: true, Tests: 5,
	}
	hidden, voice := head, head
	hidden.Kind, hidden.ID, hidden.Text, hidden.Hidden = "construct", "belonging", "Belonging", true
	voice.Kind, voice.ID, voice.Text, voice.Verdict = "construct", "voice", "Voice", "HIGHER"
	voice.FavourableBefore, voice.Favourable, voice.FavourableDifference = new(.5), new(.75), new(.25)
	voice.FavourableLow, voice.FavourableHigh, voice.FavourableP, voice.FavourableQ, voice.FavourableVerdict = new(.1875), new(.3125), new(.0002), new(.0004), "HIGHER"
	voice.MeanBefore, voice.Mean, voice.MeanDifference, voice.MeanLow, voice.MeanHigh = new(3.), new(4.), new(1.), new(.5), new(1.5)
	voice.MeanP, voice.MeanQ, voice.HedgesG, voice.MeanVerdict = new(.0001), new(.0003), new(.625), "HIGHER"
	require.Empty(t, cmp.Diff([]table.Change{hidden, voice}, rows[:2]))
	require.Equal(t, "LOWER", rows[5].Verdict, "where no share is tested, the mean's")
	require.Equal(t, "shift", rows[6].ID)
	require.False(t, rows[6].Compared)
}

func TestTrendsAreATable(t *testing.T) {
	text := write(t, table.Trends.Parquet, releasetest.Small("en"))
	rows, err := parquet.Read[table.Trend](bytes.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	require.Len(t, rows, 5*8)
	require.Empty(t, cmp.Diff(table.Trend{
		Group: table.Group{Unit: releasetest.Root, UnitCode: "U1", UnitName: "Star River contact centre"}, Wave: 1, Closed: "2026-02-20",
		Kind: "construct", ID: "voice", Text: "Voice", Favourable: new(.5), FavourableLow: new(.375), FavourableHigh: new(.625),
	}, rows[3]))
	require.True(t, rows[5].Hidden)
	require.Nil(t, rows[5].Favourable)
}

func TestNoWaveBeforeNoRows(t *testing.T) {
	r := releasetest.Small("en")
	r.History = nil
	require.Empty(t, records(t, write(t, table.Changes.CSV, r)))
	require.Empty(t, records(t, write(t, table.Trends.CSV, r)))
	lost := errors.New("lost")
	r.History = func(*surveyv1.Cell) (*released.History, error) { return nil, lost }
	require.ErrorIs(t, table.Changes.CSV(io.Discard, r), lost)
	require.ErrorIs(t, table.Trends.CSV(io.Discard, r), lost)
}

func TestTablesOfRelationsEndWhereCellsCannotBeRead(t *testing.T) {
	lost := errors.New("lost")
	for name, format := range map[string]func(io.Writer, released.Release) error{
		"drivers": table.Drivers.CSV, "norms": table.Norms.Parquet, "standings": table.Standings.CSV,
		"changes": table.Changes.CSV, "trends": table.Trends.CSV,
	} {
		r := releasetest.Small("en")
		r.Cells = func(yield func(*surveyv1.Cell, error) bool) { yield(nil, lost) }
		require.ErrorIs(t, format(io.Discard, r), lost, name)
	}
}

func TestAWorkbookHoldsAllTables(t *testing.T) {
	for locale, want := range map[string][]string{
		"en":    {"Figures", "Changes", "Trends", "Drivers", "Against the rest", "Norms", "Comments", "Themes"},
		"zh-CN": {"数据", "变化", "历期走势", "关联", "与其余人员比较", "外部数据", "留言", "主题"},
	} {
		book, err := xlsx.OpenBinary(write(t, table.Workbook, releasetest.Small(locale)))
		require.NoError(t, err)
		var names []string
		var rows []int
		for _, sheet := range book.Sheets {
			names, rows = append(names, sheet.Name), append(rows, sheet.MaxRow-1)
		}
		require.Equal(t, want, names)
		require.Equal(t, []int{5 * 9, 5 * 7, 5 * 8, 2, 4, 5 * 2, 22, 4}, rows)
	}
	lost := errors.New("lost")
	r := releasetest.Small("en")
	r.Cells = func(yield func(*surveyv1.Cell, error) bool) { yield(nil, lost) }
	require.ErrorIs(t, table.Workbook(io.Discard, r), lost)
}

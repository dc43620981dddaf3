package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
)

func TestEveryFormatOfTheContractIsWritten(t *testing.T) {
	files := map[string]string{}
	for table := range surveyv1.ExportTable_name {
		for value := range surveyv1.ExportFormat_name {
			format, err := report.In(surveyv1.ExportFormat(value), surveyv1.ExportTable(table))
			if value == 0 {
				require.Error(t, err)
				continue
			}
			require.NoError(t, err)
			var out bytes.Buffer
			require.NoError(t, format.Write(&out, releasetest.Small("en")))
			require.NotZero(t, out.Len())
			if before, is := files[format.Suffix]; is {
				require.Equal(t, before, out.String(), "one name, one file: %s", format.Suffix)
			}
			files[format.Suffix] = out.String()
		}
	}
	require.Len(t, files, 8*3+1+2)
	_, err := report.In(surveyv1.ExportFormat_EXPORT_FORMAT_CSV, 99)
	require.Error(t, err)
}

func TestJSONIsTheMessagesOfTheContract(t *testing.T) {
	small := releasetest.Small("en")
	var cells []*surveyv1.Cell
	for cell, err := range small.Cells {
		require.NoError(t, err)
		cells = append(cells, cell)
	}
	for name, r := range map[string]released.Release{"some": small, "none": releasetest.Of("en")} {
		t.Run(name, func(t *testing.T) {
			format, err := report.In(surveyv1.ExportFormat_EXPORT_FORMAT_JSON, 0)
			require.NoError(t, err)
			var out bytes.Buffer
			require.NoError(t, format.Write(&out, r))
			var document struct {
				Release, Instrument json.RawMessage
				Cells               []json.RawMessage
				Comments, Themes    []json.RawMessage
				Norms, Standings    []json.RawMessage
				History             []json.RawMessage
			}
			decoder := json.NewDecoder(&out)
			decoder.DisallowUnknownFields()
			require.NoError(t, decoder.Decode(&document))
			about, instrument := &surveyv1.Release{}, &surveyv1.Instrument{}
			require.NoError(t, jsonform.Unmarshal(document.Release, about))
			require.NoError(t, jsonform.Unmarshal(document.Instrument, instrument))
			require.Empty(t, cmp.Diff(r.About, about, protocmp.Transform()))
			require.Empty(t, cmp.Diff(r.Instrument, instrument, protocmp.Transform()))
			want := cells
			require.Len(t, document.Norms, len(r.Norms))
			if name == "none" {
				want = nil
				require.Empty(t, document.Standings)
				require.Empty(t, document.History)
				require.Empty(t, document.Comments)
				require.Empty(t, document.Themes)
			} else {
				requireRelations(t, document.Standings, document.History)
				comment, themes := &surveyv1.Comment{}, &surveyv1.ItemThemes{}
				require.Len(t, document.Comments, 22)
				require.NoError(t, jsonform.Unmarshal(document.Comments[3], comment))
				require.Empty(t, cmp.Diff(releasetest.Comments()[3], comment, protocmp.Transform()))
				require.Len(t, document.Themes, 2)
				require.NoError(t, jsonform.Unmarshal(document.Themes[0], themes))
				require.Empty(t, cmp.Diff(releasetest.Themes()[0], themes, protocmp.Transform()))
			}
			require.Len(t, document.Cells, len(want))
			for i, text := range document.Cells {
				cell := &surveyv1.Cell{}
				require.NoError(t, jsonform.Unmarshal(text, cell))
				require.Empty(t, cmp.Diff(want[i], cell, protocmp.Transform()))
			}
		})
	}
}

// requireRelations looks for what the page says of the small release.
func requireRelations(t *testing.T, standings, histories []json.RawMessage) {
	t.Helper()
	require.Len(t, standings, 4)
	standing, history := &surveyv1.CellStanding{}, &surveyv1.CellHistory{}
	require.NoError(t, jsonform.Unmarshal(standings[2], standing))
	require.Equal(t, releasetest.Script, standing.GetCell().GetUnit())
	require.Equal(t, releasetest.Root, standing.GetAbove().GetUnit())
	require.Equal(t, "voice", standing.GetConstruct())
	require.InDelta(t, 5./24, standing.GetRate(), 1e-9)
	require.InDelta(t, 26./36, standing.GetRestRate(), 1e-9)
	require.Equal(t, surveyv1.Verdict_VERDICT_LOWER, standing.GetFavourable().GetVerdict())
	require.Len(t, histories, 5)
	require.NoError(t, jsonform.Unmarshal(histories[1], history))
	past, err := releasetest.History(nil)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(&surveyv1.CellHistory{
		Cell:   &surveyv1.CellKey{Unit: releasetest.Root, Attribute: surveyv1.Attribute_ATTRIBUTE_SHIFT, Level: "早班"},
		Change: past.Change, Trends: past.Trends,
	}, history, protocmp.Transform()))
}

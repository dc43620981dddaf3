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
	suffixes := map[string]bool{}
	for value := range surveyv1.ExportFormat_name {
		format, err := report.In(surveyv1.ExportFormat(value))
		if value == 0 {
			require.Error(t, err)
			continue
		}
		require.NoError(t, err)
		require.False(t, suffixes[format.Suffix])
		suffixes[format.Suffix] = true
		var out bytes.Buffer
		require.NoError(t, format.Write(&out, releasetest.Small("en")))
		require.NotZero(t, out.Len())
	}
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
			format, err := report.In(surveyv1.ExportFormat_EXPORT_FORMAT_JSON)
			require.NoError(t, err)
			var out bytes.Buffer
			require.NoError(t, format.Write(&out, r))
			var document struct {
				Release, Instrument json.RawMessage
				Cells               []json.RawMessage
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
			if name == "none" {
				want = nil
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

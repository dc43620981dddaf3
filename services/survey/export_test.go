package survey_test

import (
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// exported is a file that a caller gets, and what is said of it.
func (w *wave) exported(token string, format surveyv1.ExportFormat, language string) (text, mediaType, name string, err error) {
	return w.exportedTable(token, format, surveyv1.ExportTable_EXPORT_TABLE_UNSPECIFIED, language)
}

// exportedTable is exported, of a table.
func (w *wave) exportedTable(token string, format surveyv1.ExportFormat, table surveyv1.ExportTable, language string) (text, mediaType, name string, err error) {
	stream, err := w.releases().ExportRelease(w.As(token), &surveyv1.ExportReleaseRequest{
		Name: w.survey.GetName() + "/release", Format: format, Table: table, Language: language,
	})
	require.NoError(w, err)
	var file strings.Builder
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			header, err := stream.Header()
			require.NoError(w, err)
			return file.String(), mediaType, strings.Join(header.Get("content-disposition"), ","), nil
		}
		if err != nil {
			return "", "", "", err
		}
		mediaType = piece.GetContentType()
		file.Write(piece.GetData())
	}
}

// What a reader exports is what they can list, and no other unit is so much as named.
func TestAnExportHoldsWhatItsReaderSees(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(nil, root)
		_, _, _, err := w.exported("culture", surveyv1.ExportFormat_EXPORT_FORMAT_CSV, "")
		h.Refused("SURVEY_NOT_RELEASED", err)
		w.answered(rand.New(rand.NewPCG(7, 7)))
		units := []string{root, depA, teamA, depB}
		for _, token := range []string{"culture", "culture-a", "lead-a", "analyst-b", "acme", "lead-acme"} {
			cells, err := w.cells(token, "", surveyv1.CellView_CELL_VIEW_FULL)
			require.NoError(h, err)
			seen := map[string]bool{}
			for _, cell := range cells {
				seen[strings.TrimPrefix(cell.GetUnit(), "units/")] = true
				// Below which unit it stands is told, as in the list.
				seen[strings.TrimPrefix(cell.GetParent(), "units/")] = true
			}
			for _, format := range []surveyv1.ExportFormat{surveyv1.ExportFormat_EXPORT_FORMAT_CSV, surveyv1.ExportFormat_EXPORT_FORMAT_HTML} {
				text, _, _, err := w.exported(token, format, "")
				require.NoError(h, err)
				for _, unit := range units {
					if !seen[unit] {
						require.NotContains(h, text, unit, "%s %s", token, format)
					}
				}
			}
			text, _, _, err := w.exported(token, surveyv1.ExportFormat_EXPORT_FORMAT_CSV, "")
			require.NoError(h, err)
			require.Equal(h, 1+len(cells)*(5+2+1), strings.Count(text, "\r\n"), token)

			text, _, _, err = w.exported(token, surveyv1.ExportFormat_EXPORT_FORMAT_JSON, "")
			require.NoError(h, err)
			var document struct {
				Release json.RawMessage
				Cells   []json.RawMessage
			}
			require.NoError(h, json.Unmarshal([]byte(text), &document))
			about := &surveyv1.Release{}
			require.NoError(h, jsonform.Unmarshal(document.Release, about))
			require.Equal(h, int32(len(cells)), about.GetCells())
			require.Len(h, document.Cells, len(cells))
			for i, one := range document.Cells {
				cell := &surveyv1.Cell{}
				require.NoError(h, jsonform.Unmarshal(one, cell))
				require.Empty(h, cmp.Diff(cells[i], cell, protocmp.Transform()))
			}
		}
		for token, reason := range map[string]string{token(0): "PERMISSION_DENIED", "culture-b": "", "lead-a": ""} {
			_, _, _, err := w.exported(token, surveyv1.ExportFormat_EXPORT_FORMAT_HTML, "")
			require.Equal(h, reason, reasonOf(err), token)
		}
	})
}

func TestAnExportSaysWhatItIs(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(nil, root)
		w.answered(rand.New(rand.NewPCG(7, 7)))
		id := strings.TrimPrefix(w.survey.GetName(), "surveys/")
		for format, want := range map[surveyv1.ExportFormat][3]string{
			surveyv1.ExportFormat_EXPORT_FORMAT_CSV:     {"text/csv; charset=utf-8", "csv", "\ufeffunit,"},
			surveyv1.ExportFormat_EXPORT_FORMAT_JSON:    {"application/json", "json", `{"release":`},
			surveyv1.ExportFormat_EXPORT_FORMAT_PARQUET: {"application/vnd.apache.parquet", "parquet", "PAR1"},
			surveyv1.ExportFormat_EXPORT_FORMAT_XLSX: {
				"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "PK",
			},
			surveyv1.ExportFormat_EXPORT_FORMAT_HTML: {"text/html; charset=utf-8", "html", "<!DOCTYPE html>"},
		} {
			text, mediaType, name, err := w.exported("culture", format, "")
			require.NoError(h, err)
			require.Equal(h, want[0], mediaType)
			require.Equal(h, `attachment; filename="release-`+id+`.`+want[1]+`"`, name)
			require.True(h, strings.HasPrefix(text, want[2]), format)
		}
		for language, want := range map[string]string{"": `lang="zh-CN"`, "zh-CN": `lang="zh-CN"`, "en": `lang="en"`} {
			stream, err := w.releases().ExportRelease(metadata.AppendToOutgoingContext(h.As("lead-a"), "accept-language", "zh-CN"), &surveyv1.ExportReleaseRequest{
				Name: w.survey.GetName() + "/release", Format: surveyv1.ExportFormat_EXPORT_FORMAT_HTML, Language: language,
			})
			require.NoError(h, err)
			piece, err := stream.Recv()
			require.NoError(h, err)
			require.Contains(h, string(piece.GetData()), want)
		}
		_, _, _, err := w.exported("culture", surveyv1.ExportFormat_EXPORT_FORMAT_UNSPECIFIED, "")
		h.Refused("INVALID_FIELD", err)
		_, _, _, err = w.exported("culture", surveyv1.ExportFormat_EXPORT_FORMAT_CSV, "fr")
		h.Refused("INVALID_FIELD", err)
	})
}

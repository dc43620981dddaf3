package blackbox_test

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// exports takes the release of the table's survey home as a file: by URL and over gRPC it is the same to the byte.
func (p *play) exports(h *house.House) {
	release := p.kept["survey"] + "/release"
	for format, mediaType := range map[surveyv1.ExportFormat]string{
		surveyv1.ExportFormat_EXPORT_FORMAT_CSV: "text/csv; charset=utf-8", surveyv1.ExportFormat_EXPORT_FORMAT_HTML: "text/html; charset=utf-8",
	} {
		url := h.HTTP + "/survey/v1/" + release + ":export?format=" + format.String()
		code, header, body := p.fetch(url, admin)
		require.Equal(p, http.StatusOK, code, body)
		require.Equal(p, mediaType, header.Get("Content-Type"))
		require.Contains(p, header.Get("Content-Disposition"), strings.TrimPrefix(p.kept["survey"], "surveys/"))
		stream, err := surveyv1.NewReleaseServiceClient(h.Conn()).ExportRelease(calltest.As(p.Context(), p.kept[admin]),
			&surveyv1.ExportReleaseRequest{Name: release, Format: format})
		require.NoError(p, err)
		var file strings.Builder
		for {
			piece, err := stream.Recv()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(p, err)
			file.Write(piece.GetData())
		}
		require.Equal(p, file.String(), body)

		code, _, body = p.fetch(url, "benToken")
		require.Equal(p, http.StatusForbidden, code, body)
		code, _, body = p.fetch(strings.Replace(url, p.kept["survey"], "surveys/"+nowhere, 1), admin)
		require.Equal(p, http.StatusNotFound, code, body)
		require.Contains(p, body, `"NOT_FOUND"`)
	}
}

func (p *play) fetch(url, by string) (code int, header http.Header, body string) {
	request, err := http.NewRequestWithContext(p.Context(), http.MethodGet, url, nil)
	require.NoError(p, err)
	request.Header.Set("Authorization", "Bearer "+p.kept[by])
	response, err := http.DefaultClient.Do(request)
	require.NoError(p, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(p, err)
	return response.StatusCode, response.Header, string(text)
}

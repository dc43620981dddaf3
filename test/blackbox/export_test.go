package blackbox_test

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
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
		require.Equal(p, p.whole(stream), body)

		code, _, body = p.fetch(url, "benToken")
		require.Equal(p, http.StatusForbidden, code, body)
		code, _, body = p.fetch(strings.Replace(url, p.kept["survey"], "surveys/"+nowhere, 1), admin)
		require.Equal(p, http.StatusNotFound, code, body)
		require.Contains(p, body, `"NOT_FOUND"`)
	}
}

// auditRecord takes all that the table's round was decided by home, in the same two ways. It names who did not win, and is for auditors alone.
func (p *play) auditRecord(h *house.House) {
	url := h.HTTP + "/incentive/v1/" + p.kept["round"] + ":auditRecord"
	code, header, body := p.fetch(url, admin)
	require.Equal(p, http.StatusOK, code, body)
	require.Equal(p, "application/json", header.Get("Content-Type"))
	require.Contains(p, body, p.kept["ben"])
	stream, err := incentivev1.NewAwardRecordServiceClient(h.Conn()).ExportAwardAuditRecord(calltest.As(p.Context(), p.kept[admin]),
		&incentivev1.ExportAwardAuditRecordRequest{Name: p.kept["round"]})
	require.NoError(p, err)
	require.Equal(p, p.whole(stream), body)

	for _, by := range []string{"evaToken", "cultureToken", "hris"} {
		code, _, body = p.fetch(url, by)
		require.Equal(p, http.StatusForbidden, code, body)
	}
	code, _, body = p.fetch(strings.Replace(url, p.kept["round"], p.kept["dropped"], 1), admin)
	require.Equal(p, http.StatusBadRequest, code, body)
	require.Contains(p, body, `"AWARD_NOT_ANNOUNCED"`)
}

// whole is a file of which a stream brings the pieces.
func (p *play) whole(stream grpc.ServerStreamingClient[httpbody.HttpBody]) string {
	var file strings.Builder
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return file.String()
		}
		require.NoError(p, err)
		file.Write(piece.GetData())
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
